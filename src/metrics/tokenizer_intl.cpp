#include "metrics/tokenizer_intl.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

namespace nmt {
namespace {

using Kind = TokenizerIntl::Kind;

struct Character {
    Kind kind;
    std::string_view bytes;
};
constexpr Character kSpace{Kind::other, " "};

/// The three substitutions, one after another, each a small machine that hands its output to the next. Matches do not
/// overlap: a character that was the second half of a match cannot be the first half of the next one.
class IntlRules {
public:
    explicit IntlRules(std::string& output) : output_(output) {}

    /// Rule 1: `(\P{N})(\p{P})` -> `\1 \2 `: punctuation, unless a number stands before.
    void put(Character c) {
        if (can_start_rule1_ && c.kind == Kind::punctuation) {
            split_before_non_number(kSpace);
            split_before_non_number(c);
            split_before_non_number(kSpace);
            can_start_rule1_ = false;
        } else {
            split_before_non_number(c);
            can_start_rule1_ = c.kind != Kind::number;
        }
    }

    /// To be called once, after the last character.
    void finish() { output_.append(held_); }

private:
    /// Rule 2: `(\p{P})(\P{N})` -> ` \1 \2`: punctuation, unless a number follows.
    void split_before_non_number(Character c) {
        if (held_.empty()) {
            if (c.kind == Kind::punctuation) {
                held_ = c.bytes;
            } else {
                split_symbol(c);
            }
            return;
        }
        if (c.kind == Kind::number) {
            output_.append(held_);
        } else {
            output_.append(" ").append(held_).append(" ");
        }
        held_ = {};
        split_symbol(c);
    }

    /// Rule 3: `(\p{S})` -> ` \1 `.
    void split_symbol(Character c) {
        if (c.kind == Kind::symbol) {
            output_.append(" ").append(c.bytes).append(" ");
        } else {
            output_.append(c.bytes);
        }
    }

    std::string& output_;
    bool can_start_rule1_ = false;  // the character before may be rule 1's \1
    std::string_view held_;         // punctuation that waits for what follows (rule 2)
};

Kind unicode_kind(char32_t c) {
    const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(c));
    if ((category & U_GC_N_MASK) != 0) return Kind::number;
    if ((category & U_GC_P_MASK) != 0) return Kind::punctuation;
    if ((category & U_GC_S_MASK) != 0) return Kind::symbol;
    return Kind::other;
}

}  // namespace

TokenizerIntl::TokenizerIntl() {
    for (std::size_t c = 0; c < ascii_kinds_.size(); ++c) ascii_kinds_[c] = unicode_kind(static_cast<char32_t>(c));
}

Kind TokenizerIntl::kind_of(char32_t c) const {
    return c < ascii_kinds_.size() ? ascii_kinds_[c] : unicode_kind(c);
}

void TokenizerIntl::tokenize(std::string_view line, std::string& tokenized) const {
    tokenized.clear();
    IntlRules rules(tokenized);
    for (CodePoints walk(line); !walk.done(); walk.next()) rules.put({kind_of(walk.value()), walk.bytes()});
    rules.finish();
}

}  // namespace nmt
