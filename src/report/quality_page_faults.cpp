#include <functional>

#include "base/cat.h"
#include "report/display_text.h"
#include "report/quality_page_parts.h"

namespace nmt {
namespace {

struct FaultRow {
    const char* name;
    const char* meaning;
    std::function<std::size_t(const FaultCounts&)> count;
    bool is_of_words = false;  // else of segments
};

std::vector<FaultRow> fault_rows(bool has_sources) {
    std::vector<FaultRow> rows{
        {"empty", "no output, although there is something to say",
         [](const FaultCounts& faults) { return faults.empty; }},
        {"too short", "less than half of the shortest reference, by 3 words or more",
         [](const FaultCounts& faults) { return faults.under_long; }},
        {"too long", "more than twice the longest reference, by 3 words or more",
         [](const FaultCounts& faults) { return faults.over_long; }},
        {"loops", "the same 1 to 8 words several times in a row, more often than in any reference",
         [](const FaultCounts& faults) { return faults.loops; }},
        {"a word repeated", "some word at least twice, and more often than in any reference",
         [](const FaultCounts& faults) { return faults.repeated[0]; }},
        {"2 words repeated", "the same for two neighbouring words",
         [](const FaultCounts& faults) { return faults.repeated[1]; }},
        {"3 words repeated", "for three; rare in human text",
         [](const FaultCounts& faults) { return faults.repeated[2]; }},
        {"4 words repeated", "for four", [](const FaultCounts& faults) { return faults.repeated[3]; }},
    };
    if (!has_sources) return rows;
    rows.push_back({"source copied", "the output is the source word for word, and no reference is",
                    [](const FaultCounts& faults) { return faults.copied; }});
    rows.push_back({"words copied", "words of the output that stand in the source but in no reference",
                    [](const FaultCounts& faults) { return faults.copied_words; }, true});
    return rows;
}

}  // namespace

std::string fault_section(const QualityAnalysis& analysis) {
    std::string html =
        "<section id=\"faults\">\n<h2>Faults</h2>\n<p>In how many segments the typical faults of neural translation "
        "show, "
        "beside the references. The counts compare systems; one system's repeated single words are mostly harmless, "
        "its "
        "loops and empty outputs are not, and a copied name may be right.</p>\n<div class=\"wide\"><table "
        "class=\"faults\">\n<thead><tr><th>fault</th>";
    for (std::size_t i = 0; i < analysis.systems.size(); ++i) html += cat("<th>", system_label(analysis, i), "</th>");
    html += "<th>what is counted</th></tr></thead>\n<tbody>\n";
    for (const FaultRow& row : fault_rows(analysis.has_sources)) {
        html += cat("<tr><th scope=\"row\">", row.name, "</th>");
        for (const SystemQuality& system : analysis.systems) {
            const std::size_t whole = row.is_of_words ? system.faults.words : analysis.segment_count;
            html += cat("<td>", count_text(row.count(system.faults), whole), "</td>");
        }
        html += cat("<td class=\"meaning\">", row.meaning, "</td></tr>\n");
    }
    html += "</tbody></table></div>\n";
    if (!analysis.has_sources)
        html += "<p class=\"aside\">Copies are counted when the source is given (--source).</p>\n";
    return html + "</section>\n";
}

}  // namespace nmt
