#include "search/forced_scoring.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/cat.h"
#include "base/error.h"
#include "search/attention_history.h"
#include "search/best_tokens.h"
#include "search/index_tensor.h"

namespace nmt {

namespace {

/// log p(y_i | y_<i, x) of every sentence and step: [steps, sentences] float on the CPU. A sentence that has ended goes
/// on with eos, which nobody reads.
at::Tensor score_steps(StepScorer& scorer, const SearchSettings& settings,
                       const std::vector<std::vector<std::int64_t>>& targets, const at::Device& device,
                       AttentionHistory& attention) {
    std::size_t longest = 0;
    for (const auto& target : targets) longest = std::max(longest, target.size());
    std::vector<at::Tensor> log_probs;
    at::Tensor tokens = index_tensor(std::vector<std::int64_t>(targets.size(), settings.bos), device);
    for (std::size_t step = 0; step <= longest; ++step) {
        const StepOutput output = scorer.step(tokens);
        std::vector<std::int64_t> next;
        for (const auto& target : targets) next.push_back(step < target.size() ? target[step] : settings.eos);
        tokens = index_tensor(next, device);
        log_probs.push_back(log_probs_of(output, tokens));
        if (settings.with_attention) attention.add(output.weights);
    }
    return at::stack(log_probs).to(at::kCPU, at::kFloat).contiguous();
}

}  // namespace

std::vector<Hypothesis> forced_scoring(StepScorer& scorer, const SearchSettings& settings,
                                       const std::vector<std::vector<std::int64_t>>& targets,
                                       const at::Device& device) {
    const at::NoGradGuard no_grad;
    require(std::ssize(targets) == scorer.sentences(), "forced scoring: as many targets as sentences are needed");
    if (targets.empty()) return {};
    AttentionHistory attention;
    const at::Tensor log_probs = score_steps(scorer, settings, targets, device, attention);
    std::vector<Hypothesis> hypotheses(targets.size());
    for (std::size_t sentence = 0; sentence < targets.size(); ++sentence) {
        Hypothesis& hypothesis = hypotheses[sentence];
        hypothesis.tokens = targets[sentence];
        for (std::size_t step = 0; step <= hypothesis.tokens.size(); ++step) {
            const float log_prob = log_probs.const_data_ptr<float>()[step * targets.size() + sentence];
            if (std::isnan(log_prob)) throw InternalError(cat("forced scoring: sentence ", sentence, " scores NaN"));
            hypothesis.score += log_prob;
            hypothesis.token_log_probs.push_back(log_prob);
            if (!attention.is_empty()) {
                hypothesis.attention.push_back(attention.row(step, static_cast<std::int64_t>(sentence)));
            }
        }
        hypothesis.normalized_score =
            normalized(hypothesis.score, hypothesis.token_log_probs.size(), settings.length_penalty);
    }
    return hypotheses;
}

}  // namespace nmt
