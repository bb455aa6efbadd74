#pragma once
// Text cut into words for everything that is counted in words beside the metric itself.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/tokenizer.h"

namespace nmt {

/// A text's words and the bytes that they point into; reuse one object, its memory is kept.
struct CutText {
    std::string text;
    std::vector<std::string_view> words;
};

/// Has no state: one object may serve several threads.
class WordCutter {
public:
    /// `tokenizer`: a name of tokenizer_names(); `spm_model_path`: for spm, and only for it. Throws UserError as
    /// make_tokenizer does.
    WordCutter(std::string_view tokenizer, bool is_lower_cased, const std::string& spm_model_path = "");

    /// Cuts as BLEU does: white space at the end off, lower case if asked for, tokenizer, split. Bytes that are not
    /// UTF-8 become U+FFFD.
    void cut(std::string_view line, CutText& cut) const;

private:
    std::unique_ptr<const Tokenizer> tokenizer_;
    bool is_lower_cased_;
};

/// True if `word` (UTF-8) has a letter or a digit: false for punctuation and symbols.
bool has_letter_or_digit(std::string_view word);

}  // namespace nmt
