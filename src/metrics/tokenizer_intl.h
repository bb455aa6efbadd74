#pragma once

#include <array>
#include <cstdint>

#include "metrics/tokenizer.h"

namespace nmt {

/// mteval-v14.pl's international tokenization as sacreBLEU has it: Unicode's symbols are set apart, and punctuation
/// except between numbers. No XML entities are undone; a period after a number at the end of the line stays with it.
class TokenizerIntl : public Tokenizer {
public:
    TokenizerIntl();
    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return "intl"; }

    /// What the rules ask of a character: Unicode's general categories N, P and S.
    enum class Kind : std::uint8_t { other, number, punctuation, symbol };

private:
    Kind kind_of(char32_t c) const;

    std::array<Kind, 0x80> ascii_kinds_;  // the most frequent ones without a call
};

}  // namespace nmt
