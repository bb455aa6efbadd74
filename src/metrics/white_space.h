#pragma once
// White space as Python's str methods see it: U+0009-000D, 001C-0020, 0085, 00A0, 1680, 2000-200A, 2028, 2029, 202F,
// 205F and 3000. sacreBLEU's tokens depend on this very set.

#include <string_view>
#include <vector>

namespace nmt {

/// `text` (UTF-8) without white space at its end, as str.rstrip().
std::string_view right_strip(std::string_view text);

/// The words between white space, as str.split(): never an empty one. `words` is overwritten; its views point into
/// `text` (UTF-8), which must outlive them.
void split_words(std::string_view text, std::vector<std::string_view>& words);

}  // namespace nmt
