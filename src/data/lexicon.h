#pragma once
// Which target tokens go with which source token, learnt from a parallel corpus: what a vocabulary shortlist is made
// of.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/encoded_corpus.h"
#include "text/vocabulary.h"

namespace nmt {

/// p(y | x) for every source token x, its likeliest target tokens only, and p(y) of the commonest target tokens.
class Lexicon {
public:
    struct Entry {
        std::int32_t target;
        float probability;  // 0..1
    };

    /// IBM model 1 (Brown 1993, section 4.1): a target token is made by one of the source tokens or by none, each as
    /// likely beforehand; five rounds of expectation maximisation. Kept are, for each x, at most 100 tokens with
    /// p(y | x) >= 0.0005. Larger corpora are sampled: `max_pairs` pairs, evenly spread (0: all), or
    /// fewer where they are long.
    /// src_size, tgt_size: ids of the two vocabularies. threads: 0: all cores; the result does not depend on it.
    static Lexicon estimate(const EncodedCorpus& corpus, std::int32_t src_size, std::int32_t tgt_size,
                            std::size_t max_pairs, unsigned threads);

    /// Reads what write() wrote, or what another aligner gave in this form. Throws UserError naming the line: not three
    /// fields, a piece that is not in its vocabulary, a probability outside 0..1; and when the file cannot be read.
    /// Of lines for the same two pieces the first one counts.
    static Lexicon read(const std::string& path, const Vocabulary& src, const Vocabulary& tgt);

    /// Writes lines of source piece, target piece and probability, between tabs; the likeliest of a source piece first.
    /// Lines without a source piece are p(y). Pieces that hold a tab are left out. Throws UserError.
    void write(const std::string& path, const Vocabulary& src, const Vocabulary& tgt) const;

    /// The entries of a source token, the likeliest first; none for one that the corpus did not have.
    std::span<const Entry> of(std::int32_t source) const { return by_source_[static_cast<std::size_t>(source)]; }

    /// The commonest target tokens, the commonest first.
    std::span<const Entry> commonest() const { return by_source_.back(); }

private:
    using Entries = std::vector<Entry>;
    explicit Lexicon(std::vector<Entries> by_source) : by_source_(std::move(by_source)) {}

    std::vector<Entries> by_source_;  // the last: p(y)
};

}  // namespace nmt
