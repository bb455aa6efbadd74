#pragma once
// The tutorials' main figure for every sentence of a translation: the heat map of the attention weights and the two-row
// line view, on one HTML page that needs nothing else.

#include <cstdint>
#include <string>
#include <vector>

#include "base/atomic_file.h"

namespace nmt {

/// One translated sentence. i counts target tokens (the decoder's steps), j source tokens (the annotations h_j).
struct AttentionExample {
    std::string source, translation;                  // plain text, as read and as printed
    std::vector<std::string> src_tokens, tgt_tokens;  // pieces, original order; U+2581 may mark the start of a word
    std::vector<std::vector<float>> weights;          // a_ij [tgt tokens][src tokens], rows sum to 1; empty: none
    double score = 0;                                 // of the search: log probability with length normalisation
    std::vector<float> token_log_probs;               // [tgt tokens], nats; or empty
};

/// What the page's head says.
struct AttentionPageHead {
    std::string model;    // the model's name or directory
    std::string scoring;  // "additive", "dot", ...; "none": the page says that there is nothing to draw
    std::string search;   // "beam 5, length penalty 1"; may be empty
};

/// Writes the page sentence by sentence, so that memory does not grow with their number. The page stands under its name
/// only after finish(): until then it grows beside it (see AtomicFile), and is removed if finish() is never called.
class AttentionPage {
public:
    /// Starts the page. UserError when the file beside `path` cannot be written.
    AttentionPage(std::string path, const AttentionPageHead& head);

    /// Appends one sentence. Weights that are not finite are drawn as such. Any text is safe: it is escaped, and
    /// invalid UTF-8 becomes U+FFFD. UserError when writing fails; InternalError when the sizes of `weights` or
    /// `token_log_probs` do not fit the tokens.
    void add(const AttentionExample& example);

    /// Ends the page and gives it its name. UserError when writing fails.
    void finish();

private:
    AtomicFile file_;
    std::size_t count_position_ = 0;  // where the number of sentences stands in the head
    std::int64_t count_ = 0;
    bool is_finished_ = false;
};

/// The example's numbers and tokens as JSON that is safe inside <script>: no '<' and '>' occurs. Keys: s and t
/// (tokens), w (weights in thousandths, null where not finite; left out without attention), p (log probabilities; left
/// out when unknown).
std::string attention_json(const AttentionExample& example);

}  // namespace nmt
