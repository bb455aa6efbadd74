#include "search/best_tokens.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "search/row_summaries.h"

namespace nmt {

namespace {

constexpr float nothing = -std::numeric_limits<float>::infinity();

BestTokens make_answer(const at::Tensor& table, std::int64_t k) {
    require(table.dim() == 2 && k >= 1, "best_tokens: scores must be [rows, vocabulary] and k positive");
    BestTokens answer;
    answer.per_row = std::min(k, table.size(1));
    answer.log_probs.resize(table.size(0) * answer.per_row);
    answer.tokens.resize(table.size(0) * answer.per_row);
    answer.eos_log_probs.resize(table.size(0));
    return answer;
}

/// A NaN anywhere in a row stands in the row's first place, whichever way the row was read.
void refuse_what_is_no_log_prob(const BestTokens& answer) {
    for (std::size_t row = 0; row < answer.eos_log_probs.size(); ++row) {
        const float best = answer.log_probs[row * answer.per_row];
        if (std::isnan(best) || best == -nothing) {
            throw InternalError(cat("search: row ", row, " of the scores holds ", best));
        }
    }
}

/// Rounding can make log probabilities of different logits equal: then the lower token goes first, too.
void settle_equal(float* values, std::int32_t* tokens, std::int64_t count) {
    for (std::int64_t i = 1; i < count; ++i)
        for (auto j = i; j > 0 && values[j] == values[j - 1] && tokens[j] < tokens[j - 1]; --j)
            std::swap(tokens[j], tokens[j - 1]);
}

BestTokens best_tokens_by_reading(const StepOutput& step, std::int64_t k, std::int64_t eos) {
    const auto rows = rows_of(step);
    const Columns columns(step);
    std::vector<std::int64_t> eos_columns;
    for (std::int64_t row = 0; row < rows; ++row) {
        eos_columns.push_back(columns.column(row, eos));
        require(eos_columns.back() >= 0, "best_tokens: eos is not among the tokens");
    }
    auto summaries = summarise_rows(step, columns, std::min(k, width_of(step)), eos_columns);
    BestTokens answer{summaries.per_row, std::move(summaries.best), std::move(summaries.columns),
                      std::move(summaries.wanted)};
    const auto count = answer.per_row;
    for (std::int64_t row = 0; row < rows; ++row) {
        float* best = &answer.log_probs[row * count];
        std::int32_t* tokens = &answer.tokens[row * count];
        for (std::int64_t i = 0; i < count; ++i) tokens[i] = columns.token(row, tokens[i]);
        const auto& log_prob = summaries.normalizers[row];
        answer.eos_log_probs[row] = log_prob(answer.eos_log_probs[row]);
        for (std::int64_t i = 0; i < count; ++i) best[i] = log_prob(best[i]);
        settle_equal(best, tokens, count);
    }
    return answer;
}

/// A tie crosses the last place: the lowest columns that hold the tied value replace those that topk happened to take.
void settle_tie(const at::Tensor& row, std::vector<Entry>& entries) {
    const float tied = entries.back().value;
    std::size_t next = 0;
    while (entries[next].value > tied) ++next;
    const at::Tensor columns = row.eq(tied).nonzero().cpu();  // [found, 1] ascending
    const std::int64_t* column = columns.const_data_ptr<std::int64_t>();
    for (; next < entries.size(); ++next) entries[next].column = static_cast<std::int32_t>(*column++);
}

}  // namespace

BestTokens best_tokens_by_topk(const StepOutput& step, std::int64_t k, std::int64_t eos) {
    require(step.tokens == nullptr, "best_tokens: lists of tokens are read on the CPU only");
    require(eos >= 0 && eos < step.scores.size(1), "best_tokens: eos is not in the vocabulary");
    at::Tensor table = step.scores.to(at::kFloat);
    if (step.are_logits) table = at::log_softmax(table, 1);
    BestTokens answer = make_answer(table, k);
    const std::int64_t count = answer.per_row;
    const std::int64_t taken = std::min(count + 1, table.size(1));  // one more shows whether a tie crosses the border
    const auto [values, columns] = table.topk(taken, /*dim=*/1, /*largest=*/true, /*sorted=*/true);
    // One transfer: floats travel as the integers with the same bits.
    const at::Tensor eos_column = table.narrow(1, eos, 1).contiguous();
    const at::Tensor packed =
        at::cat({values.contiguous().view(at::kInt), eos_column.view(at::kInt), columns.to(at::kInt)}, 1).cpu();

    std::vector<float> row_values(taken + 1);
    std::vector<Entry> entries(count);
    for (std::int64_t row = 0; row < table.size(0); ++row) {
        const std::int32_t* bits = packed.const_data_ptr<std::int32_t>() + row * packed.size(1);
        std::memcpy(row_values.data(), bits, row_values.size() * sizeof(float));
        answer.eos_log_probs[row] = row_values[taken];
        for (std::int64_t j = 0; j < count; ++j) entries[j] = {row_values[j], bits[taken + 1 + j]};
        if (!std::isnan(row_values[0])) {
            const float last = row_values[count - 1];
            if (taken > count && last == row_values[count] && last != nothing) settle_tie(table[row], entries);
            std::sort(entries.begin(), entries.end(), is_ahead);
        }
        for (std::int64_t j = 0; j < count; ++j) {
            answer.log_probs[row * count + j] = entries[j].value;
            answer.tokens[row * count + j] = entries[j].column;
        }
    }
    refuse_what_is_no_log_prob(answer);
    return answer;
}

at::Tensor log_probs_of(const StepOutput& step, const at::Tensor& tokens) {
    if (step.scores.defined() && !step.scores.is_cpu()) {
        const at::Tensor table = step.scores.to(at::kFloat);
        return (step.are_logits ? at::log_softmax(table, 1) : table).gather(1, tokens.unsqueeze(1)).squeeze(1);
    }
    const auto rows = rows_of(step);
    const Columns columns(step);
    const at::Tensor given = tokens.contiguous();
    std::vector<std::int64_t> wanted;
    for (std::int64_t row = 0; row < rows; ++row)
        wanted.push_back(columns.column(row, given.const_data_ptr<std::int64_t>()[row]));
    const auto summaries = summarise_rows(step, columns, /*count=*/0, wanted);
    at::Tensor result = at::empty({rows}, at::kFloat);
    float* value = result.mutable_data_ptr<float>();
    for (std::int64_t row = 0; row < rows; ++row) value[row] = summaries.normalizers[row](summaries.wanted[row]);
    return result;
}

BestTokens best_tokens(const StepOutput& step, std::int64_t k, std::int64_t eos) {
    require(k >= 1, "best_tokens: k must be positive");
    if (step.scores.defined() && !step.scores.is_cpu()) return best_tokens_by_topk(step, k, eos);
    BestTokens answer = best_tokens_by_reading(step, k, eos);
    refuse_what_is_no_log_prob(answer);
    return answer;
}

}  // namespace nmt
