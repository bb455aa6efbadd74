#include "metrics/tokenizer_ter.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "metrics/lower_case.h"
#include "metrics/mteval_rules.h"

namespace nmt {
namespace {

struct Range {
    char32_t first, last;
};

/// True if one of `ranges` holds `c`.
template <std::size_t size>
bool is_in(const std::array<Range, size>& ranges, char32_t c) {
    return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

/// What is written character by character. sacreBLEU means its last range to be U+3200-32FF and writes 3F22 for the
/// end; what lies between is on the list anyway. Its rules for runs of kana are left out: they want the run at the very
/// start of the text, where the padding of the rules before them stands, and so never apply.
constexpr std::array<Range, 7> kIdeographs{{
    {0x2E80, 0x2EFF},  // radicals
    {0x31C0, 0x31EF},  // strokes
    {0x3200, 0x33FF},  // enclosed and squared characters
    {0x3400, 0x4DBF},  // ideographs, Extension A
    {0x4E00, 0x9FFF},  // ideographs
    {0xF900, 0xFAFF},  // compatibility ideographs
    {0xFE30, 0xFE4F},  // compatibility forms
}};

constexpr std::array<Range, 11> kAsianPunctuation{{
    {0x3001, 0x3002},
    {0x3008, 0x3011},
    {0x3014, 0x301F},
    {0x30FB, 0x30FB},
    {0xFF01, 0xFF02},  // from here on in full width: ! "
    {0xFF08, 0xFF09},  // ( )
    {0xFF0C, 0xFF0C},  // ,
    {0xFF0E, 0xFF0E},  // .
    {0xFF1A, 0xFF1B},  // : ;
    {0xFF1F, 0xFF1F},  // ?
    {0xFF61, 0xFF65},  // half width
}};

/// LF and a dash: nothing; another LF: a space. In place.
void join_lines(std::string& text) {
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n') {
            text[end++] = text[at];
        } else if (at + 1 < text.size() && text[at + 1] == '-') {
            ++at;
        } else {
            text[end++] = ' ';
        }
    }
    text.resize(end);
}

struct Entity {
    std::string_view name;
    char character;
};

/// The four entities, in place. sacreBLEU replaces all `&amp;` before all `&lt;` and `&gt;`, but after all `&quot;`: of
/// what is escaped twice, `&amp;lt;` becomes `<`, and `&amp;quot;` stops at `&quot;`.
void undo_entities(std::string& text) {
    static constexpr std::array<Entity, 6> entities{
        {{"&quot;", '"'}, {"&amp;lt;", '<'}, {"&amp;gt;", '>'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
    const std::string_view source = text;
    std::size_t end = 0;
    for (std::size_t at = 0; at < source.size();) {
        const Entity* entity = nullptr;
        if (source[at] == '&')
            entity =
                std::ranges::find_if(entities, [&](const Entity& e) { return source.substr(at).starts_with(e.name); });
        const bool is_entity = entity != nullptr && entity != entities.end();
        text[end++] = is_entity ? entity->character : source[at];
        at += is_entity ? entity->name.size() : 1;
    }
    text.resize(end);
}

/// The rules that 13a has too, and between its first and second `'s ` -> ` 's `. The first rule puts a space behind the
/// `'s` wherever a character follows that it sets apart, the space at the end among them.
void split_western(std::string_view text, std::string& tokenized) {
    MtevalRules rules(tokenized);
    const auto is_set_apart = [&](std::size_t at) {
        return at >= text.size() || mteval::is_set_apart[static_cast<unsigned char>(text[at])];
    };
    rules.put(' ');
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\'' && at + 1 < text.size() && text[at + 1] == 's' && is_set_apart(at + 2)) rules.put(' ');
        rules.put(text[at]);
    }
    rules.put(' ');
    rules.finish();
}

bool is_dropped_ascii(char c) {
    return std::string_view(".,?:;!\"()").find(c) != std::string_view::npos;
}

}  // namespace

void TokenizerTer::split_asian_or_drop_punctuation(std::string_view text, std::string& tokenized) const {
    for (CodePoints walk(text); !walk.done(); walk.next()) {
        const char32_t c = walk.value();
        if (c < 0x80) {
            const char character = static_cast<char>(c);
            if (!options_.has_no_punctuation || !is_dropped_ascii(character)) tokenized += character;
            continue;
        }
        const bool is_punctuation = options_.has_asian_support && is_in(kAsianPunctuation, c);
        const bool is_set_apart =
            options_.is_normalized && options_.has_asian_support && (is_punctuation || is_in(kIdeographs, c));
        if (is_set_apart) tokenized += ' ';
        if (!is_punctuation || !options_.has_no_punctuation) tokenized += walk.bytes();
        if (is_set_apart) tokenized += ' ';
    }
}

void TokenizerTer::tokenize(std::string_view line, std::string& tokenized) const {
    std::string text = options_.is_case_sensitive ? std::string(line) : lower_case(line);
    tokenized.clear();
    if (options_.is_normalized) {
        if (text.find('\n') != std::string::npos) join_lines(text);
        if (text.find('&') != std::string::npos) undo_entities(text);
        split_western(text, tokenized);
    } else {
        tokenized.swap(text);
    }
    const bool is_split_asian = options_.is_normalized && options_.has_asian_support;
    if (!is_split_asian && !options_.has_no_punctuation) return;
    text.swap(tokenized);
    tokenized.clear();
    split_asian_or_drop_punctuation(text, tokenized);
}

}  // namespace nmt
