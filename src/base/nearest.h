#pragma once
// "Did you mean ...?"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nmt {

/// How many insertions, deletions, substitutions and swaps of neighbouring bytes lead from `a` to `b`; ASCII case
/// counts as equal (Damerau 1964, each place edited once).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name nearest to `name`; the first one of equals. Nothing when even the nearest one differs in more than
/// a third of its letters (but two slips are always forgiven in a name of four letters or more).
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace nmt
