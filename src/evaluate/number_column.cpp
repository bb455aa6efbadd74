#include "evaluate/number_column.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/number_text.h"
#include "evaluate/colour.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view stripped(std::string_view text) {
    std::vector<std::string_view> words;
    split_words(text, words);
    if (words.empty()) return {};
    return {words.front().data(),
            static_cast<std::size_t>(words.back().data() + words.back().size() - words.front().data())};
}

/// Without the underscores, each of which must stand between two digits; none otherwise.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            plain += text[i];
        } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
            return std::nullopt;
        }
    }
    return plain;
}

/// 1,234 or +1,234.5: groups of three digits.
bool has_thousands_separators(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    const auto digits_at = [&](std::size_t at) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        return end - at;
    };
    std::size_t at = digits_at(0);
    if (at == 0 || at > 3) return false;
    while (at < text.size() && text[at] == ',') {
        if (digits_at(at + 1) != 3) return false;
        at += 4;
    }
    if (at < text.size() && text[at] == '.') at += 1 + digits_at(at + 1);
    return at == text.size();
}

enum class CellType { empty, truth, whole, real, text };  // from the least general to the most

CellType type_of(const std::string& cell) {
    const std::string plain = without_colours(cell);
    if (plain.empty()) return CellType::empty;
    if (plain == "True" || plain == "False") return CellType::truth;
    const bool has_separators = has_thousands_separators(plain);
    if (is_python_int(plain) || (has_separators && plain.find('.') == std::string::npos)) return CellType::whole;
    if (has_separators) return CellType::real;
    const auto value = python_float(plain);
    if (!value) return CellType::text;
    if (std::isfinite(*value)) return CellType::real;
    std::string lower = plain;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower == "inf" || lower == "-inf" || lower == "nan" ? CellType::real : CellType::text;
}

}  // namespace

std::optional<double> python_float(std::string_view text) {
    const auto plain = without_underscores(stripped(text));
    if (!plain || plain->empty() || plain->find('(') != std::string::npos) return std::nullopt;
    const char* begin = plain->data() + (plain->starts_with('+') ? 1 : 0);
    const char* end = plain->data() + plain->size();
    if (begin == end || (begin != plain->data() && *begin == '-')) return std::nullopt;
    double value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

bool is_python_int(std::string_view text) {
    const auto plain = without_underscores(stripped(text));
    if (!plain) return false;
    const std::size_t sign = plain->starts_with('+') || plain->starts_with('-') ? 1 : 0;
    return plain->size() > sign &&
           std::all_of(plain->begin() + static_cast<std::ptrdiff_t>(sign), plain->end(), is_digit);
}

std::vector<std::string> number_column(std::span<const std::string> cells, int decimals, bool has_colours) {
    CellType type = CellType::truth;
    for (const std::string& cell : cells) type = std::max(type, type_of(cell));
    std::vector<std::string> column(cells.begin(), cells.end());
    if (type != CellType::real) return column;
    for (std::string& cell : column) {
        const std::string plain = without_colours(cell);
        std::string number = plain;
        if (!has_colours) std::erase(number, ',');
        const auto value = python_float(number);
        if (value) cell.replace(cell.find(plain), plain.size(), fixed_text(*value, decimals));
    }
    return column;
}

}  // namespace nmt
