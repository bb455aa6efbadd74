#include "evaluate/score_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/cat.h"
#include "base/number_text.h"
#include "evaluate/colour.h"

namespace nmt {
namespace {

constexpr std::string_view kMu = "μ = ";
constexpr std::string_view kPlusMinus = " ± ";

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

bool has_interval(const ScoreReport& report) {
    return report.confidence && report.confidence->mean > 0;
}

std::string interval_text(const ScoreReport& report, int decimals) {
    return cat(kMu, fixed_text(report.confidence->mean, decimals), kPlusMinus,
               fixed_text(report.confidence->half_width, decimals));
}

/// Bytes of `(μ = 1.2 ± 3.4)` at the start of `text`; 0 if there is none.
std::size_t interval_bytes(std::string_view text) {
    const std::string_view whole = text;
    const auto skip = [&](std::string_view part) {
        if (!text.starts_with(part)) return false;
        text.remove_prefix(part.size());
        return true;
    };
    const auto skip_number = [&] {
        const std::size_t bytes = std::min(text.find_first_not_of("0123456789."), text.size());
        text.remove_prefix(bytes);
        return bytes > 0;
    };
    const bool is_interval = skip("(") && skip(kMu) && skip_number() && skip(kPlusMinus) && skip_number() && skip(")");
    return is_interval ? whole.size() - text.size() : 0;
}

/// Characters, those of control sequences among them, as Python counts them.
std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string with_coloured_intervals(const std::string& line, const Painter& paint) {
    std::string result;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t bytes = interval_bytes(std::string_view(line).substr(at));
        if (bytes > 0)
            result += paint(line.substr(at, bytes), Colour::cyan);
        else
            result += line[at];
        at += std::max<std::size_t>(bytes, 1);
    }
    return result;
}

}  // namespace

std::string score_text(const ScoreReport& report, int decimals) {
    const std::string score = fixed_text(report.score, decimals);
    return has_interval(report) ? cat(score, " (", interval_text(report, decimals), ")") : score;
}

std::string text_line(const ScoreReport& report, int decimals, bool has_short_signature) {
    return cat(report.name, "|", report.signature.text(has_short_signature), " = ", score_text(report, decimals),
               report.verbose.empty() ? "" : " ", report.verbose);
}

std::string json_text(const ScoreReport& report, int decimals) {
    // Written by hand: the order of the keys and the form of the number are part of the promise.
    std::string text =
        cat("{\n \"name\": ", quoted(report.name), ",\n \"score\": ", shortest_text(rounded(report.score, decimals)),
            ",\n \"signature\": ", quoted(report.signature.text()));
    if (has_interval(report))
        text += cat(",\n \"confidence_mean\": ", shortest_text(rounded(report.confidence->mean, decimals)),
                    ",\n \"confidence_var\": ", shortest_text(rounded(report.confidence->half_width, decimals)),
                    ",\n \"confidence\": ", quoted(interval_text(report, decimals)));
    if (!report.verbose.empty()) text += ",\n \"verbose_score\": " + quoted(report.verbose);
    for (const auto& [key, value] : report.signature.entries()) text += cat(",\n ", quoted(key), ": ", quoted(value));
    return text + "\n}";
}

std::string json_list(const std::vector<std::string>& results) {
    if (results.size() == 1) return results[0] + "\n";
    std::string list;
    for (const std::string& result : results) list += (list.empty() ? "[\n" : ",\n") + result;
    return list + "\n]\n";
}

std::string aligned_lines(std::vector<std::string> lines, bool has_colours) {
    if (lines[0].find("μ") != std::string::npos)
        for (std::string& line : lines) line = with_coloured_intervals(line, Painter(has_colours));
    if (lines.size() == 1) return lines[0] + "\n";
    std::string text;
    std::vector<std::size_t> widths;  // before the equals sign and the blank before it
    for (const std::string& line : lines) {
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos)
            text += line + "\n";
        else
            widths.push_back(code_points(std::string_view(line).substr(0, equals)) - 1);
    }
    // Lines are paired with widths from the first on, as in sacreBLEU, even after one without an equals sign.
    const std::size_t widest = widths.empty() ? 0 : *std::ranges::max_element(widths);
    for (std::size_t i = 0; i < widths.size(); ++i)
        text += std::string(widest - std::min(widths[i], code_points(lines[i])), ' ') + lines[i] + "\n";
    return text;
}

}  // namespace nmt
