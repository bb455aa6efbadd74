#pragma once
// The scores of many trials, as the NumPy array that sacreBLEU makes of them.

#include <cstddef>
#include <span>
#include <vector>

#include "metrics/numpy_number.h"

namespace nmt {

class ScoreSample {
public:
    explicit ScoreSample(std::size_t trials) : values_(trials), is_float32_(trials) {}

    /// Trials may be set in any order, from several threads.
    void set(std::size_t trial, NumpyNumber score) {
        values_[trial] = score.value();
        is_float32_[trial] = score.is_float32();
    }

    /// [trial]
    std::span<const double> values() const { return values_; }

    /// An array of float32 scalars alone is one of float32; a Python number among them makes it float64.
    bool is_float32() const;

private:
    std::vector<double> values_;
    std::vector<char> is_float32_;
};

/// numpy.mean of a float64 array, or of a float32 array: the sum is taken by halves and eights, each addition rounded
/// to the array's type. Not empty.
double numpy_mean(std::span<const double> values, bool is_float32);

/// statistics.mean: the sum is exact, the quotient is rounded once. The values are finite and >= 0, and not empty.
double exact_mean(std::span<const double> values);

}  // namespace nmt
