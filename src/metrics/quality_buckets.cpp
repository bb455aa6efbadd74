#include "metrics/quality_buckets.h"

#include <cmath>
#include <limits>

#include "base/error.h"

namespace nmt {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// Steps of ten words, as the figures of Bahdanau 2015 and Cho 2014b read.
std::vector<BucketLimits> length_limits() {
    return {{"0", 0, 1},       {"1–10", 1, 11},   {"11–20", 11, 21}, {"21–30", 21, 31},
            {"31–40", 31, 41}, {"41–50", 41, 51}, {"51–60", 51, 61}, {"61+", 61, infinity}};
}

std::vector<BucketLimits> ratio_limits() {
    return {{"under 0.5", 0, 0.5},     {"0.5–0.8", 0.5, 0.8}, {"0.8–0.95", 0.8, 0.95},    {"0.95–1.05", 0.95, 1.05},
            {"1.05–1.25", 1.05, 1.25}, {"1.25–2", 1.25, 2},   {"2 and more", 2, infinity}};
}

std::vector<BucketLimits> frequency_limits() {
    return {{"never", 0, 1},
            {"once", 1, 2},
            {"2–9", 2, 10},
            {"10–99", 10, 100},
            {"100–999", 100, 1000},
            {"1,000–9,999", 1000, 10000},
            {"10,000+", 10000, infinity}};
}

}  // namespace

std::vector<BucketLimits> bucket_limits(BreakdownKind kind) {
    std::vector<BucketLimits> limits;
    switch (kind) {
        case BreakdownKind::source_length:
        case BreakdownKind::reference_length:
            limits = length_limits();
            break;
        case BreakdownKind::length_ratio:
            limits = ratio_limits();
            break;
        case BreakdownKind::rarest_word:
            limits = frequency_limits();
            break;
    }
    limits.push_back({"no words", no_value, no_value});
    return limits;
}

std::size_t bucket_of(std::span<const BucketLimits> buckets, double value) {
    for (std::size_t i = 0; i + 1 < buckets.size(); ++i)
        if (value < buckets[i].below) return i;
    require(std::isnan(value), "a value has a bucket");
    return buckets.size() - 1;
}

}  // namespace nmt
