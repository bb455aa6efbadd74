#include "search/beam_search.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "search/attention_history.h"
#include "search/best_tokens.h"
#include "search/index_tensor.h"

namespace nmt {

namespace {

/// A hypothesis: the one it extends and a token more.
struct Node {
    double score;    // sum of log p, this token's with it
    float log_prob;  // log p of this token
    std::int32_t token;
    std::int32_t parent;  // place among the live hypotheses of the step before
    std::int32_t row;     // the scorer's row that scored this token
};

/// Better first; ties as promised in the header.
bool is_ahead(const Node& a, const Node& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.parent != b.parent ? a.parent < b.parent : a.token < b.token;
}

/// A finished hypothesis: its eos, whose parent is in tree[length].
struct Ending {
    Node eos;
    std::size_t length;  // tokens without eos
};

struct Sentence {
    std::size_t index;  // its place in the input
    std::int64_t max_length;
    std::vector<std::vector<Node>> tree;  // tree[i]: the live hypotheses of i tokens, best first; tree[0] holds bos
    std::vector<Ending> endings;

    const std::vector<Node>& live() const { return tree.back(); }
    std::size_t length() const { return tree.size() - 1; }
};

class BeamSearch {
public:
    BeamSearch(StepScorer& scorer, const SearchSettings& settings, const std::vector<std::int64_t>& max_lengths,
               const at::Device& device);

    std::vector<std::vector<Hypothesis>> run();

private:
    BestTokens score_step();
    std::vector<Node> expand(const Sentence& sentence, std::int64_t first_row, const BestTokens& best) const;
    void select(std::vector<Node> candidates, Sentence& sentence) const;
    void retire();
    void advance_scorer(const std::vector<std::int64_t>& kept_sentences);
    bool is_done(const Sentence& sentence) const;
    std::vector<Hypothesis> finish(Sentence& sentence) const;
    Hypothesis trace(const Sentence& sentence, const Ending& ending) const;
    double normalized_score(const Ending& ending) const;

    StepScorer& scorer_;
    const SearchSettings& settings_;
    const at::Device device_;
    std::vector<Sentence> sentences_;  // still in the search, in input order
    std::int64_t rows_per_sentence_ = 1;
    std::vector<std::int64_t> tokens_;  // [sentences * rows_per_sentence] what the next step is fed
    AttentionHistory attention_;
    std::vector<std::vector<Hypothesis>> results_;
};

BeamSearch::BeamSearch(StepScorer& scorer, const SearchSettings& settings, const std::vector<std::int64_t>& max_lengths,
                       const at::Device& device)
    : scorer_(scorer), settings_(settings), device_(device), results_(max_lengths.size()) {
    check_search(scorer, settings, max_lengths);
    const Node root{0.0, 0.0F, static_cast<std::int32_t>(settings.bos), -1, -1};
    for (std::size_t i = 0; i < max_lengths.size(); ++i) sentences_.push_back({i, max_lengths[i], {{root}}, {}});
    tokens_.assign(max_lengths.size(), settings.bos);
}

std::vector<std::vector<Hypothesis>> BeamSearch::run() {
    while (!sentences_.empty()) {
        const BestTokens best = score_step();
        std::int64_t first_row = 0;
        for (Sentence& sentence : sentences_) {
            select(expand(sentence, first_row, best), sentence);
            first_row += rows_per_sentence_;
        }
        retire();
    }
    return std::move(results_);
}

/// One step of all rows. Of each row beam + 1 allowed tokens matter: `beam` that are not eos fill the beam before any
/// later one could, and an eos after them is not among the first `beam`.
BestTokens BeamSearch::score_step() {
    const StepOutput output = scorer_.step(index_tensor(tokens_, device_));
    if (settings_.with_attention) attention_.add(output.weights);
    const auto banned = static_cast<std::int64_t>(settings_.banned_tokens.size());
    return best_tokens(output, settings_.beam + 1 + banned, settings_.eos);
}

/// Every continuation that may enter the beam, in no order. Rows beyond the live hypotheses only fill the batch.
std::vector<Node> BeamSearch::expand(const Sentence& sentence, std::int64_t first_row, const BestTokens& best) const {
    std::vector<Node> candidates;
    const bool only_eos = static_cast<std::int64_t>(sentence.length()) == sentence.max_length;
    const auto add = [&](std::int32_t parent, std::int32_t row, std::int32_t token, float log_prob) {
        if (std::isinf(log_prob)) return;
        candidates.push_back({sentence.live()[parent].score + log_prob, log_prob, token, parent, row});
    };
    for (std::int32_t parent = 0; parent < std::ssize(sentence.live()); ++parent) {
        const auto row = static_cast<std::int32_t>(first_row) + parent;
        if (only_eos) {
            add(parent, row, static_cast<std::int32_t>(settings_.eos), best.eos_log_probs[row]);
            continue;
        }
        for (std::int64_t i = row * best.per_row; i < (row + 1) * best.per_row; ++i) {
            if (!is_banned(settings_, best.tokens[i])) add(parent, row, best.tokens[i], best.log_probs[i]);
        }
    }
    return candidates;
}

/// Splits the best 2 * beam candidates into finished hypotheses and the next live ones.
void BeamSearch::select(std::vector<Node> candidates, Sentence& sentence) const {
    const auto beam = static_cast<std::size_t>(settings_.beam);
    const std::size_t considered = std::min(2 * beam, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(considered),
                      candidates.end(), is_ahead);
    std::vector<Node> live;
    for (std::size_t rank = 0; rank < considered; ++rank) {
        const Node& candidate = candidates[rank];
        if (candidate.token != settings_.eos) {
            if (live.size() < beam) live.push_back(candidate);
        } else if (rank < beam) {
            sentence.endings.push_back({candidate, sentence.length()});
        }
    }
    sentence.tree.push_back(std::move(live));
}

bool BeamSearch::is_done(const Sentence& sentence) const {
    return sentence.live().empty() || std::ssize(sentence.endings) >= settings_.beam;
}

/// Sentences that are done hand in their results and leave; the scorer follows.
void BeamSearch::retire() {
    std::vector<Sentence> staying;
    std::vector<std::int64_t> kept_sentences;
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
        Sentence& sentence = sentences_[i];
        if (is_done(sentence)) {
            results_[sentence.index] = finish(sentence);
        } else {
            staying.push_back(std::move(sentence));
            kept_sentences.push_back(static_cast<std::int64_t>(i));
        }
    }
    sentences_ = std::move(staying);
    if (!sentences_.empty()) advance_scorer(kept_sentences);
}

/// Gives every sentence as many rows as the fullest beam has; where hypotheses are fewer, the best one fills up.
void BeamSearch::advance_scorer(const std::vector<std::int64_t>& kept_sentences) {
    rows_per_sentence_ = 0;
    for (const Sentence& sentence : sentences_) {
        rows_per_sentence_ = std::max<std::int64_t>(rows_per_sentence_, std::ssize(sentence.live()));
    }
    std::vector<std::int64_t> rows;
    tokens_.clear();
    for (const Sentence& sentence : sentences_) {
        for (std::int64_t i = 0; i < rows_per_sentence_; ++i) {
            const Node& node = sentence.live()[i < std::ssize(sentence.live()) ? i : 0];
            rows.push_back(node.row);
            tokens_.push_back(node.token);
        }
    }
    scorer_.reorder(index_tensor(rows, device_), index_tensor(kept_sentences, device_));
}

double BeamSearch::normalized_score(const Ending& ending) const {
    return normalized(ending.eos.score, ending.length + 1, settings_.length_penalty);
}

/// The best n_best endings. Equal ones stay in the order in which they were found.
std::vector<Hypothesis> BeamSearch::finish(Sentence& sentence) const {
    if (sentence.endings.empty()) {
        throw InternalError(cat("search: sentence ", sentence.index, " has no hypothesis of probability above 0"));
    }
    std::stable_sort(sentence.endings.begin(), sentence.endings.end(),
                     [this](const Ending& a, const Ending& b) { return normalized_score(a) > normalized_score(b); });
    std::vector<Hypothesis> hypotheses;
    for (const Ending& ending : sentence.endings) {
        if (std::ssize(hypotheses) == settings_.n_best) break;
        hypotheses.push_back(trace(sentence, ending));
    }
    return hypotheses;
}

/// Follows the parents from eos back to bos.
Hypothesis BeamSearch::trace(const Sentence& sentence, const Ending& ending) const {
    Hypothesis hypothesis;
    hypothesis.score = ending.eos.score;
    hypothesis.normalized_score = normalized_score(ending);
    hypothesis.tokens.resize(ending.length);
    hypothesis.token_log_probs.resize(ending.length + 1);
    if (!attention_.is_empty()) hypothesis.attention.resize(ending.length + 1);
    const Node* node = &ending.eos;
    for (std::size_t i = ending.length;; --i) {
        if (i < ending.length) hypothesis.tokens[i] = node->token;
        hypothesis.token_log_probs[i] = node->log_prob;
        if (!attention_.is_empty()) hypothesis.attention[i] = attention_.row(i, node->row);
        if (i == 0) return hypothesis;
        node = &sentence.tree[i][node->parent];
    }
}

}  // namespace

std::vector<std::vector<Hypothesis>> beam_search(StepScorer& scorer, const SearchSettings& settings,
                                                 const std::vector<std::int64_t>& max_lengths,
                                                 const at::Device& device) {
    const at::NoGradGuard no_grad;
    return BeamSearch(scorer, settings, max_lengths, device).run();
}

}  // namespace nmt
