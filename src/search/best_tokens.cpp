#include "search/best_tokens.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/cat.h"
#include "base/error.h"
#include "base/vector_math.h"

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

/// Puts one value where it belongs among the `count` best of a row. The comparison is strict and columns come in
/// ascending order: of equal values the lower column stays ahead.
void insert(float value, std::int32_t column, std::int64_t count, float* values, std::int32_t* columns) {
    std::int64_t place = count - 1;
    for (; place > 0 && values[place - 1] < value; --place) {
        values[place] = values[place - 1];
        columns[place] = columns[place - 1];
    }
    values[place] = value;
    columns[place] = column;
}

/// The `count` best of a row, best first. Blocks in which nothing beats the worst of the best so far are passed over
/// by a loop without branches, which the compiler turns into vector instructions; after a short start that is nearly
/// all of them. A NaN does not compare, so it never counts as beaten; it ends the scan and stands first.
void scan_row(const float* row, std::int64_t size, std::int64_t count, float* values, std::int32_t* columns) {
    std::fill_n(values, count, nothing);
    std::fill_n(columns, count, 0);
    constexpr std::int64_t block = 64;
    for (std::int64_t begin = 0; begin < size; begin += block) {
        const std::int64_t end = std::min(begin + block, size);
        const float threshold = values[count - 1];
        std::int32_t unbeaten = 0;
        for (std::int64_t j = begin; j < end; ++j) unbeaten |= static_cast<std::int32_t>(!(row[j] <= threshold));
        if (unbeaten == 0) continue;
        for (std::int64_t j = begin; j < end; ++j) {
            if (row[j] <= values[count - 1]) continue;
            if (std::isnan(row[j])) {
                values[0] = row[j];
                return;
            }
            insert(row[j], static_cast<std::int32_t>(j), count, values, columns);
        }
    }
}

NMT_FOR_EACH_PROCESSOR float largest_of(const float* row, std::int64_t size) {
    float largest = row[0];
#pragma omp simd reduction(max : largest)
    for (std::int64_t v = 0; v < size; ++v) largest = row[v] > largest ? row[v] : largest;
    return largest;
}

/// What makes a row of logits log probabilities: log p(v) = (row_v - largest) - log sum_w exp(row_w - largest). In this
/// order nothing is lost when logits are large.
struct Normalizer {
    float largest = 0, log_sum = 0;
    float operator()(float logit) const { return (logit - largest) - log_sum; }
};

NMT_FOR_EACH_PROCESSOR Normalizer normalizer_of(const float* row, std::int64_t size, float largest) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t v = 0; v < size; ++v) sum += vector_exp(row[v] - largest);
    return {largest, std::log(sum)};
}

/// Rounding can make log probabilities of different logits equal: then the lower token goes first, too.
void settle_equal(float* values, std::int32_t* tokens, std::int64_t count) {
    for (std::int64_t i = 1; i < count; ++i)
        for (auto j = i; j > 0 && values[j] == values[j - 1] && tokens[j] < tokens[j - 1]; --j)
            std::swap(tokens[j], tokens[j - 1]);
}

/// Calls body(row, its scores) for every row of a table of floats on the CPU, in parallel.
template <class Body>
void for_each_row(const at::Tensor& scores, const Body& body) {
    const at::Tensor table = scores.stride(-1) == 1 ? scores : scores.contiguous();
    const float* data = table.const_data_ptr<float>();
    const std::int64_t stride = table.stride(0);
    const std::int64_t rows_per_task = std::max<std::int64_t>(1, 65536 / table.size(1));
    at::parallel_for(0, table.size(0), rows_per_task, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) body(row, data + row * stride);
    });
}

/// Which tokens the columns of the rows stand for.
class Columns {
public:
    Columns(const StepOutput& step, const at::Tensor& table) : lists_(step.tokens), vocabulary_(table.size(1)) {
        if (lists_ == nullptr) return;
        require(!lists_->empty() && table.size(0) % std::ssize(*lists_) == 0,
                "search: rows and lists of tokens differ");
        rows_per_list_ = table.size(0) / std::ssize(*lists_);
        for (const auto& list : *lists_)
            require(!list.empty() && std::ssize(list) <= vocabulary_, "search: a list of tokens is empty or too long");
    }

    std::int64_t size(std::int64_t row) const { return lists_ == nullptr ? vocabulary_ : std::ssize(list(row)); }
    std::int32_t token(std::int64_t row, std::int32_t column) const {
        return lists_ == nullptr ? column : list(row)[column];
    }
    /// -1 when the row's list has no such token.
    std::int64_t column(std::int64_t row, std::int64_t token) const {
        require(lists_ != nullptr || (token >= 0 && token < vocabulary_), "search: a token is not in the vocabulary");
        if (lists_ == nullptr) return token;
        const auto& tokens = list(row);
        const auto found = std::lower_bound(tokens.begin(), tokens.end(), token);
        return found != tokens.end() && *found == token ? found - tokens.begin() : -1;
    }

private:
    const std::vector<std::int32_t>& list(std::int64_t row) const { return (*lists_)[row / rows_per_list_]; }

    const std::vector<std::vector<std::int32_t>>* lists_;
    std::int64_t vocabulary_;
    std::int64_t rows_per_list_ = 1;
};

BestTokens best_tokens_by_scan(const StepOutput& step, std::int64_t k, std::int64_t eos) {
    const at::Tensor table = step.scores.to(at::kFloat);
    const Columns columns(step, table);
    BestTokens answer = make_answer(table, k);
    const std::int64_t count = answer.per_row;
    for_each_row(table, [&](std::int64_t row, const float* scores) {
        float* best = &answer.log_probs[row * count];
        std::int32_t* tokens = &answer.tokens[row * count];
        const auto size = columns.size(row), eos_column = columns.column(row, eos);
        require(eos_column >= 0, "best_tokens: eos is not among the tokens");
        scan_row(scores, size, count, best, tokens);
        for (std::int64_t i = 0; i < count; ++i) tokens[i] = columns.token(row, tokens[i]);
        answer.eos_log_probs[row] = scores[eos_column];
        if (!step.are_logits) return;
        const Normalizer log_prob = normalizer_of(scores, size, best[0]);
        answer.eos_log_probs[row] = log_prob(scores[eos_column]);
        for (std::int64_t i = 0; i < count; ++i) best[i] = log_prob(best[i]);
        settle_equal(best, tokens, count);
    });
    return answer;
}

using Entry = std::pair<float, std::int32_t>;  // value, column

/// A tie crosses the last place: the lowest columns that hold the tied value replace those that topk happened to take.
void settle_tie(const at::Tensor& row, std::vector<Entry>& entries) {
    const float tied = entries.back().first;
    std::size_t next = 0;
    while (entries[next].first > tied) ++next;
    const at::Tensor columns = row.eq(tied).nonzero().cpu();  // [found, 1] ascending
    const std::int64_t* column = columns.const_data_ptr<std::int64_t>();
    for (; next < entries.size(); ++next) entries[next].second = static_cast<std::int32_t>(*column++);
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
            std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
                return a.first != b.first ? a.first > b.first : a.second < b.second;
            });
        }
        for (std::int64_t j = 0; j < count; ++j) {
            answer.log_probs[row * count + j] = entries[j].first;
            answer.tokens[row * count + j] = entries[j].second;
        }
    }
    refuse_what_is_no_log_prob(answer);
    return answer;
}

at::Tensor log_probs_of(const StepOutput& step, const at::Tensor& tokens) {
    const at::Tensor table = step.scores.to(at::kFloat);
    if (!table.is_cpu())
        return (step.are_logits ? at::log_softmax(table, 1) : table).gather(1, tokens.unsqueeze(1)).squeeze(1);
    const Columns columns(step, table);
    at::Tensor result = at::empty({table.size(0)}, at::kFloat);
    float* value = result.mutable_data_ptr<float>();
    const at::Tensor wanted = tokens.contiguous();
    const auto* token = wanted.const_data_ptr<std::int64_t>();
    for_each_row(table, [&](std::int64_t row, const float* scores) {
        const auto size = columns.size(row), column = columns.column(row, token[row]);
        value[row] = column < 0 ? nothing : scores[column];
        if (step.are_logits && column >= 0)
            value[row] = normalizer_of(scores, size, largest_of(scores, size))(value[row]);
    });
    return result;
}

BestTokens best_tokens(const StepOutput& step, std::int64_t k, std::int64_t eos) {
    if (!step.scores.is_cpu()) return best_tokens_by_topk(step, k, eos);
    BestTokens answer = best_tokens_by_scan(step, k, eos);
    refuse_what_is_no_log_prob(answer);
    return answer;
}

}  // namespace nmt
