#include "metrics/pcg64.h"

#include <array>
#include <cstddef>

#include "base/error.h"

namespace nmt {
namespace {

constexpr std::uint32_t kShift = 16;

/// numpy.random.SeedSequence: a pool of four words that every word of the seed has changed.
class SeedSequence {
public:
    explicit SeedSequence(std::span<const std::uint32_t> seed_words) {
        for (std::size_t i = 0; i < kPoolSize; ++i) pool_[i] = hash(i < seed_words.size() ? seed_words[i] : 0);
        for (std::size_t from = 0; from < kPoolSize; ++from)
            for (std::size_t to = 0; to < kPoolSize; ++to)
                if (from != to) pool_[to] = mix(pool_[to], hash(pool_[from]));
        for (std::size_t from = kPoolSize; from < seed_words.size(); ++from)
            for (std::uint32_t& word : pool_) word = mix(word, hash(seed_words[from]));
    }

    /// generate_state(4, uint64).
    std::array<std::uint64_t, 4> state() const {
        std::array<std::uint64_t, 4> state{};
        std::uint32_t factor = 0x8B51F9DD;
        for (std::size_t i = 0; i < 2 * state.size(); ++i) {
            std::uint32_t word = pool_[i % kPoolSize] ^ factor;
            factor *= 0x58F38DED;
            word *= factor;
            word ^= word >> kShift;
            state[i / 2] |= static_cast<std::uint64_t>(word) << (32 * (i % 2));
        }
        return state;
    }

private:
    static constexpr std::size_t kPoolSize = 4;

    std::uint32_t hash(std::uint32_t word) {
        word ^= factor_;
        factor_ *= 0x931E8875;
        word *= factor_;
        return word ^ (word >> kShift);
    }

    static std::uint32_t mix(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t mixed = 0xCA01F9DD * a - 0x4973F715 * b;
        return mixed ^ (mixed >> kShift);
    }

    std::uint32_t factor_ = 0x43B0D7E5;
    std::array<std::uint32_t, kPoolSize> pool_{};
};

}  // namespace

Pcg64::Pcg64(std::span<const std::uint32_t> seed_words) {
    require(!seed_words.empty(), "a seed has a word");
    const auto words = SeedSequence(seed_words).state();
    increment_ = (((static_cast<Wide>(words[2]) << 64) | words[3]) << 1) | 1;
    step();
    state_ += (static_cast<Wide>(words[0]) << 64) | words[1];
    step();
}

void Pcg64::advance(std::uint64_t count) {
    // n steps are one step with other constants; those for 1, 2, 4, ... steps are put together (Brown 1994).
    Wide multiplier = kMultiplier, increment = increment_;
    Wide all_multiplier = 1, all_increment = 0;
    for (; count > 0; count >>= 1) {
        if (count & 1) {
            all_multiplier *= multiplier;
            all_increment = all_increment * multiplier + increment;
        }
        increment *= multiplier + 1;
        multiplier *= multiplier;
    }
    state_ = state_ * all_multiplier + all_increment;
}

}  // namespace nmt
