#pragma once
// NumPy's default generator, number for number: PCG64 (O'Neill 2014: the 128-bit congruential generator with XSL-RR
// output), seeded by NumPy's SeedSequence. sacreBLEU's resampling rests on it.

#include <cstdint>
#include <span>

namespace nmt {

class Pcg64 {
public:
    /// As numpy.random.default_rng(seed): the seed's 32-bit words, lowest first; 0 is one word of 0.
    explicit Pcg64(std::span<const std::uint32_t> seed_words);

    std::uint64_t next() {
        step();
        const auto high = static_cast<std::uint64_t>(state_ >> 64);
        const std::uint64_t folded = high ^ static_cast<std::uint64_t>(state_);
        const unsigned turn = static_cast<unsigned>(high >> 58);
        return (folded >> turn) | (folded << (-turn & 63));
    }

    /// Leaves out `count` numbers, in time that grows with the logarithm of `count`.
    void advance(std::uint64_t count);

private:
    __extension__ using Wide = unsigned __int128;

    void step() { state_ = state_ * kMultiplier + increment_; }

    static constexpr Wide kMultiplier = (static_cast<Wide>(0x2360ED051FC65DA4ULL) << 64) | 0x4385DF649FCCF645ULL;
    Wide state_ = 0;
    Wide increment_ = 0;
};

}  // namespace nmt
