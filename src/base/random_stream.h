#pragma once
// Random numbers as pure functions of (seed, purpose, update, place), so that a training can be resumed, or a batch be
// moved to another process, without storing a generator's state.

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace nmt {

/// What a stream is for; part of its key, so that no two uses ever share numbers.
enum class RandomPurpose : std::uint64_t { init = 1, dropout = 2, epoch_order = 3, sample = 4 };

/// The number that RandomStream(key) gives after `index` others, without those: each is a function of its index alone.
[[gnu::always_inline]] inline std::uint64_t random_at(std::uint64_t key, std::uint64_t index) {
    std::uint64_t z = key + (index + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/// Mixes the key into 64 well-spread bits.
inline std::uint64_t random_key(std::uint64_t seed, RandomPurpose purpose, std::initializer_list<std::uint64_t> place) {
    auto mix = [](std::uint64_t word) { return random_at(word, 0); };
    std::uint64_t key = mix(mix(seed) ^ static_cast<std::uint64_t>(purpose));
    for (std::uint64_t word : place) key = mix(key ^ word);
    return key;
}

/// splitmix64 (Steele, Lea, Flood 2014): small, fast, and the same everywhere, unlike the standard library's
/// distributions.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t key) : key_(key) {}

    std::uint64_t next() { return random_at(key_, drawn_++); }

    /// Uniform in [0, bound), without bias (Lemire 2019). `bound` > 0.
    std::uint64_t below(std::uint64_t bound) {
        __extension__ using Wide = unsigned __int128;
        Wide product = static_cast<Wide>(next()) * bound;
        if (static_cast<std::uint64_t>(product) < bound) {
            const std::uint64_t threshold = -bound % bound;
            while (static_cast<std::uint64_t>(product) < threshold) product = static_cast<Wide>(next()) * bound;
        }
        return static_cast<std::uint64_t>(product >> 64);
    }

    /// Fisher-Yates; the same order everywhere for the same key.
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
    }

private:
    std::uint64_t key_;
    std::uint64_t drawn_ = 0;
};

}  // namespace nmt
