#include "metrics/word_frequency.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "base/parallel.h"
#include "text/line_reader.h"

namespace nmt {
namespace {

// Long enough that a range's own counters, one for each word, are soon paid for.
constexpr std::size_t lines_in_range = 16384;

std::uint64_t hash_of(std::string_view word) {
    return std::hash<std::string_view>{}(word);
}

}  // namespace

WordFrequency::WordFrequency() : slots_(1024) {}

const WordFrequency::Slot& WordFrequency::find(std::string_view word, std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].length != 0) {
        const Slot& slot = slots_[at];
        if (slot.hash == hash && std::string_view(bytes_).substr(slot.offset, slot.length) == word) break;
        at = (at + 1) & mask;
    }
    return slots_[at];
}

void WordFrequency::grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.length == 0) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].length != 0) at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

void WordFrequency::add_word(std::string_view word) {
    require(!word.empty(), "a word has at least one byte");
    const std::uint64_t hash = hash_of(word);
    if (find(word, hash).length != 0) return;
    if (2 * (counts_.size() + 1) > slots_.size()) grow();
    const Slot& free_slot = find(word, hash);
    slots_[static_cast<std::size_t>(&free_slot - slots_.data())] = {
        hash, bytes_.size(), static_cast<std::uint32_t>(word.size()), static_cast<std::uint32_t>(counts_.size())};
    bytes_ += word;
    counts_.push_back(0);
}

std::uint64_t WordFrequency::count_file(const std::string& path, const WordCutter& cutter, unsigned threads) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    LineReader reader(path);
    std::vector<std::string> batch(threads * lines_in_range);
    std::mutex counts_mutex;
    std::size_t line_count = 0;
    do {
        line_count = 0;
        while (line_count < batch.size() && reader.next(batch[line_count])) ++line_count;
        for_each_range(line_count, lines_in_range, threads, [&](std::size_t begin, std::size_t end) {
            CutText cut;
            std::vector<std::uint64_t> counts(counts_.size());
            for (std::size_t line = begin; line < end; ++line) {
                cutter.cut(batch[line], cut);
                for (std::string_view word : cut.words) {
                    const Slot& slot = find(word, hash_of(word));
                    if (slot.length != 0) ++counts[slot.index];
                }
            }
            const std::lock_guard lock(counts_mutex);
            for (std::size_t i = 0; i < counts.size(); ++i) counts_[i] += counts[i];
        });
    } while (line_count == batch.size());
    return reader.line_number();
}

std::uint64_t WordFrequency::frequency(std::string_view word) const {
    const Slot& slot = find(word, hash_of(word));
    return slot.length == 0 ? 0 : counts_[slot.index];
}

std::size_t WordFrequency::unseen_word_count() const {
    return static_cast<std::size_t>(std::count(counts_.begin(), counts_.end(), 0U));
}

}  // namespace nmt
