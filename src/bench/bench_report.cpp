#include "bench/bench_report.h"

#include <cmath>
#include <fstream>

#include "base/cat.h"
#include "base/error.h"
#include "base/number_text.h"

namespace nmt {
namespace {

/// Four significant digits, large numbers in full.
std::string figure_text(double value) {
    if (value == 0) return "0";
    const int digits = std::max(0, 3 - static_cast<int>(std::floor(std::log10(std::abs(value)))));
    return fixed_text(value, digits);
}

void append(std::string& text, const BenchReport& report, const BenchReport* against, int depth) {
    for (const auto& [key, value] : report.items()) {
        const BenchReport* other =
            against && against->is_object() && against->contains(key) ? &(*against)[key] : nullptr;
        const std::string label(static_cast<std::size_t>(2 * depth), ' ');
        if (value.is_object()) {
            text += cat(label, key, "\n");
            append(text, value, other, depth + 1);
            continue;
        }
        std::string line = label + key;
        line.resize(std::max<std::size_t>(line.size() + 1, 36), ' ');
        line += value.is_number()   ? figure_text(value.get<double>())
                : value.is_string() ? value.get<std::string>()
                                    : value.dump();
        if (value.is_number() && other && other->is_number() && other->get<double>() != 0) {
            line.resize(std::max<std::size_t>(line.size() + 1, 50), ' ');
            line += cat("x ", fixed_text(value.get<double>() / other->get<double>(), 3));
        }
        text += line + "\n";
    }
}

}  // namespace

std::string bench_text(const BenchReport& report, const BenchReport* against) {
    std::string text;
    append(text, report, against, 0);
    return text;
}

BenchReport read_bench_report(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw UserError(cat(path, ": cannot be read"));
    auto report = BenchReport::parse(file, nullptr, /*allow_exceptions=*/false);
    if (!report.is_object() || !report.contains("nmt-bench"))
        throw UserError(cat(path, ": holds no report of nmt-bench"));
    return report;
}

}  // namespace nmt
