#include "metrics/ngram_overlap.h"

#include <algorithm>
#include <bit>

namespace nmt {
namespace {

constexpr std::uint64_t kNoParent = 1;

std::uint64_t slot_key(std::uint64_t parent, std::uint32_t symbol) {
    return (parent << 32) | symbol;
}

std::uint64_t parent_of_longer(std::size_t slot) {
    return slot + 2;
}

}  // namespace

std::size_t NgramOverlap::find(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * 0x9E3779B97F4A7C15ULL) >> hash_shift_;
    while (slots_[at].key != key && slots_[at].key != 0) at = (at + 1) & mask;
    return at;
}

void NgramOverlap::set_hypothesis(std::span<const std::uint32_t> symbols) {
    const std::size_t most_entries = std::min(max_order_, symbols.size()) * symbols.size();
    const std::size_t slot_count = std::bit_ceil(most_entries + most_entries / 3 + 2);
    slots_.assign(slot_count, {});
    hash_shift_ = std::countl_zero(slot_count) + 1;
    has_ref_counts_ = false;
    for (std::size_t start = 0; start < symbols.size(); ++start) {
        std::uint64_t parent = kNoParent;
        const std::size_t end = std::min(start + max_order_, symbols.size());
        for (std::size_t last = start; last < end; ++last) {
            const std::uint64_t key = slot_key(parent, symbols[last]);
            const std::size_t at = find(key);
            slots_[at].key = key;
            ++slots_[at].hyp_count;
            parent = parent_of_longer(at);
        }
    }
}

void NgramOverlap::count_matches(std::span<const std::uint32_t> reference, std::span<std::int64_t> matches) {
    std::fill(matches.begin(), matches.end(), 0);
    if (slots_.empty()) return;
    if (has_ref_counts_)
        for (Slot& slot : slots_) slot.ref_count = 0;
    has_ref_counts_ = true;
    for (std::size_t start = 0; start < reference.size(); ++start) {
        std::uint64_t parent = kNoParent;
        const std::size_t end = std::min(start + max_order_, reference.size());
        for (std::size_t last = start; last < end; ++last) {
            const std::size_t at = find(slot_key(parent, reference[last]));
            Slot& slot = slots_[at];
            if (slot.key == 0) break;  // no longer n-gram of the hypothesis begins like this
            if (slot.ref_count++ < slot.hyp_count) ++matches[last - start];
            parent = parent_of_longer(at);
        }
    }
}

}  // namespace nmt
