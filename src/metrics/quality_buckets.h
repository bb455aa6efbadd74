#pragma once
// The buckets of a quality breakdown: which values fall together, and what they are called.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "metrics/quality_analysis.h"

namespace nmt {

/// The values v with least <= v < below; NaN in both: the segments without a value.
struct BucketLimits {
    std::string label;
    double least = 0, below = 0;
};

/// The buckets of `kind`, in order; they cover all values from 0. The last is the one for NaN.
std::vector<BucketLimits> bucket_limits(BreakdownKind kind);

/// The bucket that `value` (>= 0 or NaN) falls into.
std::size_t bucket_of(std::span<const BucketLimits> buckets, double value);

}  // namespace nmt
