#include "report/attention_page.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "base/number_text.h"
#include "report/attention_page_assets.h"
#include "report/display_text.h"

namespace nmt {
namespace {

constexpr std::size_t count_width = 32;  // characters kept free in the head for "1,234 sentences"

using Json = nlohmann::ordered_json;

void check_sizes(const AttentionExample& example) {
    const std::size_t src_len = example.src_tokens.size(), tgt_len = example.tgt_tokens.size();
    if (!example.weights.empty()) {
        require(example.weights.size() == tgt_len, "attention page: one row of weights for every target token");
        for (const auto& row : example.weights)
            require(row.size() == src_len, "attention page: one weight for every source token");
    }
    require(example.token_log_probs.empty() || example.token_log_probs.size() == tgt_len,
            "attention page: one log probability for every target token");
}

/// Thousandths in [0, 1000], or null: three decimals are more than an eye can tell apart, and short.
Json thousandths(float weight) {
    if (!std::isfinite(weight)) return nullptr;
    return static_cast<int>(std::lround(1000 * std::clamp(weight, 0.0f, 1.0f)));
}

/// Three decimals, so that the page stays small.
Json rounded(float number) {
    if (!std::isfinite(number)) return nullptr;
    return std::round(static_cast<double>(number) * 1000) / 1000;
}

/// Why there is nothing to draw, or "" when there is.
std::string missing_note(const AttentionExample& example) {
    if (example.tgt_tokens.empty() || example.src_tokens.empty()) return "An empty sentence: nothing to draw.";
    if (example.weights.empty()) return "No attention weights: this model translates from one fixed context.";
    return "";
}

// The policy forbids the page to fetch anything, whatever stands in a sentence.
constexpr const char* page_start = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
)html";

constexpr const char* how_to_read = R"html(
<p class="how">Each row of a heat map is one step of the decoder: how much it looked at every source token while it wrote the
target token of that row. A row sums to 1. The lines below or beside it show the same numbers, thicker for more weight.
Point at a token, a cell or a row to read it.</p>
<p class="legend"><span>0</span><i></i><span>1</span> attention weight</p>
)html";

constexpr const char* no_attention_banner =
    "<p class=\"banner\">This model has no attention (<code>attention: none</code>): its decoder sees one fixed "
    "context, so "
    "there are no weights to draw. The sentences and their translations follow.</p>\n";

constexpr const char* page_middle = R"html(</header>
<noscript><p class="banner">The pictures are drawn by this page's own script. Allow JavaScript to see them.</p></noscript>
<div class="columns">
<nav aria-label="Sentences"><input id="search" type="search" placeholder="Search the sentences" aria-label="Search the sentences"><p id="found"></p><ol id="list"></ol></nav>
<main>
)html";

constexpr const char* page_end = "</main>\n</div>\n<div id=\"tooltip\" role=\"status\" hidden></div>\n";

}  // namespace

std::string attention_json(const AttentionExample& example) {
    Json object = {{"s", example.src_tokens}, {"t", example.tgt_tokens}};
    if (!example.weights.empty()) {
        Json rows = Json::array();
        for (const auto& weights : example.weights) {
            Json row = Json::array();
            for (float weight : weights) row.push_back(thousandths(weight));
            rows.push_back(std::move(row));
        }
        object["w"] = std::move(rows);
    }
    if (!example.token_log_probs.empty()) {
        Json log_probs = Json::array();
        for (float log_prob : example.token_log_probs) log_probs.push_back(rounded(log_prob));
        object["p"] = std::move(log_probs);
    }
    // Inside <script> only '<' can end or change the element; it occurs in strings alone, where an escape is the same.
    std::string safe;
    for (char c : object.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace)) {
        if (c == '<')
            safe += "\\u003c";
        else if (c == '>')
            safe += "\\u003e";
        else
            safe += c;
    }
    return safe;
}

AttentionPage::AttentionPage(std::string path, const AttentionPageHead& head) : file_(std::move(path)) {
    const std::string model = html_escaped(head.model);
    const auto start = cat(page_start, "<title>Attention: ", model, "</title>\n<style>\n", attention_page_style,
                           "</style>\n</head>\n<body>\n<header>\n<h1>Attention <span class=\"model\">", model,
                           "</span></h1>\n<p class=\"facts\"><span id=\"count\">");
    file_.write(start);
    count_position_ = start.size();
    file_.write(cat(std::string(count_width, ' '), "</span>"));
    if (!head.scoring.empty()) file_.write(cat("<span>attention: ", html_escaped(head.scoring), "</span>"));
    if (!head.search.empty()) file_.write(cat("<span>", html_escaped(head.search), "</span>"));
    file_.write(cat("</p>\n", head.scoring == "none" ? no_attention_banner : how_to_read, page_middle));
}

void AttentionPage::add(const AttentionExample& example) {
    require(!is_finished_, "attention page: add after finish");
    check_sizes(example);
    ++count_;
    const std::string note = missing_note(example);
    std::string article =
        cat("<article id=\"s", count_, "\" style=\"--rows:", note.empty() ? example.tgt_tokens.size() : 0,
            "\">\n<h2><a href=\"#s", count_, "\">", count_, "</a>");
    if (std::isfinite(example.score)) article += cat("<small>score ", fixed_text(example.score, 3), "</small>");
    article += cat("</h2>\n<p class=\"source\" dir=\"auto\">", html_escaped(example.source),
                   "</p>\n<p class=\"translation\" dir=\"auto\">", html_escaped(example.translation), "</p>\n");
    if (note.empty())
        article += cat("<div class=\"figure\"></div>\n<script type=\"application/json\">", attention_json(example),
                       "</script>\n");
    else
        article += cat("<p class=\"note\">", note, "</p>\n");
    file_.write(article + "</article>\n");
}

void AttentionPage::finish() {
    require(!is_finished_, "attention page: finished twice");
    file_.write(cat(page_end, "<script>\n", attention_page_script, "</script>\n</body>\n</html>\n"));
    file_.overwrite(count_position_, cat(with_thousands(count_), count_ == 1 ? " sentence" : " sentences"));
    file_.commit();
    is_finished_ = true;
}

}  // namespace nmt
