#pragma once
// How often some words stand in a large text: only these are kept, so that memory does not grow with the text.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/word_cutter.h"

namespace nmt {

class WordFrequency {
public:
    WordFrequency();

    /// From now on `word` is counted.
    void add_word(std::string_view word);

    /// Reads `path` (plain or .gz) line by line and adds up the words. Returns the number of lines. Throws UserError
    /// when it cannot be read. `threads` 0: one for each core.
    std::uint64_t count_file(const std::string& path, const WordCutter& cutter, unsigned threads);

    /// 0 for a word that was never added.
    std::uint64_t frequency(std::string_view word) const;

    /// Different words that are counted.
    std::size_t word_count() const { return counts_.size(); }

    /// Of these, the ones that were not met.
    std::size_t unseen_word_count() const;

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::size_t offset = 0;    // into bytes_
        std::uint32_t length = 0;  // bytes; no word is empty: 0 marks a free slot
        std::uint32_t index = 0;   // into counts_
    };

    const Slot& find(std::string_view word, std::uint64_t hash) const;
    void grow();

    std::vector<Slot> slots_;  // open addressing, a power of two, at most half of them taken
    std::string bytes_;        // the words one after another
    std::vector<std::uint64_t> counts_;
};

}  // namespace nmt
