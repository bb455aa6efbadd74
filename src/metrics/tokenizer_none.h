#pragma once

#include "metrics/tokenizer.h"

namespace nmt {

/// Takes the line as it is: for text that has been tokenized elsewhere.
class TokenizerNone : public Tokenizer {
public:
    void tokenize(std::string_view line, std::string& tokenized) const override { tokenized.assign(line); }
    std::string_view name() const override { return "none"; }
};

}  // namespace nmt
