#include "metrics/chrf_symbols.h"

#include <array>

#include "base/utf8.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

/// Python's string.punctuation: every ASCII character that is visible, and neither letter nor digit.
constexpr std::array<bool, 256> make_punctuation() {
    std::array<bool, 256> punctuation{};
    constexpr std::array<std::array<int, 2>, 4> ranges{{{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}};
    for (const auto& range : ranges)
        for (int c = range[0]; c <= range[1]; ++c) punctuation[static_cast<std::size_t>(c)] = true;
    return punctuation;
}
constexpr std::array<bool, 256> kPunctuation = make_punctuation();

bool is_punctuation(char c) {
    return kPunctuation[static_cast<unsigned char>(c)];
}

}  // namespace

void chrf_characters(std::string_view text, bool keeps_white_space, std::vector<std::uint32_t>& characters) {
    characters.clear();
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const DecodedCodePoint character =
            first < 0x80 ? DecodedCodePoint{first, 1, true} : decode_code_point(text.substr(at));
        at += character.bytes;
        if (keeps_white_space || !is_white_space(character.value)) characters.push_back(character.value);
    }
}

void chrf_words(std::string_view text, std::vector<std::string_view>& words) {
    // The words are split in place: from the last to the first, into a tail that grows by one with each cut.
    split_words(text, words);
    const auto is_cut = [](std::string_view word) {
        return word.size() > 1 && (is_punctuation(word.back()) || is_punctuation(word.front()));
    };
    std::size_t cuts = 0;
    for (std::string_view word : words) cuts += is_cut(word) ? 1 : 0;
    std::size_t from = words.size();
    words.resize(words.size() + cuts);
    for (std::size_t to = words.size(); from < to;) {
        const std::string_view word = words[--from];
        if (is_cut(word)) {
            const std::size_t first_part = is_punctuation(word.back()) ? word.size() - 1 : 1;
            words[--to] = word.substr(first_part);
            words[--to] = word.substr(0, first_part);
        } else {
            words[--to] = word;
        }
    }
}

}  // namespace nmt
