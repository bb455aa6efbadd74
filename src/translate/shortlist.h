#pragma once
// The target tokens that a sentence's translation may be made of, so that the output layer need not score all others.

#include <cstdint>
#include <span>
#include <vector>

#include "data/lexicon.h"
#include "text/vocabulary.h"

namespace nmt {

/// For each source token its `per_token` likeliest target tokens (Jean 2015, 3.3, with a lexicon as Mi 2016) and the
/// piece that is spelt like it, the 100 commonest target tokens, and eos. A sentence's list depends on that sentence
/// alone, and so does its translation. log p is then over the list: p of every other token is 0.
class Shortlist {
public:
    /// per_token: at least 1.
    Shortlist(const Lexicon& lexicon, const Vocabulary& src, const Vocabulary& tgt, std::int64_t per_token);

    /// The tokens for a sentence, ascending, eos among them.
    std::vector<std::int32_t> tokens_for(std::span<const std::int32_t> source) const;

private:
    std::vector<std::vector<std::int32_t>> of_source_;  // by source token
    std::vector<std::int32_t> always_;
};

}  // namespace nmt
