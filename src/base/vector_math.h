#pragma once
// exp, tanh and the logistic function in plain arithmetic, so that a compiler turns a loop over them into vector
// instructions. A number's last bits may depend on its place in the loop: GCC does a remainder of eight without the
// fused multiplications of the rest. So where rows must not notice one another a loop runs within one row, over a size
// that the row alone decides. Float only: double goes the library's way.

#include <bit>
#include <cstdint>

// One version of a function for each set of vector instructions; the loader picks the right one. (By instructions, not
// by "arch=": that asks for the processor's very name.)
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define NMT_FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NMT_FOR_EACH_PROCESSOR
#endif

namespace nmt {

/// The bounds of x in vector_exp: -87 and 88. Their values stand elsewhere because GCC, where it sees them, works out
/// e^-87 and e^88 beforehand and puts a choice between three results in place of a minimum and a maximum: loops over
/// vector_exp then take half as long again. (Optimization across files would undo it.)
extern const float kLeastExponent, kGreatestExponent;

/// e^x with a relative error below 2e-7. x is held within its bounds; not-a-number stays what it is.
[[gnu::always_inline]] inline float vector_exp(float x) {
    x = x < kLeastExponent ? kLeastExponent : x;
    x = x > kGreatestExponent ? kGreatestExponent : x;
    // x = n ln 2 + r, |r| <= ln 2 / 2. Adding 1.5 * 2^23 rounds to a whole number; ln 2 in two parts keeps r exact.
    constexpr float kRounder = 12582912.0F;
    const float shifted = x * 1.44269504088896341F + kRounder;
    const float n = shifted - kRounder;
    const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
    // e^r - 1 - r over r^2: the minimax polynomial of the Cephes library (Moshier 1989).
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    // The low bits of `shifted` hold n; moved to the exponent's place they make 2^n.
    const std::int32_t whole = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRounder);
    const float power = std::bit_cast<float>((whole + 127) << 23);
    return (p * r * r + r + 1.0F) * power;
}

/// A bf16 number as it lies in memory: the upper half of a float.
using Bf16Bits = std::uint16_t;

[[gnu::always_inline]] inline float from_bf16(Bf16Bits x) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(x) << 16);
}

/// Rounds to the nearest bf16 number, ties to even. x is a number.
[[gnu::always_inline]] inline Bf16Bits to_bf16(float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    return static_cast<Bf16Bits>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

/// Absolute error below 2e-7.
[[gnu::always_inline]] inline float vector_tanh(float x) {
    return 1.0F - 2.0F / (vector_exp(2.0F * x) + 1.0F);
}

/// 1 / (1 + e^-x), absolute error below 2e-7.
[[gnu::always_inline]] inline float vector_logistic(float x) {
    return 1.0F / (1.0F + vector_exp(-x));
}

}  // namespace nmt
