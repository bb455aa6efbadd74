#include <algorithm>
#include <unordered_set>

#include "base/cat.h"
#include "base/number_text.h"
#include "report/display_text.h"
#include "report/quality_page_parts.h"

namespace nmt {
namespace {

/// `word` without ASCII punctuation at its ends: "dog." and "dog" are one word to a reader.
std::string_view bare(std::string_view word) {
    const auto is_punctuation = [](char c) {
        return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
    };
    while (!word.empty() && is_punctuation(word.front())) word.remove_prefix(1);
    while (!word.empty() && is_punctuation(word.back())) word.remove_suffix(1);
    return word;
}

template <class Use>
void for_each_piece(const std::string& text, const Use& use) {  // words and the single spaces between them
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = text[start] == ' ' ? start + 1 : std::min(text.find(' ', start), text.size());
        use(std::string_view(text).substr(start, end - start));
        start = end;
    }
}

/// The output as HTML; words of no reference are marked. Text without spaces (Chinese) has no words to a reader of
/// pieces, and is left as it is.
std::string marked_html(const std::string& output, const std::vector<std::string>& references) {
    const auto has_space = [](const std::string& text) { return text.find(' ') != std::string::npos; };
    if (!std::any_of(references.begin(), references.end(), has_space)) return html_escaped(output);
    std::unordered_set<std::string_view> known{""};
    for (const std::string& reference : references)
        for_each_piece(reference, [&](std::string_view piece) { known.insert(bare(piece)); });
    std::string html;
    for_each_piece(output, [&](std::string_view piece) {
        const std::string escaped = html_escaped(std::string(piece));
        const bool is_known = piece == " " || known.count(bare(piece)) != 0;
        html += is_known ? escaped : "<mark>" + escaped + "</mark>";
    });
    return html;
}

std::string text_row(const std::string& label, const std::string& text_html, const char* row_class = "") {
    const std::string shown = text_html.empty() ? "<span class=\"nothing\">(empty)</span>" : text_html;
    return cat("<dt>", label, "</dt><dd dir=\"auto\" class=\"", row_class, "\">", shown, "</dd>");
}

/// One segment: source, references, and the outputs of `systems`.
std::string sentence_item(const QualityAnalysis& analysis, std::size_t segment,
                          const std::vector<std::size_t>& systems) {
    const ShownSegment& shown = analysis.shown.at(segment);
    std::string html = cat("<li><p class=\"line\">line ", with_thousands(static_cast<std::int64_t>(segment) + 1));
    if (systems.size() == 2)
        html += cat(" <b>", signed_text(shown.scores[systems[1]] - shown.scores[systems[0]], 1), "</b>");
    html += "</p><dl>";
    if (shown.source) html += text_row("source", html_escaped(*shown.source), "source");
    for (std::size_t i = 0; i < shown.references.size(); ++i)
        html += text_row(shown.references.size() == 1 ? "reference" : cat("reference ", i + 1),
                         html_escaped(shown.references[i]), "reference");
    for (std::size_t system : systems)
        html += text_row(cat(system_label(analysis, system), "<b>", fixed_text(shown.scores[system], 1), "</b>"),
                         marked_html(shown.hypotheses[system], shown.references), "output");
    return html + "</dl></li>\n";
}

/// A list that can be folded away.
std::string sentence_list(const QualityAnalysis& analysis, const std::string& title_html, const std::string& remark,
                          const std::vector<std::size_t>& segments, const std::vector<std::size_t>& systems,
                          bool is_open) {
    if (segments.empty()) return "";
    std::string html = cat("<details", is_open ? " open" : "", "><summary>", title_html, "</summary>\n");
    if (!remark.empty()) html += cat("<p>", remark, "</p>\n");
    html += "<ol class=\"sentences\">\n";
    for (std::size_t segment : segments) html += sentence_item(analysis, segment, systems);
    return html + "</ol></details>\n";
}

}  // namespace

std::string sentence_section(const QualityAnalysis& analysis) {
    std::string html =
        "<section id=\"sentences\">\n<h2>Sentences</h2>\n<p>Numbers say how often, sentences say what. The score "
        "beside "
        "each is that of the one sentence; single sentences are scored coarsely, and a good translation in other words "
        "than the reference's scores low. <mark>Marked words</mark> are in no reference as they stand.</p>\n";
    for (std::size_t i = 0; i < analysis.comparisons.size(); ++i) {
        const SystemComparison& comparison = analysis.comparisons[i];
        const std::string names = cat(system_label(analysis, i + 1), " against ", system_label(analysis, 0));
        html += sentence_list(analysis, cat("Gained most: ", names), "", comparison.gained, {0, i + 1}, true);
        html += sentence_list(analysis, cat("Lost most: ", names), "", comparison.lost, {0, i + 1}, true);
    }
    const bool is_open = analysis.comparisons.empty();
    for (std::size_t i = 0; i < analysis.systems.size(); ++i) {
        const SystemQuality& system = analysis.systems[i];
        const std::string name = system_label(analysis, i);
        html += sentence_list(analysis, cat("Loops: ", name), "Most repeated words first.", system.loop_examples, {i},
                              is_open);
        html += sentence_list(analysis, cat("Worst: ", name), "Of equal scores, the longer reference first.",
                              system.worst, {i}, is_open);
        html += sentence_list(analysis, cat("Best: ", name), "Of equal scores, the longer reference first.",
                              system.best, {i}, false);
    }
    return html + "</section>\n";
}

}  // namespace nmt
