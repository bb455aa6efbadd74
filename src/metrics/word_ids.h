#pragma once
// Words as numbers, so that comparing two of them costs nothing.

#include <cstdint>
#include <string_view>
#include <vector>

namespace nmt {

/// Numbers for the words of one segment, equal for equal words. Its memory is reused: make one for each thread.
class WordIds {
public:
    /// Starts a segment that knows just `words`, and writes their ids, from 1, to `ids` (overwritten). The bytes behind
    /// `words` must live until the next call.
    void set_words(const std::vector<std::string_view>& words, std::vector<std::uint32_t>& ids);

    /// Writes the ids of `words` to `ids` (overwritten): 0 for each unknown word.
    void look_up(const std::vector<std::string_view>& words, std::vector<std::uint32_t>& ids);

private:
    struct Slot {
        std::string_view word;
        std::uint32_t id = 0;  // 0: the slot is free
    };

    Slot& slot_of(std::string_view word);

    std::vector<Slot> slots_;  // open addressing, a power of two of slots, at most half of them taken
};

}  // namespace nmt
