#pragma once

#include "metrics/tokenizer.h"

namespace nmt {

/// Sets every Chinese character apart, then applies mteval-v13a's rules to all (no XML entities). What is Chinese is
/// sacreBLEU's own list, with its slip: U+2001-2A6D (quotation marks, dashes, currencies, arrows) count as Chinese, and
/// Extension B (U+20000 and up) does not.
class TokenizerZh : public Tokenizer {
public:
    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return "zh"; }
};

}  // namespace nmt
