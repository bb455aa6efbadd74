#pragma once
// Which segments a trial takes: bootstrap samples and random halves, equal to those that NumPy draws for sacreBLEU.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/pcg64.h"

namespace nmt {

/// Samples of `segments` segments out of as many, with replacement: the rows of
/// `numpy.random.Generator.choice(segments, size=(trials, segments))`.
class BootstrapSamples {
public:
    /// `segments` below 2^32.
    BootstrapSamples(const Pcg64& generator, std::size_t segments);

    /// The next trial's segments, in the order drawn; `sample` is overwritten. Trials come one after the other.
    void next(std::vector<std::uint32_t>& sample);

private:
    Pcg64 generator_;
    std::uint32_t segments_;
    std::uint32_t spare_ = 0;  // the high half of the generator's last number
    bool has_spare_ = false;
};

/// Random halves: the true places in the rows of `Generator.integers(2, size=(trials, segments), dtype=bool)`.
class RandomHalves {
public:
    RandomHalves(const Pcg64& generator, std::size_t segments) : generator_(generator), segments_(segments) {}

    /// The segments of trial number `trial`, ascending; `half` is overwritten. Any trial, from any thread.
    void get(std::size_t trial, std::vector<std::uint32_t>& half) const;

private:
    Pcg64 generator_;
    std::size_t segments_;
};

}  // namespace nmt
