#pragma once

#include <string>
#include <string_view>

namespace nmt {

/// `text` (UTF-8) in lower case as Python's str.lower() gives it: Unicode's full mapping (U+0130 becomes two
/// characters) with the rule of the final sigma, and no language's own rules.
std::string lower_case(std::string_view text);

}  // namespace nmt
