#pragma once
// Tables as the Python library tabulate 0.9 and 0.10 draws them for sacreBLEU.

#include <string>
#include <vector>

namespace nmt {

/// Cells are UTF-8 and may hold control sequences for colour, which take no room.
struct TableColumn {
    std::string header;
    std::vector<std::string> cells;  // [row]; as many as in the other columns
};

/// A grid of double and single lines (tabulate's `fancy_grid`): the first column flush right, the others centred; a
/// cell may have several lines. Numbers get `decimals` decimals where a column holds nothing else. No line end behind
/// the last line.
std::string grid_table(const std::vector<TableColumn>& columns, int decimals);

/// The same as a LaTeX tabular for the package booktabs (`latex_booktabs`). Cells have one line.
std::string latex_table(const std::vector<TableColumn>& columns, int decimals);

}  // namespace nmt
