#include "report/attention_page.h"

#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "catch.h"
#include "report/display_text.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;
using nlohmann::json;
using nmt::read_file;
using nmt::TemporaryFolder;

namespace {

AttentionExample small_example() {
    AttentionExample example;
    example.source = "the European Economic Area";
    example.translation = "la zone";
    example.src_tokens = {"\u2581the", "\u2581European", "\u2581Economic", "\u2581Area", "</s>"};
    example.tgt_tokens = {"\u2581la", "\u2581zone", "</s>"};
    example.weights = {{0.9f, 0.1f, 0, 0, 0}, {0, 0.0004f, 0.0006f, 0.999f, 0}, {0.2f, 0.2f, 0.2f, 0.2f, 0.2f}};
    example.score = -0.25;
    example.token_log_probs = {-0.1f, -0.0514f, -1e-5f};
    return example;
}

std::string page_of(const std::vector<AttentionExample>& examples,
                    const AttentionPageHead& head = {"toy", "additive", ""}) {
    const TemporaryFolder folder;
    const std::string path = folder.file("page.html");
    AttentionPage page(path, head);
    for (const auto& example : examples) page.add(example);
    page.finish();
    return read_file(path);
}

std::size_t count_of(const std::string& text, const std::string& wanted) {
    std::size_t count = 0;
    for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++count;
    return count;
}

/// The JSON blocks of a page, parsed.
std::vector<json> data_of(const std::string& page) {
    const std::string open = "<script type=\"application/json\">";
    std::vector<json> blocks;
    for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at + 1)) {
        const std::size_t start = at + open.size();
        blocks.push_back(json::parse(page.substr(start, page.find("</script>", start) - start)));
    }
    return blocks;
}

}  // namespace

TEST_CASE("a page carries the tokens, the weights in thousandths and the log probabilities") {
    const auto data = data_of(page_of({small_example()}));
    REQUIRE(data.size() == 1);
    CHECK(data[0]["s"] == json({"\u2581the", "\u2581European", "\u2581Economic", "\u2581Area", "</s>"}));
    CHECK(data[0]["t"] == json({"\u2581la", "\u2581zone", "</s>"}));
    CHECK(data[0]["w"] == json({{900, 100, 0, 0, 0}, {0, 0, 1, 999, 0}, {200, 200, 200, 200, 200}}));
    CHECK(data[0]["p"] == json({-0.1, -0.051, -0.0}));
}

TEST_CASE("the head names model, scoring, search and the number of sentences") {
    const AttentionPageHead head{"runs/a<b>", "dot", "beam 5"};
    const std::string many = page_of(std::vector<AttentionExample>(1234, small_example()), head);
    CHECK_THAT(many, Contains("<title>Attention: runs/a&lt;b&gt;</title>"));
    CHECK_THAT(many, Contains("<span id=\"count\">1,234 sentences "));
    CHECK_THAT(many, Contains("<span>attention: dot</span><span>beam 5</span>"));
    CHECK(count_of(many, "<article ") == 1234);
    CHECK_THAT(page_of({small_example()}), Contains("<span id=\"count\">1 sentence "));
    CHECK_THAT(page_of({}), Contains("<span id=\"count\">0 sentences "));
}

TEST_CASE("no text can leave its place on the page") {
    const std::string evil = "</script><b>&\"'<!--<script>alert(1)</script>";
    AttentionExample example = small_example();
    example.source = example.translation = evil;
    example.src_tokens[1] = example.tgt_tokens[1] = evil;
    const std::string plain = page_of({small_example()}), page = page_of({example});
    for (const char* wanted : {"<script", "</script", "<b>", "<!--", "<article", "</article"}) {
        INFO(wanted);
        CHECK(count_of(page, wanted) == count_of(plain, wanted));
    }
    CHECK_THAT(page, Contains("&lt;/script&gt;&lt;b&gt;&amp;&quot;&#39;&lt;!--"));
    CHECK(data_of(page)[0]["s"][1] == evil);  // and what the script reads is the token itself
}

TEST_CASE("escaping covers markup, control characters and invalid UTF-8") {
    CHECK(html_escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
    CHECK(html_escaped("a\tb\nc\rd") == "a b c d");
    CHECK(html_escaped(std::string("a\0b\x1b", 4)) == "a\uFFFDb\uFFFD");
    CHECK(html_escaped("\xFFz") == "\uFFFDz");
    CHECK(html_escaped("我爱中国 \U0001F600") == "我爱中国 \U0001F600");
}

TEST_CASE("a page refers to nothing outside itself") {
    std::string page = page_of({small_example()});
    const std::string svg_namespace = "http://www.w3.org/2000/svg";
    const std::size_t at = page.find(svg_namespace);
    REQUIRE(at != std::string::npos);
    page.erase(at, svg_namespace.size());
    for (const char* outside : {"http://", "https://", "url(", "@import", " src=", "<link", "fetch(", "innerHTML"}) {
        INFO(outside);
        CHECK(count_of(page, outside) == 0);
    }
    CHECK_THAT(page, Contains("default-src 'none'"));
}

TEST_CASE("weights and probabilities that are not numbers are null, others stay between 0 and 1") {
    AttentionExample example = small_example();
    example.weights[0] = {std::nanf(""), std::numeric_limits<float>::infinity(), -0.5f, 1.5f, 0.5f};
    example.token_log_probs[0] = -std::numeric_limits<float>::infinity();
    example.score = std::nan("");
    const std::string page = page_of({example});
    const json data = data_of(page)[0];
    CHECK(data["w"][0] == json({nullptr, nullptr, 0, 1000, 500}));
    CHECK(data["p"][0].is_null());
    CHECK(count_of(page, "<small>score") == 0);
}

TEST_CASE("a page of a model without attention says so") {
    AttentionExample example = small_example();
    example.weights.clear();
    const std::string page = page_of({example}, {"toy", "none", "greedy"});
    CHECK_THAT(page, Contains("This model has no attention (<code>attention: none</code>)"));
    CHECK_THAT(page, Contains("No attention weights: this model translates from one fixed context."));
    CHECK_THAT(page, Contains("la zone"));
    CHECK(data_of(page).empty());
}

TEST_CASE("an empty sentence has a place but no picture") {
    const std::string page = page_of({AttentionExample{}, small_example()});
    CHECK(count_of(page, "<article ") == 2);
    CHECK(data_of(page).size() == 1);
    CHECK_THAT(page, Contains("An empty sentence: nothing to draw."));
}

TEST_CASE("sizes that do not fit are our error") {
    const TemporaryFolder folder;
    AttentionPage page(folder.file("page.html"), {});
    AttentionExample example = small_example();
    example.weights.pop_back();
    CHECK_THROWS_AS(page.add(example), InternalError);
    example = small_example();
    example.weights[1].pop_back();
    CHECK_THROWS_AS(page.add(example), InternalError);
    example = small_example();
    example.token_log_probs.pop_back();
    CHECK_THROWS_AS(page.add(example), InternalError);
}

TEST_CASE("a page has its name only when it is finished, and an old page lives until then") {
    const TemporaryFolder folder;
    const std::string path = folder.file("page.html");
    std::ofstream(path) << "old";
    {
        AttentionPage page(path, {});
        page.add(small_example());
    }
    CHECK(read_file(path) == "old");
    CHECK(folder.file_count() == 1);
    AttentionPage page(path, {});
    page.finish();
    CHECK_THAT(read_file(path), Contains("</html>"));
    CHECK(folder.file_count() == 1);
}

TEST_CASE("a page that cannot be written is the user's error") {
    const TemporaryFolder folder;
    const std::string path = folder.file("no/such/page.html");
    CHECK_THROWS_AS(AttentionPage(path, {}), UserError);
    CHECK_THROWS_WITH(AttentionPage(path, {}), "cannot write \"" + path + "\": No such file or directory");
}

TEST_CASE("a sentence of 25 by 25 tokens costs less than 4 kilobytes") {
    AttentionExample example;
    example.src_tokens = example.tgt_tokens = std::vector<std::string>(25, "\u2581word");
    example.weights.assign(25, std::vector<float>(25, 0.04f));
    const std::size_t empty = page_of({}).size();
    CHECK(page_of({example}).size() - empty < 4096);
}
