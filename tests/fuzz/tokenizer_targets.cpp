// A tokenizer puts spaces in; what else it may do is its own.
#include "base/utf8.h"
#include "fuzzed_text.h"
#include "metrics/tokenizer.h"
#include "metrics/tokenizer_ter.h"
#include "metrics/white_space.h"
#include "targets.h"

namespace nmt {
namespace {

/// A line as metrics hand it over: no LF in it, no white space at its end.
std::string line_of(FuzzBytes bytes) {
    std::string line = text_of(bytes);
    for (char& c : line)
        if (c == '\n') c = ' ';
    return std::string(right_strip(line));
}

std::string tokenized_by(const Tokenizer& tokenizer, const std::string& line) {
    std::string fresh;
    tokenizer.tokenize(line, fresh);
    std::string used = "what a longer line has left behind: " + line;
    tokenizer.tokenize(line, used);
    law(fresh == used, "what stood in the buffer before does not matter");
    law(is_valid_utf8(fresh), "tokens are valid UTF-8");
    return fresh;
}

void check_only_spaces_added(const std::string& line, const std::string& tokenized) {
    law(visible_characters(line) == visible_characters(tokenized), "a tokenizer adds and takes only white space");
}

/// 13a undoes entities and drops a mark.
bool has_markup(const std::string& line) {
    return line.find('&') != std::string::npos || line.find("<skipped>") != std::string::npos;
}

}  // namespace

void fuzz_tokenizer_13a(FuzzBytes bytes) {
    static const auto tokenizer = make_tokenizer("13a");
    const std::string line = line_of(bytes);
    const std::string tokenized = tokenized_by(*tokenizer, line);
    if (!has_markup(line)) check_only_spaces_added(line, tokenized);
}

void fuzz_tokenizer_intl(FuzzBytes bytes) {
    static const auto tokenizer = make_tokenizer("intl");
    const std::string line = line_of(bytes);
    check_only_spaces_added(line, tokenized_by(*tokenizer, line));
}

void fuzz_tokenizer_zh(FuzzBytes bytes) {
    static const auto tokenizer = make_tokenizer("zh");
    const std::string line = line_of(bytes);
    check_only_spaces_added(line, tokenized_by(*tokenizer, line));
}

void fuzz_tokenizer_char(FuzzBytes bytes) {
    static const auto tokenizer = make_tokenizer("char");
    const std::string line = line_of(bytes);
    const std::string tokenized = tokenized_by(*tokenizer, line);
    check_only_spaces_added(line, tokenized);
    std::vector<std::string_view> words;
    split_words(tokenized, words);
    law(words.size() == visible_characters(line).size(), "each character is a token");
}

void fuzz_tokenizer_ter(FuzzBytes bytes) {
    if (bytes.empty()) return;
    const TerOptions options{.is_case_sensitive = (bytes[0] & 1) == 0,
                             .is_normalized = (bytes[0] & 2) != 0,
                             .has_no_punctuation = (bytes[0] & 8) != 0,
                             .has_asian_support = (bytes[0] & 4) != 0};
    const std::string line = line_of(bytes.subspan(1));
    const std::string tokenized = tokenized_by(TokenizerTer(options), line);
    const bool keeps_characters = options.is_case_sensitive && !options.has_no_punctuation;
    if (keeps_characters && !has_markup(line)) check_only_spaces_added(line, tokenized);
}

}  // namespace nmt
