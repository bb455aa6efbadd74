#pragma once

#include "metrics/tokenizer.h"

namespace nmt {

/// What TER makes of the text before it counts edits. Each is off by default, as in Tercom.
struct TerOptions {
    bool is_case_sensitive = false;   // keep upper case
    bool is_normalized = false;       // undo XML entities and set punctuation apart
    bool has_no_punctuation = false;  // take out . , ? : ; ! " ( )
    bool has_asian_support = false;   // the two above for Chinese and Japanese text as well; alone it does nothing
};

/// Tercom's tokenizer (Normalizer.java) as sacreBLEU has it.
class TokenizerTer final : public Tokenizer {
public:
    explicit TokenizerTer(TerOptions options = {}) : options_(options) {}

    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return "tercom"; }

private:
    void split_asian_or_drop_punctuation(std::string_view text, std::string& tokenized) const;

    TerOptions options_;
};

}  // namespace nmt
