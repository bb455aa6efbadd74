#pragma once
// Where sacreBLEU's resampling starts: the variable SACREBLEU_SEED.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/pcg64.h"

namespace nmt {

/// A number without bound, or none: then every generator starts from the system's entropy.
class ResamplingSeed {
public:
    /// sacreBLEU's own: 12345.
    ResamplingSeed() : ResamplingSeed(std::string_view("12345")) {}

    /// What SACREBLEU_SEED holds: a number as Python's int() reads it, or `none` in any case. Throws UserError for
    /// anything else and for a negative number.
    explicit ResamplingSeed(std::string_view text);

    bool is_none() const { return words_.empty(); }
    bool is_zero() const { return words_.size() == 1 && words_[0] == 0; }

    /// A generator at its start; each call gives the same one, unless the seed is none.
    Pcg64 generator() const;

    /// As a confidence interval's signature names it: the text as it was given, in lower case.
    const std::string& given_text() const { return given_text_; }

    /// As a paired test's signature names it: the number as Python prints it, or none.
    const std::string& number_text() const { return number_text_; }

private:
    std::vector<std::uint32_t> words_;  // lowest first; empty: none
    std::string given_text_;
    std::string number_text_;
};

}  // namespace nmt
