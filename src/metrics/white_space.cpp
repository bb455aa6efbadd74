#include "metrics/white_space.h"

#include <cstddef>

namespace nmt {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool is_ascii_space(unsigned char byte) {
    return byte == ' ' || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F);
}

/// Bytes of the white-space character that starts at `at`; 0 if there is none.
std::size_t space_bytes_at(std::string_view text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80) return is_ascii_space(first) ? 1 : 0;
    if (first == 0xC2) {  // U+0085, U+00A0
        if (at + 1 >= text.size()) return 0;
        const unsigned char second = byte_at(text, at + 1);
        return second == 0x85 || second == 0xA0 ? 2 : 0;
    }
    if (first < 0xE1 || first > 0xE3 || at + 2 >= text.size()) return 0;
    const unsigned char second = byte_at(text, at + 1);
    const unsigned char third = byte_at(text, at + 2);
    const bool is_space = (first == 0xE1 && second == 0x9A && third == 0x80) ||  // U+1680
                          (first == 0xE2 && second == 0x80 &&                    // U+2000-200A, 2028, 2029, 202F
                           ((third >= 0x80 && third <= 0x8A) || third == 0xA8 || third == 0xA9 || third == 0xAF)) ||
                          (first == 0xE2 && second == 0x81 && third == 0x9F) ||  // U+205F
                          (first == 0xE3 && second == 0x80 && third == 0x80);    // U+3000
    return is_space ? 3 : 0;
}

/// Bytes of the white-space character that ends `text`; 0 if there is none.
std::size_t space_bytes_at_end(std::string_view text) {
    for (std::size_t bytes = 1; bytes <= 3 && bytes <= text.size(); ++bytes)
        if (space_bytes_at(text, text.size() - bytes) == bytes) return bytes;
    return 0;
}

}  // namespace

std::string_view right_strip(std::string_view text) {
    while (const std::size_t bytes = space_bytes_at_end(text)) text.remove_suffix(bytes);
    return text;
}

void split_words(std::string_view text, std::vector<std::string_view>& words) {
    words.clear();
    std::size_t word_start = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t bytes = space_bytes_at(text, at);
        if (bytes == 0) {
            ++at;
            continue;
        }
        if (at > word_start) words.push_back(text.substr(word_start, at - word_start));
        at += bytes;
        word_start = at;
    }
    if (at > word_start) words.push_back(text.substr(word_start));
}

}  // namespace nmt
