#pragma once
// Text to text: the one routine that validation, nmt-translate and whatever comes later share.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "config/config.h"
#include "model/seq2seq.h"
#include "text/vocabulary.h"
#include "translate/shortlist.h"

namespace nmt {

struct Translation {
    std::string text;             // one line, without its end
    double score = 0;             // log p(y, eos | x); 0 for an empty source
    double normalized_score = 0;  // score / (tokens + 1)^length_penalty
    std::int64_t cut_tokens = 0;  // source tokens beyond search.max_source_length, not translated
    // For pictures; filled when asked for.
    std::vector<std::string> src_tokens, tgt_tokens;  // pieces, the end mark last
    std::vector<float> token_log_probs;               // one a target token
    std::vector<std::vector<float>> attention;        // [target tokens][source tokens] a_ij; empty without attention
};

/// What a translator has worked through so far.
struct DecodingCounts {
    std::int64_t src_positions = 0;  // source tokens with padding
    std::int64_t decoder_rows = 0;   // steps of single hypotheses
    std::int64_t output_tokens = 0;  // of the translations, end tokens counted
};

/// Holds the model in evaluation mode with packed weights while it lives; make a new one when the weights have changed.
class Translator {
public:
    /// model, src, tgt and shortlist must outlive the translator. search: resolved. shortlist: null for the whole
    /// vocabulary; search.shortlist is not looked at.
    Translator(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt, const SearchOptions& search,
               const torch::Device& device, const Shortlist* shortlist = nullptr);
    ~Translator();
    Translator(const Translator&) = delete;
    Translator& operator=(const Translator&) = delete;

    /// One translation for every line, in order. On the CPU neither the text nor the score of a line depends on the
    /// other lines, on their order, or on the number of threads. A blank line gives an empty text.
    /// before_batch is called before every batch; what it throws leaves the call.
    std::vector<Translation> translate(std::span<const std::string> lines, bool with_details = false,
                                       const std::function<void()>& before_batch = {});

    const DecodingCounts& counts() const { return counts_; }

private:
    struct Sentence {
        std::size_t line;
        TokenIds ids;
    };
    void translate_batch(std::span<const Sentence> batch, std::vector<Translation>& results, bool with_details);
    std::size_t batch_end(std::span<const Sentence> sorted, std::size_t begin) const;

    Seq2SeqImpl& model_;
    const Vocabulary& src_;
    const Vocabulary& tgt_;
    SearchOptions search_;
    torch::Device device_;
    const Shortlist* shortlist_;
    Precision precision_;
    bool was_training_;
    DecodingCounts counts_;
};

}  // namespace nmt
