#pragma once
// The four substitutions of NIST's mteval-v13a.pl for Western languages, which tokenizers 13a and zh share.

#include <array>
#include <cstddef>
#include <string>

namespace nmt {
namespace mteval {

/// `[\{-\~\[-\` -\&\(-\+\:-\@\/]`: ASCII punctuation without ' , - and the period; the space belongs to it.
constexpr std::array<bool, 256> make_set_apart() {
    std::array<bool, 256> set_apart{};
    constexpr std::array<std::array<int, 2>, 6> ranges{
        {{'{', '~'}, {'[', '`'}, {' ', '&'}, {'(', '+'}, {':', '@'}, {'/', '/'}}};
    for (const auto& range : ranges)
        for (int c = range[0]; c <= range[1]; ++c) set_apart[static_cast<std::size_t>(c)] = true;
    return set_apart;
}
inline constexpr std::array<bool, 256> is_set_apart = make_set_apart();

}  // namespace mteval

/// sacreBLEU's four regular expressions, one after another, each a small machine that hands its output to the next.
/// Every class is ASCII or the complement of one, so that working on the bytes of UTF-8 gives what working on
/// characters gives. A regular expression's matches do not overlap: a byte that was the second half of a match cannot
/// be the first half of the next one.
class MtevalRules {
public:
    /// Bytes are appended to `output`.
    explicit MtevalRules(std::string& output) : output_(output) {}

    /// Rule 1: `([...])` -> ` \1 `.
    void put(char c) {
        if (mteval::is_set_apart[static_cast<unsigned char>(c)]) {
            split_after_non_digit(' ');
            split_after_non_digit(c);
            split_after_non_digit(' ');
        } else {
            split_after_non_digit(c);
        }
    }

    /// To be called once, after the last byte.
    void finish() {
        if (held_ != '\0') split_after_digit(held_);
    }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static bool is_period_or_comma(char c) { return c == '.' || c == ','; }

    /// Rule 2: `([^0-9])([\.,])` -> `\1 \2 `: period and comma, unless a digit stands before.
    void split_after_non_digit(char c) {
        if (can_start_rule2_ && is_period_or_comma(c)) {
            split_before_non_digit(' ');
            split_before_non_digit(c);
            split_before_non_digit(' ');
            can_start_rule2_ = false;
        } else {
            split_before_non_digit(c);
            can_start_rule2_ = !is_digit(c);
        }
    }

    /// Rule 3: `([\.,])([^0-9])` -> ` \1 \2`: period and comma, unless a digit follows.
    void split_before_non_digit(char c) {
        if (held_ == '\0') {
            if (is_period_or_comma(c)) {
                held_ = c;
            } else {
                split_after_digit(c);
            }
            return;
        }
        if (is_digit(c)) {
            split_after_digit(held_);
        } else {
            split_after_digit(' ');
            split_after_digit(held_);
            split_after_digit(' ');
        }
        split_after_digit(c);
        held_ = '\0';
    }

    /// Rule 4: `([0-9])(-)` -> `\1 \2 `: a dash after a digit.
    void split_after_digit(char c) {
        if (c == '-' && is_digit(last_)) {
            output_ += " - ";
        } else {
            output_ += c;
        }
        last_ = c;
    }

    std::string& output_;
    bool can_start_rule2_ = false;  // the byte before may be rule 2's \1
    char held_ = '\0';              // a period or comma that waits for what follows (rule 3)
    char last_ = '\0';              // the byte before, as rule 4 saw it
};

}  // namespace nmt
