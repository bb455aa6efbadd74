#pragma once
// What chrF's n-grams are made of: a segment's characters and words. (word_ids.h makes numbers of words.)

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

}  // namespace nmt
