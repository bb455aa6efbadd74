#include "search/greedy_search.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "search/attention_history.h"
#include "search/best_tokens.h"
#include "search/index_tensor.h"

namespace nmt {

namespace {

struct Choice {
    std::int64_t token;
    float log_prob;
};

/// The best token of a row that is not banned, or eos when nothing else is allowed.
Choice choose(const BestTokens& best, std::int64_t row, bool only_eos, const SearchSettings& settings) {
    if (only_eos) return {settings.eos, best.eos_log_probs[row]};
    for (std::int64_t i = row * best.per_row; i < (row + 1) * best.per_row; ++i) {
        if (!is_banned(settings, best.tokens[i])) return {best.tokens[i], best.log_probs[i]};
    }
    return {settings.eos, -std::numeric_limits<float>::infinity()};
}

/// Writes the choice down; false when it ends the hypothesis.
bool append(const Choice& choice, const SearchSettings& settings, Hypothesis& hypothesis) {
    if (std::isinf(choice.log_prob)) throw InternalError("search: a sentence has no token of probability above 0");
    hypothesis.score += choice.log_prob;
    hypothesis.token_log_probs.push_back(choice.log_prob);
    if (choice.token == settings.eos) {
        hypothesis.normalized_score =
            normalized(hypothesis.score, hypothesis.token_log_probs.size(), settings.length_penalty);
        return false;
    }
    hypothesis.tokens.push_back(choice.token);
    return true;
}

}  // namespace

std::vector<std::vector<Hypothesis>> greedy_search(StepScorer& scorer, const SearchSettings& settings,
                                                   const std::vector<std::int64_t>& max_lengths,
                                                   const at::Device& device) {
    const at::NoGradGuard no_grad;
    check_search(scorer, settings, max_lengths);
    std::vector<std::vector<Hypothesis>> results(max_lengths.size(), std::vector<Hypothesis>(1));
    std::vector<std::int64_t> active(max_lengths.size());  // the sentence of each row
    std::iota(active.begin(), active.end(), 0);
    std::vector<std::int64_t> tokens(active.size(), settings.bos);
    const auto considered = static_cast<std::int64_t>(settings.banned_tokens.size()) + 1;

    for (std::int64_t length = 0; !active.empty(); ++length) {
        const StepOutput output = scorer.step(index_tensor(tokens, device));
        const BestTokens best = best_tokens(output, considered, settings.eos);
        AttentionHistory attention;
        if (settings.with_attention) attention.add(output.weights);
        std::vector<std::int64_t> kept, still_active;
        tokens.clear();
        for (std::int64_t row = 0; row < std::ssize(active); ++row) {
            Hypothesis& hypothesis = results[active[row]][0];
            if (!attention.is_empty()) hypothesis.attention.push_back(attention.row(0, row));
            const Choice choice = choose(best, row, /*only_eos=*/length == max_lengths[active[row]], settings);
            if (!append(choice, settings, hypothesis)) continue;
            tokens.push_back(choice.token);
            kept.push_back(row);
            still_active.push_back(active[row]);
        }
        if (!kept.empty() && kept.size() < active.size()) {
            const at::Tensor rows = index_tensor(kept, device);
            scorer.reorder(rows, /*kept_sentences=*/rows);
        }
        active = std::move(still_active);
    }
    return results;
}

}  // namespace nmt
