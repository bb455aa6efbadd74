#include "evaluate/colour.h"

#include <algorithm>

#include "base/cat.h"

namespace nmt {
namespace {

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Bytes of the control sequence that `text` starts with; 0 if it starts with none.
std::size_t control_sequence_bytes(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    const std::size_t end = text.find_first_not_of("0123456789;", 2);
    return end < text.size() && is_letter(text[end]) ? end + 1 : 0;
}

}  // namespace

std::string Painter::operator()(const std::string& text, Colour colour) const {
    return is_on_ ? cat("\x1b[", static_cast<int>(colour), "m", text, "\x1b[0m") : text;
}

std::string without_colours(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        text.remove_prefix(control_sequence_bytes(text));
        const std::size_t end = std::min(text.find('\x1b', 1), text.size());
        if (control_sequence_bytes(text) > 0) continue;  // one directly behind another
        plain += text.substr(0, end);
        text.remove_prefix(end);
    }
    return plain;
}

std::size_t visible_width(std::string_view text) {
    const std::string plain = without_colours(text);
    return static_cast<std::size_t>(
        std::ranges::count_if(plain, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace nmt
