#include "metrics/white_space.h"

#include <cstddef>

#include "base/utf8.h"

namespace nmt {
namespace {

/// Bytes of the white-space character that starts at `at`; 0 if there is none.
std::size_t space_bytes_at(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) return is_white_space(first) ? 1 : 0;
    const auto character = decode_code_point(text.substr(at));
    return is_white_space(character.value) ? character.bytes : 0;
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
