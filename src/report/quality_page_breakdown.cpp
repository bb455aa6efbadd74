#include <algorithm>

#include "base/cat.h"
#include "base/number_text.h"
#include "report/bar_chart.h"
#include "report/display_text.h"
#include "report/quality_page_parts.h"

namespace nmt {
namespace {

std::string plain_count(std::size_t count) {
    return with_thousands(static_cast<std::int64_t>(count));
}

/// What the section shows and what may be concluded from it.
std::string explanation(const QualityAnalysis& analysis, BreakdownKind kind) {
    const std::string score = analysis.is_higher_better ? "score" : "score (lower is better)";
    switch (kind) {
        case BreakdownKind::source_length:
            return cat("The ", score,
                       " of the segments whose source has so many words. A decoder with one fixed context "
                       "tends to lose long sentences, one with attention should not: look whether the bars ",
                       analysis.is_higher_better ? "fall" : "rise",
                       " to the "
                       "right. Long sentences also differ in kind from short ones, so a slope alone is no proof.");
        case BreakdownKind::reference_length:
            return cat(
                "The ", score, " of the segments whose reference has so many words",
                analysis.reference_count > 1 ? " (the mean of the references)" : "",
                ". It needs no source and should tell the same story; where it does not, the two languages differ "
                "in length.");
        case BreakdownKind::length_ratio:
            return cat(
                "The ", score, " of the segments whose output is so many times as long as the reference",
                analysis.reference_count > 1 ? " closest in length" : "",
                ". A sound system has most segments near 1; many on the left mean that something is left out, many "
                "on the right that words are repeated or invented. Each system has its own segments in a bar here, "
                "so bars are not compared by p.");
        case BreakdownKind::rarest_word:
            break;
    }
    std::string text = cat("The ", score,
                           " of the segments whose rarest reference word stands so often in the training "
                           "text. ",
                           analysis.is_higher_better ? "Low" : "High",
                           " bars on the left say that the system needs more data or smaller units. Numbers and "
                           "names are words too, and long sentences more often hold a rare word.");
    if (analysis.train_text) {
        const TrainingText& train = *analysis.train_text;
        text += cat(" Of the references' ", plain_count(train.reference_words), " different words, ",
                    plain_count(train.unseen_reference_words), " are not in the training text of ",
                    with_thousands(static_cast<std::int64_t>(train.lines)), " lines.");
    }
    return text;
}

std::string axis_name(BreakdownKind kind) {
    switch (kind) {
        case BreakdownKind::source_length:
            return "words in the source";
        case BreakdownKind::reference_length:
            return "words in the reference";
        case BreakdownKind::length_ratio:
            return "length of the output / length of the reference";
        case BreakdownKind::rarest_word:
            break;
    }
    return "how often the rarest reference word stands in the training text";
}

bool has_same_segments(BreakdownKind kind) {
    return kind != BreakdownKind::length_ratio;
}

/// "n = 120", or one number for each system where they differ.
std::string segments_note(const QualityBucket& bucket, BreakdownKind kind) {
    std::string note = cat("n = ", plain_count(bucket.systems[0].segments));
    if (has_same_segments(kind)) return note;
    for (std::size_t i = 1; i < bucket.systems.size(); ++i) note += cat(" / ", plain_count(bucket.systems[i].segments));
    return note;
}

std::string score_chart(const QualityAnalysis& analysis, const QualityBreakdown& breakdown) {
    BarChart chart{
        .description = cat(analysis.metric, " by ", axis_name(breakdown.kind), "; the table has the numbers"),
        .value_name = analysis.metric,
        .group_name = axis_name(breakdown.kind),
        .first_colour = system_colour(analysis, 0)};
    for (const QualityBucket& bucket : breakdown.buckets) {
        ChartGroup group{bucket.label, segments_note(bucket, breakdown.kind), {}};
        for (std::size_t i = 0; i < bucket.systems.size(); ++i) {
            const BucketScore& system = bucket.systems[i];
            ChartBar bar{.value = system.score, .is_faint = system.segments < analysis.small_bucket_segments};
            if (system.score)
                bar.title = cat(analysis.systems[i].name, ", ", bucket.label, ": ", fixed_text(*system.score, 2), ", ",
                                plain_count(system.segments), " segments");
            group.bars.push_back(std::move(bar));
        }
        chart.groups.push_back(std::move(group));
    }
    return bar_chart_svg(chart);
}

std::string difference_chart(const QualityAnalysis& analysis, const QualityBreakdown& breakdown) {
    BarChart chart{.description = cat("Difference to the baseline by ", axis_name(breakdown.kind)),
                   .value_name = cat(analysis.metric, ", difference to the baseline",
                                     analysis.is_higher_better ? "" : " (below 0 is better)"),
                   .group_name = axis_name(breakdown.kind),
                   .first_colour = 1};
    for (const QualityBucket& bucket : breakdown.buckets) {
        ChartGroup group{bucket.label, segments_note(bucket, breakdown.kind), {}};
        for (std::size_t i = 0; i < bucket.differences.size(); ++i) {
            ChartBar bar{.is_faint = bucket.is_small};
            if (const auto& difference = bucket.differences[i]) {
                bar.value = difference->difference;
                bar.is_hollow = analysis.bootstrap_trials > 0 && !(difference->p_value && *difference->p_value <= 0.05);
                bar.title =
                    cat(analysis.systems[i + 1].name, ", ", bucket.label, ": ", signed_text(difference->difference, 2),
                        difference->p_value ? cat(", p = ", fixed_text(*difference->p_value, 3)) : "");
            }
            group.bars.push_back(std::move(bar));
        }
        chart.groups.push_back(std::move(group));
    }
    return cat(
        "<h3>Difference to the baseline</h3>\n<p>The same segments, system minus baseline. Filled bars have p \u2264 "
        "0.05, outlines do not. Each bar is a test of its own: of twenty equal pairs, one is filled by chance.</p>\n",
        bar_chart_svg(chart));
}

std::string table_head(const QualityAnalysis& analysis, const QualityBreakdown& breakdown) {
    const bool is_shared = has_same_segments(breakdown.kind);
    std::string html = cat("<thead><tr><th>", axis_name(breakdown.kind), "</th>");
    if (is_shared) html += "<th>segments</th>";
    for (std::size_t i = 0; i < analysis.systems.size(); ++i) {
        if (!is_shared) html += "<th>segments</th>";
        html += cat("<th>", system_label(analysis, i), "</th>");
        if (is_shared && i > 0) html += "<th>difference</th><th>p</th>";
    }
    return html + "</tr></thead>\n";
}

std::string table_row(const QualityAnalysis& analysis, const QualityBucket& bucket, bool is_shared) {
    std::string html = cat("<tr", bucket.is_small ? " class=\"faint\"" : "", "><th scope=\"row\">",
                           html_escaped(bucket.label), "</th>");
    const auto segments = [&](std::size_t system) {
        return cat("<td>", count_text(bucket.systems[system].segments, analysis.segment_count), "</td>");
    };
    if (is_shared) html += segments(0);
    for (std::size_t i = 0; i < bucket.systems.size(); ++i) {
        if (!is_shared) html += segments(i);
        const auto& score = bucket.systems[i].score;
        html += cat("<td>", score ? fixed_text(*score, 2) : "", "</td>");
        if (!is_shared || i == 0) continue;
        const auto& difference = bucket.differences[i - 1];
        html += cat("<td>", difference ? signed_text(difference->difference, 2) : "", "</td><td>",
                    difference ? p_value_text(*difference) : "", "</td>");
    }
    return html + "</tr>\n";
}

}  // namespace

std::string breakdown_anchor(BreakdownKind kind) {
    std::string anchor = name_of(kind);
    std::ranges::replace(anchor, '_', '-');
    return anchor;
}

std::string breakdown_title(BreakdownKind kind) {
    switch (kind) {
        case BreakdownKind::source_length:
            return "Source length";
        case BreakdownKind::reference_length:
            return "Reference length";
        case BreakdownKind::length_ratio:
            return "Length ratio";
        case BreakdownKind::rarest_word:
            break;
    }
    return "Rarest word";
}

std::string breakdown_section(const QualityAnalysis& analysis, const QualityBreakdown& breakdown) {
    std::string html =
        cat("<section id=\"", breakdown_anchor(breakdown.kind), "\">\n<h2>", breakdown_title(breakdown.kind),
            "</h2>\n<p>", explanation(analysis, breakdown.kind), "</p>\n<p class=\"legend\">");
    for (std::size_t i = 0; i < analysis.systems.size(); ++i) html += system_label(analysis, i);
    html += cat("<span class=\"faint\">pale: fewer than ", analysis.small_bucket_segments,
                " segments, too few to conclude anything</span></p>\n<div class=\"wide\">",
                score_chart(analysis, breakdown), "</div>\n");
    const bool is_shared = has_same_segments(breakdown.kind);
    if (is_shared && analysis.systems.size() > 1)
        html += cat("<div class=\"wide\">", difference_chart(analysis, breakdown), "</div>\n");
    html += cat("<details><summary>The numbers</summary>\n<div class=\"wide\"><table>\n",
                table_head(analysis, breakdown), "<tbody>\n");
    for (const QualityBucket& bucket : breakdown.buckets) html += table_row(analysis, bucket, is_shared);
    return html + "</tbody></table></div></details>\n</section>\n";
}

}  // namespace nmt
