#include "evaluate/text_table.h"

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "evaluate/colour.h"
#include "evaluate/number_column.h"

namespace nmt {
namespace {

constexpr std::size_t kHeaderMargin = 2;  // a column is at least that much wider than its header

using Lines = std::vector<std::string>;

struct SizedColumn {
    std::size_t width = 0;  // of the widest line
    bool is_flush_right = false;
    Lines header = {};
    std::vector<Lines> cells = {};  // [row][line]
};

Lines split_lines(std::string_view text) {
    Lines lines;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

/// Without blanks at both ends.
std::string stripped(const std::string& text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\n\r"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t\n\r") + 1 - begin);
}

std::size_t widest(const Lines& lines) {
    std::size_t width = 0;
    for (const std::string& line : lines) width = std::max(width, visible_width(line));
    return width;
}

bool has_colours(const TableColumn& column) {
    const auto is_coloured = [](const std::string& text) { return without_colours(text) != text; };
    return is_coloured(column.header) || std::ranges::any_of(column.cells, is_coloured);
}

std::vector<SizedColumn> sized_columns(const std::vector<TableColumn>& columns, int decimals) {
    const bool is_coloured = std::ranges::any_of(columns, has_colours);
    std::vector<SizedColumn> sized;
    for (const TableColumn& column : columns) {
        require(column.cells.size() == columns[0].cells.size(), "a table's columns are equally long");
        SizedColumn result{.is_flush_right = sized.empty(), .header = split_lines(column.header)};
        result.width = widest(result.header) + kHeaderMargin;
        for (const std::string& cell : number_column(column.cells, decimals, is_coloured)) {
            result.cells.push_back(split_lines(stripped(cell)));
            result.width = std::max(result.width, widest(result.cells.back()));
        }
        sized.push_back(std::move(result));
    }
    return sized;
}

/// `text` with blanks on one side or, as evenly as they go, on both, and one more on either side.
std::string padded(const std::string& text, const SizedColumn& column) {
    const std::size_t blanks = column.width - visible_width(text);
    const std::size_t left = column.is_flush_right ? blanks : blanks / 2;
    return std::string(left + 1, ' ') + text + std::string(blanks - left + 1, ' ');
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

std::string grid_line(const std::vector<SizedColumn>& columns, std::string_view begin, std::string_view dash,
                      std::string_view cross, std::string_view end) {
    std::string line;
    for (const SizedColumn& column : columns) {
        line += line.empty() ? begin : cross;
        line += repeated(dash, column.width + 2);
    }
    return line.append(end);
}

/// A row of cells, with blank lines below those that have fewer.
template <class CellOf>
std::string grid_row(const std::vector<SizedColumn>& columns, const CellOf& cell_of) {
    std::size_t height = 0;
    for (const SizedColumn& column : columns) height = std::max(height, cell_of(column).size());
    std::string row;
    for (std::size_t i = 0; i < height; ++i) {
        row += i == 0 ? "" : "\n";
        for (const SizedColumn& column : columns) {
            const Lines& lines = cell_of(column);
            row += "│" + padded(i < lines.size() ? lines[i] : "", column);
        }
        row += "│";
    }
    return row;
}

std::string latex_escaped(std::string_view text) {
    std::string escaped;
    for (char c : text) {
        switch (c) {
            case '&':
            case '%':
            case '$':
            case '#':
            case '_':
            case '{':
            case '}':
                escaped += std::string("\\") + c;
                break;
            case '^':
                escaped += "\\^{}";
                break;
            case '~':
                escaped += "\\textasciitilde{}";
                break;
            case '\\':
                escaped += "\\textbackslash{}";
                break;
            case '<':
                escaped += "\\ensuremath{<}";
                break;
            case '>':
                escaped += "\\ensuremath{>}";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

template <class CellOf>
std::string latex_row(const std::vector<SizedColumn>& columns, const CellOf& cell_of) {
    std::string row;
    for (const SizedColumn& column : columns)
        row += (row.empty() ? "" : "&") + latex_escaped(padded(cell_of(column)[0], column));
    return row + "\\\\";
}

std::size_t row_count(const std::vector<SizedColumn>& columns) {
    return columns.empty() ? 0 : columns[0].cells.size();
}

const Lines& header_of(const SizedColumn& column) {
    return column.header;
}

}  // namespace

std::string grid_table(const std::vector<TableColumn>& table, int decimals) {
    const auto columns = sized_columns(table, decimals);
    std::string text = grid_line(columns, "╒", "═", "╤", "╕") + "\n" + grid_row(columns, header_of) + "\n" +
                       grid_line(columns, "╞", "═", "╪", "╡");
    for (std::size_t row = 0; row < row_count(columns); ++row) {
        if (row > 0) text += "\n" + grid_line(columns, "├", "─", "┼", "┤");
        text += "\n" + grid_row(columns, [&](const SizedColumn& column) -> const Lines& { return column.cells[row]; });
    }
    return text + "\n" + grid_line(columns, "╘", "═", "╧", "╛");
}

std::string latex_table(const std::vector<TableColumn>& table, int decimals) {
    const auto columns = sized_columns(table, decimals);
    std::string text = "\\begin{tabular}{";
    for (const SizedColumn& column : columns) text += column.is_flush_right ? 'r' : 'c';
    text += "}\n\\toprule\n" + latex_row(columns, header_of) + "\n\\midrule";
    for (std::size_t row = 0; row < row_count(columns); ++row)
        text += "\n" + latex_row(columns, [&](const SizedColumn& column) -> const Lines& { return column.cells[row]; });
    return text + "\n\\bottomrule\n\\end{tabular}";
}

}  // namespace nmt
