#include "metrics/tokenizer_spm.h"

#include <sentencepiece_processor.h>

#include <vector>

#include "base/cat.h"
#include "base/error.h"
#include "metrics/sha256.h"
#include "text/sentencepiece_file.h"

namespace nmt {

TokenizerSpm::TokenizerSpm(const std::string& model_path) {
    SentencepieceFile file = load_sentencepiece(model_path);
    processor_ = std::move(file.processor);
    name_ = "spm-" + sha256_hex(file.bytes).substr(0, 8);
}

TokenizerSpm::~TokenizerSpm() = default;

void TokenizerSpm::tokenize(std::string_view line, std::string& tokenized) const {
    tokenized.clear();
    std::vector<std::string> pieces;
    const auto status = processor_->Encode(line, &pieces);
    if (!status.ok()) throw InternalError(cat("sentencepiece cannot encode a text: ", status.error_message()));
    for (const std::string& piece : pieces) tokenized.append(piece).push_back(' ');
}

}  // namespace nmt
