#include "metrics/resampling.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/error.h"

namespace nmt {

BootstrapSamples::BootstrapSamples(const Pcg64& generator, std::size_t segments)
    : generator_(generator), segments_(static_cast<std::uint32_t>(segments)) {
    require(segments > 0 && segments <= std::numeric_limits<std::uint32_t>::max(), "too many segments to resample");
}

void BootstrapSamples::next(std::vector<std::uint32_t>& sample) {
    sample.assign(segments_, 0);
    if (segments_ == 1) return;  // NumPy draws nothing for a choice of one
    Pcg64 generator = generator_;
    std::uint32_t spare = spare_;
    bool has_spare = has_spare_;
    // The low half of a number comes first, the high half next.
    const auto draw = [&]() -> std::uint64_t {
        has_spare = !has_spare;
        if (!has_spare) return spare;
        const std::uint64_t number = generator.next();
        spare = static_cast<std::uint32_t>(number >> 32);
        return static_cast<std::uint32_t>(number);
    };
    // Lemire 2019: the high word of the product, unless the low one is among those that would come too often.
    const std::uint32_t threshold = -segments_ % segments_;
    for (std::uint32_t& segment : sample) {
        std::uint64_t product = draw() * segments_;
        while (static_cast<std::uint32_t>(product) < threshold) product = draw() * segments_;
        segment = static_cast<std::uint32_t>(product >> 32);
    }
    generator_ = generator;
    spare_ = spare;
    has_spare_ = has_spare;
}

void RandomHalves::get(std::size_t trial, std::vector<std::uint32_t>& half) const {
    // One bit for each segment, lowest bit first, without a gap between trials.
    const std::uint64_t first_bit = static_cast<std::uint64_t>(trial) * segments_;
    Pcg64 generator = generator_;
    generator.advance(first_bit / 64);
    half.resize(segments_ + 64);
    std::uint32_t* out = half.data();
    std::uint64_t bits = generator.next() >> (first_bit % 64);
    std::size_t bit_count = 64 - first_bit % 64;
    for (std::size_t begin = 0; begin < segments_;) {
        const std::size_t left = segments_ - begin;
        if (left < bit_count) bits &= (std::uint64_t{1} << left) - 1;
        for (; bits != 0; bits &= bits - 1)
            *out++ = static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(std::countr_zero(bits));
        begin += std::min(left, bit_count);
        bits = generator.next();
        bit_count = 64;
    }
    half.resize(static_cast<std::size_t>(out - half.data()));
}

}  // namespace nmt
