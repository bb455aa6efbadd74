#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace nmt {
namespace {

constexpr std::string_view bom_bytes = "\xEF\xBB\xBF";
constexpr std::string_view replacement_bytes = "\xEF\xBF\xBD";

/// How many continuation bytes a lead byte wants, and the allowed range of the first of them: this range alone excludes
/// overlong forms, surrogates and values over U+10FFFF.
struct Lead {
    std::size_t continuations;
    std::uint8_t second_low, second_high;
};

Lead classify_lead(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0, 0};
}

/// Bytes of plain ASCII at the start of `text`, counted eight at a time.
std::size_t ascii_prefix(std::string_view text) {
    std::size_t count = 0;
    for (std::uint64_t word = 0; count + sizeof word <= text.size(); count += sizeof word) {
        std::memcpy(&word, text.data() + count, sizeof word);
        if (word & 0x8080808080808080ULL) break;
    }
    while (count < text.size() && static_cast<std::uint8_t>(text[count]) < 0x80) ++count;
    return count;
}

}  // namespace

DecodedCodePoint decode_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (byte(0) < 0x80) return {byte(0), 1, true};
    const Lead lead = classify_lead(byte(0));
    if (lead.continuations == 0) return {replacement_character, 1, false};
    char32_t value = byte(0) & (0x3F >> lead.continuations);
    for (std::size_t i = 1; i <= lead.continuations; ++i) {
        const std::uint8_t low = i == 1 ? lead.second_low : 0x80;
        const std::uint8_t high = i == 1 ? lead.second_high : 0xBF;
        if (i >= text.size() || byte(i) < low || byte(i) > high) return {replacement_character, i, false};
        value = (value << 6) | (byte(i) & 0x3F);
    }
    return {value, lead.continuations + 1, true};
}

void append_utf8(std::string& text, char32_t code_point) {
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

std::size_t find_invalid_utf8(std::string_view text) {
    std::size_t position = 0;
    while (true) {
        position += ascii_prefix(text.substr(position));
        if (position == text.size()) return position;
        const DecodedCodePoint decoded = decode_code_point(text.substr(position));
        if (!decoded.is_valid) return position;
        position += decoded.bytes;
    }
}

bool is_valid_utf8(std::string_view text) {
    return find_invalid_utf8(text) == text.size();
}

std::string replace_invalid_utf8(std::string_view text, bool* changed) {
    std::string result;
    result.reserve(text.size());
    if (changed != nullptr) *changed = false;
    while (true) {
        const std::size_t valid = find_invalid_utf8(text);
        result.append(text.substr(0, valid));
        if (valid == text.size()) return result;
        text.remove_prefix(valid);
        text.remove_prefix(decode_code_point(text).bytes);
        result.append(replacement_bytes);
        if (changed != nullptr) *changed = true;
    }
}

bool is_white_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_blank(std::string_view text) {
    for (CodePoints walk(text); !walk.done(); walk.next()) {
        if (!is_white_space(walk.value()) && walk.value() != byte_order_mark) return false;
    }
    return true;
}

std::string_view without_bom(std::string_view text) {
    if (text.starts_with(bom_bytes)) text.remove_prefix(bom_bytes.size());
    return text;
}

}  // namespace nmt
