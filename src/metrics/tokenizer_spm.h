#pragma once

#include <memory>
#include <string>

#include "metrics/tokenizer.h"

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace nmt {

/// The pieces of a sentencepiece model of the user's: BLEU for any language (Goyal 2022, spBLEU), as sacreBLEU's
/// flores101 and flores200 when given their model files. The signature says `spm-` and the first eight digits of the
/// model file's SHA-256 (`sha256sum FILE`), because the score means nothing without the very model.
class TokenizerSpm : public Tokenizer {
public:
    /// Throws UserError naming `model_path`: missing, damaged, not a sentencepiece model.
    explicit TokenizerSpm(const std::string& model_path);
    ~TokenizerSpm() override;

    void tokenize(std::string_view line, std::string& tokenized) const override;
    std::string_view name() const override { return name_; }

private:
    std::unique_ptr<const sentencepiece::SentencePieceProcessor> processor_;
    std::string name_;
};

}  // namespace nmt
