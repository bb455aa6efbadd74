#include "base/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include "base/error.h"

namespace nmt {

std::string fixed_text(double value, int decimals) {
    if (std::isnan(value)) return "nan";
    std::string text(static_cast<std::size_t>(decimals) + 330, '\0');  // 309 digits, sign, point
    const auto [end, error] =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    require(error == std::errc(), "fixed_text: the number does not fit");
    text.resize(static_cast<std::size_t>(end - text.data()));
    return text;
}

std::string shortest_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    std::array<char, 40> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    require(error == std::errc(), "shortest_text: the number does not fit");
    // [-]d[.ddd]e[+-]xx; Python writes it without an exponent from 1e-4 to below 1e16.
    const std::string scientific(buffer.data(), end);
    const std::size_t e = scientific.find('e');
    const int exponent = std::atoi(scientific.c_str() + e + 1);
    if (exponent < -4 || exponent >= 16) return scientific;
    const std::string sign = scientific[0] == '-' ? "-" : "";
    std::string digits;
    for (char c : scientific.substr(0, e))
        if (c >= '0' && c <= '9') digits += c;
    if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const std::size_t whole_digits = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole_digits) return sign + digits + std::string(whole_digits - digits.size(), '0') + ".0";
    return sign + digits.substr(0, whole_digits) + "." + digits.substr(whole_digits);
}

double rounded(double value, int decimals) {
    const std::string text = fixed_text(value, decimals);
    double result = value;  // stays for nan and infinities
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

}  // namespace nmt
