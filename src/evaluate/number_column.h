#pragma once
// Which cells of a table are numbers: those that Python's int() and float() would read.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nmt {

/// What float() makes of `text`; none where it fails, or where a number is too large or too small for a double.
std::optional<double> python_float(std::string_view text);

/// True if int() reads `text`.
bool is_python_int(std::string_view text);

/// The cells of one column as the library tabulate writes them: where all are numbers, and one of them is no whole
/// number, all get `decimals` decimals. Numbers such as 1,000 are left alone if the table `has_colours` anywhere.
std::vector<std::string> number_column(std::span<const std::string> cells, int decimals, bool has_colours);

}  // namespace nmt
