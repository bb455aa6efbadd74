#pragma once

#include "metrics/tokenizer.h"

namespace nmt {

/// The tokenizer of NIST's mteval-v13a.pl as sacreBLEU has it: undoes four XML entities, sets ASCII punctuation apart
/// (not the apostrophe), and period, comma and dash by the digits beside them.
class Tokenizer13a : public Tokenizer {
public:
    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return "13a"; }
};

}  // namespace nmt
