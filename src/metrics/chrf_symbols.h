#pragma once
// What chrF's n-grams are made of: a segment's characters and words as numbers.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nmt {

/// Writes the code points of `text` (UTF-8) to `characters` (overwritten), without white space unless
/// `keeps_white_space`.
void chrf_characters(std::string_view text, bool keeps_white_space, std::vector<std::uint32_t>& characters);

/// Writes the words of `text` (UTF-8) to `words` (overwritten; views into `text`): those between white space, and of a
/// word that ends with ASCII punctuation this one character apart, or else, if it begins with some, that one. `(hi)`
/// becomes `(hi` and `)`.
void chrf_words(std::string_view text, std::vector<std::string_view>& words);

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
