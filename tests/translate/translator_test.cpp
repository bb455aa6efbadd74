// What the translator promises: a line's translation, its score included, depends on that line alone.

#include "translate/translator.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "catch.h"
#include "config/check_config.h"
#include "model/precision.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"

using namespace nmt;

namespace {

/// A model of random weights, sharpened so that its translations differ, and 70 lines of many lengths.
struct Toy {
    Toy() {
        const CorpusFiles files = write_toy_corpus(folder, 300);
        const CapturedStderr quiet;
        for (const auto side : {Side::src, Side::tgt})
            train_vocabulary(files, side, {.size = 70}, 1, folder.file(side == Side::src ? "src" : "tgt"));
        config.model.encoder = {Cell::lstm, 1, 24, 10, true, false};
        config.model.decoder = {Cell::lstm, 1, 20, 10, 0};
        config.search.max_length = 40;
        config = resolve(config);
        std::istringstream text(folder.read("toy.fr"));
        for (std::string line, longer; lines.size() < 70 && std::getline(text, line);) {
            longer = lines.size() % 5 == 0 ? line : longer + " " + line;
            lines.push_back(longer);
        }
        lines[3] = " ";
    }

    std::vector<Translation> translate(std::int64_t batch_sentences, int threads, bool is_turned = false) {
        const Vocabulary src(folder.file("src")), tgt(folder.file("tgt"));
        Seq2Seq model(config.model, src.size(), tgt.size());
        initialise(*model, 1);
        {
            const torch::NoGradGuard no_grad;
            for (auto& [name, weight] : model->named_weights()) weight.mul_(3);
        }
        at::set_num_threads(threads);
        config.search.batch_sentences = batch_sentences;
        auto order = lines;
        if (is_turned) std::reverse(order.begin(), order.end());
        std::optional<Shortlist> shortlist;
        if (config.search.shortlist > 0) shortlist.emplace(lexicon(src, tgt), src, tgt, config.search.shortlist);
        auto found = Translator(*model, src, tgt, config.search, torch::kCPU, shortlist ? &*shortlist : nullptr)
                         .translate(order, /*with_details=*/true);
        if (is_turned) std::reverse(found.begin(), found.end());
        return found;
    }

    /// Ten target pieces for each source piece, by its number.
    Lexicon lexicon(const Vocabulary& src, const Vocabulary& tgt) const {
        std::string text;
        for (std::int32_t x = 4; x < src.size(); ++x)
            for (std::int32_t y = 0; y < 10; ++y)
                text += src.piece(x) + "\t" + tgt.piece(4 + (7 * x + y) % (tgt.size() - 4)) + "\t" +
                        std::to_string(0.1 - 0.001 * y) + "\n";
        return Lexicon::read(folder.write("lexicon.tsv", text), src, tgt);
    }

    TemporaryFolder folder;
    Config config;
    std::vector<std::string> lines;
};

}  // namespace

TEST_CASE("text and score of a line depend on no other line, on no order, batch or number of threads") {
    Toy toy;
    const int threads = at::get_num_threads();
    for (const auto precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
        if (usable_precision(precision, torch::kCPU) != precision) continue;
        for (const auto& [beam, shortlist] : std::vector<std::pair<int, int>>{{1, 0}, {5, 0}, {1, 1}, {5, 1}}) {
            toy.config.search.precision = precision;
            toy.config.search.beam = beam;
            toy.config.search.shortlist = shortlist;
            const auto alone = toy.translate(1, 1);
            const auto differ = std::count_if(alone.begin(), alone.end(),
                                              [&](const Translation& one) { return one.text != alone[0].text; });
            CHECK(differ > 30);  // or the test would show little
            for (const auto& others : {toy.translate(7, 2), toy.translate(64, 1), toy.translate(64, 2, true)})
                for (std::size_t i = 0; i < alone.size(); ++i) {
                    REQUIRE(others[i].text == alone[i].text);
                    REQUIRE(others[i].score == alone[i].score);
                    REQUIRE(others[i].normalized_score == alone[i].normalized_score);
                }
        }
    }
    at::set_num_threads(threads);
}

TEST_CASE("a shortlist makes all other tokens impossible and changes nothing else") {
    Toy toy;
    const Vocabulary src(toy.folder.file("src")), tgt(toy.folder.file("tgt"));
    const Shortlist shortlist(toy.lexicon(src, tgt), src, tgt, 1);
    toy.config.search.shortlist = 1;
    toy.config.search.precision = Precision::fp32;
    std::size_t shorter = 0;
    const auto translations = toy.translate(64, 1);
    for (std::size_t i = 0; i < toy.lines.size(); ++i) {
        const auto tokens = shortlist.tokens_for(src.encode(toy.lines[i]));
        CHECK(std::is_sorted(tokens.begin(), tokens.end()));
        CHECK(std::binary_search(tokens.begin(), tokens.end(), tgt.eos_id()));
        shorter += tokens.size() + 20 < static_cast<std::size_t>(tgt.size());
        std::vector<std::string> pieces{"</s>"};
        for (const auto token : tokens) pieces.push_back(tgt.piece(token));
        for (const auto& piece : translations[i].tgt_tokens)
            REQUIRE(std::find(pieces.begin(), pieces.end(), piece) != pieces.end());
    }
    CHECK(shorter > 10);  // or the test would show little

    Seq2Seq model(toy.config.model, src.size(), tgt.size());
    initialise(*model, 1);
    // A model in double has no such output layer: there all tokens are scored and most of them made impossible.
    const auto fast = Translator(*model, src, tgt, toy.config.search, torch::kCPU, &shortlist).translate(toy.lines);
    model->to(torch::kFloat64);
    const auto plain = Translator(*model, src, tgt, toy.config.search, torch::kCPU, &shortlist).translate(toy.lines);
    for (std::size_t i = 0; i < fast.size(); ++i) {
        CHECK(fast[i].text == plain[i].text);
        CHECK(std::abs(fast[i].score - plain[i].score) < 1e-4);
    }
}

TEST_CASE("what is thrown before a batch leaves the translator as it was") {
    Toy toy;
    const Vocabulary src(toy.folder.file("src")), tgt(toy.folder.file("tgt"));
    Seq2Seq model(toy.config.model, src.size(), tgt.size());
    initialise(*model, 1);
    model->train();
    toy.config.search.batch_sentences = 7;
    int batches = 0;
    {
        Translator translator(*model, src, tgt, toy.config.search, torch::kCPU);
        const auto before = translator.translate(toy.lines);
        CHECK_THROWS_AS(translator.translate(toy.lines, false,
                                             [&] {
                                                 if (++batches == 3) throw std::runtime_error("enough");
                                             }),
                        std::runtime_error);
        CHECK(batches == 3);
        const auto after = translator.translate(toy.lines);
        for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i].text == before[i].text);
    }
    CHECK(model->is_training());
}
