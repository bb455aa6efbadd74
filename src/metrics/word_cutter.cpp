#include "metrics/word_cutter.h"

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "metrics/lower_case.h"
#include "metrics/white_space.h"

namespace nmt {

WordCutter::WordCutter(std::string_view tokenizer, bool is_lower_cased, const std::string& spm_model_path)
    : tokenizer_(make_tokenizer(tokenizer, spm_model_path)), is_lower_cased_(is_lower_cased) {}

void WordCutter::cut(std::string_view line, CutText& cut) const {
    std::string changed;
    if (!is_valid_utf8(line)) line = changed = replace_invalid_utf8(line);
    if (is_lower_cased_) line = changed = lower_case(line);
    tokenizer_->tokenize(right_strip(line), cut.text);
    split_words(cut.text, cut.words);
}

bool has_letter_or_digit(std::string_view word) {
    for (CodePoints walk(word); !walk.done(); walk.next())
        if (u_isalnum(static_cast<UChar32>(walk.value()))) return true;
    return false;
}

}  // namespace nmt
