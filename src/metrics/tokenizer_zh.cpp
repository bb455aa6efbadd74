#include "metrics/tokenizer_zh.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "metrics/mteval_rules.h"

namespace nmt {
namespace {

struct Range {
    char32_t first, last;
};

/// In order, without overlap. sacreBLEU means its first range to be U+20000-2A6D6 and writes it with the escapes of
/// four digits: two texts of two characters, U+2000 '0' and U+2A6D '6'. It compares texts, so that single characters
/// from U+2001 to U+2A6D lie between them. (Its U+2F800-2FA1D falls within the Kangxi radicals in the same way.)
constexpr std::array<Range, 16> kChinese{{
    {0x2001, 0x2A6D},  // the slip; holds also miscellaneous symbols and dingbats, which are on the list by themselves
    {0x2E80, 0x2EFF},  // radicals
    {0x2F00, 0x2FDF},  // Kangxi radicals
    {0x2FF0, 0x303F},  // structure of characters, punctuation
    {0x3100, 0x312F},  // Bopomofo
    {0x31A0, 0x31BF},  // Bopomofo, extended
    {0x31C0, 0x31EF},  // strokes
    {0x3200, 0x33FF},  // enclosed and squared characters
    {0x3400, 0x4DB5},  // ideographs, Extension A
    {0x4E00, 0x9FBB},  // ideographs
    {0xF900, 0xFA2D},  // compatibility ideographs
    {0xFA30, 0xFA6A},
    {0xFA70, 0xFAD9},
    {0xFE10, 0xFE1F},  // vertical forms
    {0xFE30, 0xFE4F},  // compatibility forms
    {0xFF00, 0xFFEF},  // full width and half width
}};

bool is_chinese(char32_t c) {
    if (c < kChinese.front().first || c > kChinese.back().last) return false;
    const auto* range =
        std::ranges::upper_bound(kChinese, c, {}, &Range::first) - 1;  // there is one: see the line above
    return c <= range->last;
}

}  // namespace

void TokenizerZh::tokenize(std::string_view line, std::string& tokenized) const {
    tokenized.clear();
    MtevalRules rules(tokenized);
    CodePoints walk(line);
    while (!walk.done() && is_white_space(walk.value())) walk.next();
    for (; !walk.done(); walk.next()) {
        const bool is_set_apart = is_chinese(walk.value());
        if (is_set_apart) rules.put(' ');
        for (char c : walk.bytes()) rules.put(c);
        if (is_set_apart) rules.put(' ');
    }
    rules.finish();
}

}  // namespace nmt
