#include "metrics/score_report.h"

#include <nlohmann/json.hpp>

#include "base/cat.h"
#include "base/number_text.h"

namespace nmt {
namespace {

std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump();
}

}  // namespace

std::string text_line(const ScoreReport& report, int decimals) {
    return cat(report.name, "|", report.signature.text(), " = ", fixed_text(report.score, decimals),
               report.verbose.empty() ? "" : " ", report.verbose);
}

std::string json_text(const ScoreReport& report, int decimals) {
    // Written by hand: the order of the keys and the form of the number are part of the promise.
    std::string text =
        cat("{\n \"name\": ", quoted(report.name), ",\n \"score\": ", shortest_text(rounded(report.score, decimals)),
            ",\n \"signature\": ", quoted(report.signature.text()));
    if (!report.verbose.empty()) text += ",\n \"verbose_score\": " + quoted(report.verbose);
    for (const auto& [key, value] : report.signature.entries()) text += cat(",\n ", quoted(key), ": ", quoted(value));
    return text + "\n}";
}

}  // namespace nmt
