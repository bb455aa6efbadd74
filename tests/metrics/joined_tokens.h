#pragma once
// What a tokenizer makes of a line, as a test wants to read it.

#include <string>
#include <string_view>
#include <vector>

#include "metrics/tokenizer.h"
#include "metrics/white_space.h"

namespace nmt {

/// The tokens of `line`, one space between them.
inline std::string joined_tokens(const Tokenizer& tokenizer, std::string_view line) {
    std::string tokenized = "left over";
    std::vector<std::string_view> tokens;
    tokenizer.tokenize(line, tokenized);
    split_words(tokenized, tokens);
    std::string joined;
    for (std::string_view token : tokens) joined.append(joined.empty() ? "" : " ").append(token);
    return joined;
}

}  // namespace nmt
