#include "report/display_text.h"

#include <cmath>
#include <cstdio>

#include "base/utf8.h"

namespace nmt {
namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string with_thousands(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t first_digit = number < 0 ? 1 : 0;
    for (std::size_t at = text.size(); at > first_digit + 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string clock_text(double seconds) {
    // Above 10^12 seconds there is no meaning in it, and the cast must not overflow.
    if (!(seconds >= 0 && seconds < 1e12)) return "?";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    const std::int64_t hours = whole / 3600, minutes = whole / 60 % 60;
    const std::string head = hours > 0 ? std::to_string(hours) + ":" + two_digits(minutes) : std::to_string(minutes);
    return head + ":" + two_digits(whole % 60);
}

std::string significant_text(double number, int digits) {
    const int length = std::snprintf(nullptr, 0, "%.*g", digits, number);
    std::string text(static_cast<std::size_t>(length), '\0');
    std::snprintf(text.data(), text.size() + 1, "%.*g", digits, number);
    return text;
}

std::string one_line(std::string text) {
    for (char& c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' ';
    }
    return text;
}

std::string html_escaped(const std::string& text) {
    std::string escaped;
    for (char c : replace_invalid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            case '\t':
            case '\n':
            case '\r':
                escaped += ' ';
                break;
            default:
                if (byte < 0x20 || byte == 0x7F)
                    escaped += "\xEF\xBF\xBD";  // U+FFFD
                else
                    escaped += c;
        }
    }
    return escaped;
}

}  // namespace nmt
