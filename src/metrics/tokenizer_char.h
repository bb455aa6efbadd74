#pragma once

#include "metrics/tokenizer.h"

namespace nmt {

/// Every character is a token; a combining mark is one of its own.
class TokenizerChar : public Tokenizer {
public:
    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return "char"; }
};

}  // namespace nmt
