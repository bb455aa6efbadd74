#include "report/quality_page.h"

#include <algorithm>
#include <cmath>

#include "base/cat.h"
#include "base/number_text.h"
#include "report/bar_chart.h"
#include "report/display_text.h"
#include "report/quality_page_parts.h"

namespace nmt {
namespace {

// The page has no script, and the policy forbids it to run or to fetch anything, whatever stands in a sentence.
constexpr const char* page_start = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
)html";

std::string fact(const std::string& text) {
    return cat("<span>", html_escaped(text), "</span>");
}

std::string header(const QualityAnalysis& analysis) {
    const auto lines = static_cast<std::int64_t>(analysis.segment_count);
    std::string html = cat(
        "<header>\n<h1>Translation quality <span class=\"metric\">", html_escaped(analysis.metric),
        "</span></h1>\n<p class=\"facts\">", fact(cat(with_thousands(lines), lines == 1 ? " segment" : " segments")),
        fact(cat(analysis.reference_count, analysis.reference_count == 1 ? " reference" : " references")),
        fact(cat("words cut by tokenizer ", analysis.tokenizer, analysis.is_lower_cased ? ", case ignored" : "")));
    if (!analysis.is_higher_better) html += fact("lower is better");
    html += cat("</p>\n<p class=\"signature\"><code>", html_escaped(analysis.signature), "</code></p>\n<nav>");
    html += "<a href=\"#scores\">Scores</a>";
    for (const QualityBreakdown& breakdown : analysis.breakdowns)
        html += cat("<a href=\"#", breakdown_anchor(breakdown.kind), "\">", breakdown_title(breakdown.kind), "</a>");
    return html + "<a href=\"#faults\">Faults</a><a href=\"#sentences\">Sentences</a></nav>\n</header>\n";
}

/// TER and chrF have no parts to print.
bool has_parts(const QualityAnalysis& analysis) {
    return std::any_of(analysis.systems.begin(), analysis.systems.end(),
                       [](const SystemQuality& system) { return !system.verbose.empty(); });
}

std::string score_row(const QualityAnalysis& analysis, std::size_t system) {
    const SystemQuality& quality = analysis.systems[system];
    std::string row = cat("<tr><th scope=\"row\">", system_label(analysis, system), "</th><td class=\"score\">",
                          fixed_text(quality.score, 2), "</td>");
    if (has_parts(analysis)) row += cat("<td class=\"parts\">", html_escaped(quality.verbose), "</td>");
    if (!analysis.comparisons.empty()) {
        if (system == 0) {
            row += "<td class=\"parts\">baseline</td><td></td><td></td><td></td>";
        } else {
            const SystemComparison& comparison = analysis.comparisons[system - 1];
            row += cat("<td>", signed_text(comparison.overall.difference, 2), "</td><td>",
                       p_value_text(comparison.overall), "</td><td>",
                       with_thousands(static_cast<std::int64_t>(comparison.better)), " / ",
                       with_thousands(static_cast<std::int64_t>(comparison.worse)), "</td><td>",
                       with_thousands(static_cast<std::int64_t>(comparison.equal)), "</td>");
        }
    }
    return row + "</tr>\n";
}

std::string score_section(const QualityAnalysis& analysis) {
    std::string html =
        cat("<section id=\"scores\">\n<h2>Scores</h2>\n<p>The score of the whole text, as nmt-eval and sacreBLEU print "
            "it. ");
    if (analysis.comparisons.empty()) {
        html += "It is one number for many kinds of sentences: the rest of the page takes it apart.</p>\n";
    } else {
        html += cat("p is the chance to see so large a difference between two equally good systems (paired bootstrap",
                    analysis.bootstrap_trials > 0
                        ? cat(", ", with_thousands(static_cast<std::int64_t>(analysis.bootstrap_trials)), " trials")
                        : std::string(),
                    "); \u2605 marks p \u2264 0.05. A small p does not make a small difference important, and it says "
                    "nothing about other texts.</p>\n");
    }
    html += cat("<div class=\"wide\"><table>\n<thead><tr><th>system</th><th>", html_escaped(analysis.metric), "</th>",
                has_parts(analysis) ? "<th>parts</th>" : "");
    if (!analysis.comparisons.empty())
        html += "<th>difference</th><th>p</th><th>sentences better / worse</th><th>equal</th>";
    html += "</tr></thead>\n<tbody>\n";
    for (std::size_t system = 0; system < analysis.systems.size(); ++system) html += score_row(analysis, system);
    return html + "</tbody></table></div>\n</section>\n";
}

}  // namespace

std::string quality_page(const QualityAnalysis& analysis) {
    std::string html =
        cat(page_start, "<title>", html_escaped(analysis.metric), ": ",
            html_escaped(analysis.systems.empty() ? "" : analysis.systems[0].name), "</title>\n<style>\n",
            quality_page_style, "</style>\n</head>\n<body>\n", header(analysis), "<main>\n", score_section(analysis));
    for (const QualityBreakdown& breakdown : analysis.breakdowns) html += breakdown_section(analysis, breakdown);
    return html + fault_section(analysis) + sentence_section(analysis) + "</main>\n</body>\n</html>\n";
}

std::size_t system_colour(const QualityAnalysis& analysis, std::size_t system) {
    return analysis.systems.size() == 1 ? 1 : system % kChartColours;
}

std::string system_label(const QualityAnalysis& analysis, std::size_t system) {
    return cat("<span class=\"system\"><i class=\"s", system_colour(analysis, system), "\"></i><bdi>",
               html_escaped(analysis.systems[system].name), "</bdi></span>");
}

std::string signed_text(double difference, int decimals) {
    const std::string digits = fixed_text(std::abs(difference), decimals);
    if (digits == fixed_text(0, decimals)) return digits;
    return (difference < 0 ? "\u2212" : "+") + digits;
}

std::string p_value_text(const ScoreDifference& difference) {
    if (!difference.p_value) return "";
    return cat(fixed_text(*difference.p_value, 3), *difference.p_value <= 0.05 ? "&nbsp;\u2605" : "");
}

std::string count_text(std::size_t count, std::size_t whole) {
    const std::string text = with_thousands(static_cast<std::int64_t>(count));
    if (count == 0 || whole == 0) return text;
    const double percent = 100 * static_cast<double>(count) / static_cast<double>(whole);
    return cat(text, " (", fixed_text(percent, 1), "&nbsp;%)");
}

}  // namespace nmt
