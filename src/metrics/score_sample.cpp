#include "metrics/score_sample.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "base/error.h"

namespace nmt {
namespace {

/// NumPy's pairwise summation: blocks of up to 128 by eight running sums, longer arrays by halves.
template <class Scalar>
Scalar pairwise_sum(std::span<const double> values) {
    constexpr std::size_t block = 128;
    const std::size_t n = values.size();
    const auto at = [&](std::size_t i) { return static_cast<Scalar>(values[i]); };
    if (n > block) {
        const std::size_t half = n / 2 - n / 2 % 8;
        return pairwise_sum<Scalar>(values.first(half)) + pairwise_sum<Scalar>(values.subspan(half));
    }
    if (n < 8) {
        Scalar sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += at(i);
        return sum;
    }
    std::array<Scalar, 8> sums;
    for (std::size_t i = 0; i < 8; ++i) sums[i] = at(i);
    std::size_t i = 8;
    for (; i < n - n % 8; i += 8)
        for (std::size_t j = 0; j < 8; ++j) sums[j] += at(i + j);
    Scalar sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; i < n; ++i) sum += at(i);
    return sum;
}

/// A sum of doubles >= 0 without rounding: a whole number of 2^-1074, the smallest double.
class ExactSum {
public:
    void add(double value) {
        int exponent = 0;
        const double fraction = std::frexp(value, &exponent);  // value = fraction * 2^exponent, fraction < 1
        if (value == 0) return;
        // A subnormal number's last bits below 2^-1074 are zeros.
        const int shift = exponent - 53 + kUnit;
        auto bits = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
        if (shift < 0) bits >>= -shift;
        const std::size_t place = static_cast<std::size_t>(std::max(shift, 0));
        const std::size_t word = place / 32, offset = place % 32;
        const std::uint64_t low = (bits & 0xFFFFFFFF) << offset;
        const std::uint64_t high = (bits >> 32) << offset;
        const std::array<std::uint64_t, 3> parts{low & 0xFFFFFFFF, (low >> 32) + (high & 0xFFFFFFFF), high >> 32};
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < parts.size() || carry > 0; ++i) {
            carry += (i < parts.size() ? parts[i] : 0) + words_[word + i];
            words_[word + i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }

    /// The sum over `count`, rounded to the nearest double, ties to even.
    double divided_by(std::uint32_t count) const {
        std::array<std::uint32_t, kWords> quotient{};
        std::uint64_t rest = 0;
        for (std::size_t i = kWords; i-- > 0;) {
            rest = (rest << 32) | words_[i];
            quotient[i] = static_cast<std::uint32_t>(rest / count);
            rest %= count;
        }
        std::size_t bits = 32 * kWords;  // of the quotient
        while (bits > 0 && !bit(quotient, bits - 1)) --bits;
        const std::size_t dropped = bits > 53 ? bits - 53 : 0;
        std::uint64_t kept = 0;
        for (std::size_t i = bits; i-- > dropped;) kept = kept << 1 | static_cast<std::uint64_t>(bit(quotient, i));
        if (is_rounded_up(quotient, dropped, rest, count, kept & 1)) ++kept;
        return std::ldexp(static_cast<double>(kept), static_cast<int>(dropped) - kUnit);
    }

private:
    static constexpr int kUnit = 1074;
    static constexpr std::size_t kWords = (2 * 1074 + 128) / 32;

    static bool bit(const std::array<std::uint32_t, kWords>& words, std::size_t place) {
        return (words[place / 32] >> (place % 32)) & 1;
    }

    /// Is what is left out more than half of the last bit kept, or half of it and that bit is odd?
    static bool is_rounded_up(const std::array<std::uint32_t, kWords>& quotient, std::size_t dropped,
                              std::uint64_t rest, std::uint32_t count, bool is_odd) {
        if (dropped == 0) return 2 * rest > count || (2 * rest == count && is_odd);
        if (!bit(quotient, dropped - 1)) return false;
        if (rest > 0) return true;
        for (std::size_t i = 0; i + 1 < dropped; ++i)
            if (bit(quotient, i)) return true;
        return is_odd;
    }

    std::array<std::uint32_t, kWords> words_{};  // lowest first
};

}  // namespace

bool ScoreSample::is_float32() const {
    return std::ranges::all_of(is_float32_, [](char is_single) { return is_single != 0; });
}

double numpy_mean(std::span<const double> values, bool is_float32) {
    require(!values.empty(), "the mean of nothing");
    const auto count = static_cast<double>(values.size());
    if (is_float32) return static_cast<float>(static_cast<double>(pairwise_sum<float>(values)) / count);
    return pairwise_sum<double>(values) / count;
}

double exact_mean(std::span<const double> values) {
    require(!values.empty(), "the mean of nothing");
    ExactSum sum;
    for (double value : values) sum.add(value);
    return sum.divided_by(static_cast<std::uint32_t>(values.size()));
}

}  // namespace nmt
