#pragma once
// How a segment is cut into the tokens that BLEU counts. One file per tokenizer; the choice is made once, by name.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nmt {

/// Tokenizers have no state: one object may serve several threads.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    /// Writes `line` (UTF-8, no white space at its end) to `tokenized` (overwritten) so that the words of split_words
    /// are the tokens. Runs of white space are not joined.
    virtual void tokenize(std::string_view line, std::string& tokenized) const = 0;

    /// As it stands after `tok:` in the signature.
    virtual std::string_view name() const = 0;
};

/// Every name that make_tokenizer knows: those of sacreBLEU's tokenizers that need nothing downloaded, and spm.
const std::vector<std::string>& tokenizer_names();

/// The tokenizer called `name`; `spm`, and no other, takes a sentencepiece model file. Throws UserError for an unknown
/// name, with the allowed ones; for a model missing where one is needed, or given where none is; for a file that is no
/// sentencepiece model.
std::unique_ptr<Tokenizer> make_tokenizer(std::string_view name, const std::string& spm_model_path = "");

}  // namespace nmt
