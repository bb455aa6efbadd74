#include "search/row_summaries.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "base/vector_math.h"

namespace nmt {
namespace {

constexpr float kNothing = -std::numeric_limits<float>::infinity();
// Sums of exponentials are taken over this many columns at a time, and these sums are then added up in their order: so
// no row's sum depends on who read which piece.
constexpr std::int64_t kBlock = 64;

/// Of each row of a block: its largest number and sum_v exp(row_v - largest). A NaN anywhere makes the sum one. A row's
/// two lie `step` after those of the row before.
NMT_FOR_EACH_PROCESSOR void sum_exponentials(const float* row, std::int64_t stride, std::int64_t rows,
                                             std::int64_t size, float* largest, float* sums, std::int64_t step) {
    for (std::int64_t i = 0; i < rows; ++i) {
        const float* numbers = row + i * stride;
        float top = numbers[0];
#pragma omp simd reduction(max : top)
        for (std::int64_t v = 0; v < size; ++v) top = numbers[v] > top ? numbers[v] : top;
        largest[i * step] = top;
    }
    for (std::int64_t i = 0; i < rows; ++i) {
        const float* numbers = row + i * stride;
        const float from = largest[i * step] == kNothing ? 0 : largest[i * step];
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t v = 0; v < size; ++v) sum += vector_exp(numbers[v] - from);
        sums[i * step] = sum;
    }
}

/// The same with the number of NaNs for the sum.
NMT_FOR_EACH_PROCESSOR void count_not_numbers(const float* row, std::int64_t stride, std::int64_t rows,
                                              std::int64_t size, float* largest, float* counts, std::int64_t step) {
    for (std::int64_t i = 0; i < rows; ++i, row += stride) {
        float top = kNothing, count = 0;
#pragma omp simd reduction(max : top) reduction(+ : count)
        for (std::int64_t v = 0; v < size; ++v) {
            top = row[v] > top ? row[v] : top;
            count += row[v] == row[v] ? 0.0F : 1.0F;
        }
        largest[i * step] = top;
        counts[i * step] = count;
    }
}

/// Of one row's blocks: largest, and the logarithm of sum_b sums_b exp(largest_b - largest). One row at a time, since
/// the last bits of a number may depend on its place in a loop.
NMT_FOR_EACH_PROCESSOR Normalizer add_up(const float* block_largest, const float* block_sums, std::int64_t blocks) {
    float largest = kNothing, sum = 0;
#pragma omp simd reduction(max : largest)
    for (std::int64_t b = 0; b < blocks; ++b) largest = block_largest[b] > largest ? block_largest[b] : largest;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t b = 0; b < blocks; ++b) sum += block_sums[b] * vector_exp(block_largest[b] - largest);
    return {largest, std::log(sum)};
}

/// The best of every row, as far as one thread has seen them.
class BestLists {
public:
    /// None.
    BestLists() = default;
    BestLists(std::int64_t rows, std::int64_t count) : count_(count), entries_(rows * count, Entry{kNothing, 0}) {}

    bool is_defined() const { return !entries_.empty(); }
    float last(std::int64_t row) const { return list(row)[count_ - 1].value; }
    const Entry* list(std::int64_t row) const { return &entries_[row * count_]; }

    /// Numbers of columns [column, column + size), at most a block, that are at least `floor`.
    void insert(std::int64_t row, float floor, const float* numbers, std::int64_t column, std::int64_t size) {
        std::array<std::int32_t, kBlock> found;  // without branches, which could not be foreseen
        std::int32_t count = 0;
        for (std::int32_t v = 0; v < size; ++v) {
            found[static_cast<std::size_t>(count)] = v;
            count += static_cast<std::int32_t>(numbers[v] >= floor);
        }
        for (std::int32_t i = 0; i < count; ++i) {
            const auto v = found[static_cast<std::size_t>(i)];
            insert(&entries_[row * count_], {numbers[v], static_cast<std::int32_t>(column + v)});
        }
    }

private:
    void insert(Entry* list, const Entry& entry) const {
        if (!is_ahead(entry, list[count_ - 1])) return;
        auto place = count_ - 1;
        for (; place > 0 && is_ahead(entry, list[place - 1]); --place) list[place] = list[place - 1];
        list[place] = entry;
    }

    std::int64_t count_ = 0;
    std::vector<Entry> entries_;
};

class Summariser {
public:
    Summariser(const StepOutput& step, const Columns& columns, std::int64_t count,
               const std::vector<std::int64_t>& wanted)
        : columns_(columns),
          are_logits_(step.are_logits),
          count_(count),
          wanted_column_(wanted),
          rows_(rows_of(step)),
          blocks_((width_of(step) + kBlock - 1) / kBlock),
          floors_(static_cast<std::size_t>(rows_)),
          lists_(static_cast<std::size_t>(at::get_num_threads())),
          block_largest_(rows_ * blocks_, kNothing),
          block_sums_(rows_ * blocks_, 0),
          wanted_(rows_, kNothing) {
        for (auto& floor : floors_) floor = kNothing;
    }

    /// Of one piece of the table, in any thread of at::parallel_for.
    void read(const ScorePiece& piece) {
        require(piece.column % kBlock == 0, "search: a piece of the scores begins within a block");
        const auto rows_at_once = columns_.are_equal() ? piece.rows : 1;
        for (std::int64_t i = 0; i < piece.rows; i += rows_at_once) {
            const auto end = std::min(piece.column + piece.columns, columns_.size(piece.row + i));
            for (auto column = piece.column; column < end; column += kBlock)
                read_block({piece.row + i, rows_at_once, column, std::min(kBlock, end - column),
                            piece.scores + i * piece.stride + (column - piece.column), piece.stride});
        }
    }

    RowSummaries finish() {
        RowSummaries result;
        result.per_row = count_;
        result.wanted = std::move(wanted_);
        result.best.resize(rows_ * count_);
        result.columns.resize(rows_ * count_);
        result.normalizers.resize(rows_);
        constexpr std::int64_t kRowsPerTask = 16;
        at::parallel_for(0, rows_, kRowsPerTask, [&](std::int64_t begin, std::int64_t end) {
            std::vector<Entry> entries;
            for (auto row = begin; row < end; ++row) {
                merge_lists(row, entries, result);
                result.normalizers[row] = add_up_blocks(row);
            }
        });
        return result;
    }

private:
    void read_block(const ScorePiece& block) {
        const auto at = block.row * blocks_ + block.column / kBlock;
        const auto summarise = are_logits_ ? sum_exponentials : count_not_numbers;
        summarise(block.scores, block.stride, block.rows, block.columns, &block_largest_[at], &block_sums_[at],
                  blocks_);
        auto& lists = lists_.at(static_cast<std::size_t>(at::get_thread_num()));
        if (count_ > 0 && !lists.is_defined()) lists = BestLists(rows_, count_);
        for (std::int64_t i = 0; i < block.rows; ++i) {
            const auto row = block.row + i, wanted = wanted_column_[row] - block.column;
            const float* numbers = block.scores + i * block.stride;
            if (wanted >= 0 && wanted < block.columns) wanted_[row] = numbers[wanted];
            if (count_ > 0) insert(lists, row, block_largest_[at + i * blocks_], numbers, block.column, block.columns);
        }
    }

    void insert(BestLists& lists, std::int64_t row, float largest, const float* numbers, std::int64_t column,
                std::int64_t size) {
        auto& shared = floors_[static_cast<std::size_t>(row)];
        const float floor = shared.load(std::memory_order_relaxed);
        if (!(largest >= floor)) return;
        lists.insert(row, floor, numbers, column, size);
        // Of two threads that do this at once either may win: each of their floors is one.
        if (lists.last(row) > floor) shared.store(lists.last(row), std::memory_order_relaxed);
    }

    Normalizer add_up_blocks(std::int64_t row) const {
        const auto blocks = (columns_.size(row) + kBlock - 1) / kBlock;
        const float* sums = &block_sums_[row * blocks_];
        if (are_logits_) return add_up(&block_largest_[row * blocks_], sums, blocks);
        const bool has_nan = std::any_of(sums, sums + blocks, [](float count) { return count > 0; });
        return {0, has_nan ? std::numeric_limits<float>::quiet_NaN() : 0};
    }

    void merge_lists(std::int64_t row, std::vector<Entry>& entries, RowSummaries& result) const {
        entries.clear();
        for (const auto& lists : lists_)
            if (lists.is_defined()) entries.insert(entries.end(), lists.list(row), lists.list(row) + count_);
        std::partial_sort(entries.begin(), entries.begin() + count_, entries.end(), is_ahead);
        for (std::int64_t i = 0; i < count_; ++i) {
            result.best[row * count_ + i] = entries[i].value;
            result.columns[row * count_ + i] = entries[i].column;
        }
    }

    const Columns& columns_;
    const bool are_logits_;
    const std::int64_t count_;
    const std::vector<std::int64_t>& wanted_column_;
    const std::int64_t rows_, blocks_;
    std::vector<std::atomic<float>> floors_;         // [rows] no number below it is among the row's best: any
                                                     // thread's list shows it to all
    std::vector<BestLists> lists_;                   // one a thread
    std::vector<float> block_largest_, block_sums_;  // [rows, blocks]
    std::vector<float> wanted_;
};

/// Calls read(piece) for every row of a table of floats on the CPU, in parallel.
template <class Read>
void read_table(const at::Tensor& scores, const Read& read) {
    const at::Tensor floats = scores.to(at::kFloat);
    const at::Tensor table = floats.stride(-1) == 1 ? floats : floats.contiguous();
    const float* data = table.const_data_ptr<float>();
    const std::int64_t stride = table.stride(0);
    const std::int64_t rows_per_task = std::max<std::int64_t>(1, 65536 / table.size(1));
    at::parallel_for(0, table.size(0), rows_per_task, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) read({row, 1, 0, table.size(1), data + row * stride, stride});
    });
}

}  // namespace

Columns::Columns(const StepOutput& step) : lists_(step.tokens), width_(width_of(step)) {
    if (lists_ == nullptr) return;
    const auto rows = rows_of(step);
    require(!lists_->empty() && rows % std::ssize(*lists_) == 0, "search: rows and lists of tokens differ");
    rows_per_list_ = rows / std::ssize(*lists_);
    for (const auto& list : *lists_)
        require(!list.empty() && std::ssize(list) <= width_, "search: a list of tokens is empty or too long");
}

std::int64_t Columns::column(std::int64_t row, std::int64_t token) const {
    require(lists_ != nullptr || (token >= 0 && token < width_), "search: a token is not in the vocabulary");
    if (lists_ == nullptr) return token;
    const auto& tokens = list(row);
    const auto found = std::lower_bound(tokens.begin(), tokens.end(), token);
    return found != tokens.end() && *found == token ? found - tokens.begin() : -1;
}

std::int64_t rows_of(const StepOutput& step) {
    if (step.pieces != nullptr) return step.pieces->rows();
    require(step.scores.dim() == 2, "search: scores must be [rows, vocabulary]");
    return step.scores.size(0);
}

std::int64_t width_of(const StepOutput& step) {
    if (step.pieces != nullptr) return step.pieces->columns();
    require(step.scores.dim() == 2, "search: scores must be [rows, vocabulary]");
    return step.scores.size(1);
}

RowSummaries summarise_rows(const StepOutput& step, const Columns& columns, std::int64_t count,
                            const std::vector<std::int64_t>& wanted) {
    Summariser summariser(step, columns, count, wanted);
    const auto read = [&](const ScorePiece& piece) { summariser.read(piece); };
    if (step.pieces != nullptr)
        step.pieces->read(read);
    else
        read_table(step.scores, read);
    return summariser.finish();
}

}  // namespace nmt
