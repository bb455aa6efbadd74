#pragma once
// What search needs of a table of scores, gathered in one reading of it, in whatever pieces it comes: each row's best
// columns, one wanted score, and what makes logits log probabilities.

#include <cstdint>
#include <vector>

#include "search/step_scorer.h"

namespace nmt {

/// Which tokens the columns of the rows stand for.
class Columns {
public:
    /// Throws InternalError where step.tokens does not fit the step's table.
    explicit Columns(const StepOutput& step);

    /// How many columns of the row count.
    std::int64_t size(std::int64_t row) const { return lists_ == nullptr ? width_ : std::ssize(list(row)); }
    std::int32_t token(std::int64_t row, std::int32_t column) const {
        return lists_ == nullptr ? column : list(row)[static_cast<std::size_t>(column)];
    }
    /// -1 when the row's list has no such token.
    std::int64_t column(std::int64_t row, std::int64_t token) const;

    bool are_equal() const { return lists_ == nullptr; }  // in all rows

private:
    const std::vector<std::int32_t>& list(std::int64_t row) const {
        return (*lists_)[static_cast<std::size_t>(row / rows_per_list_)];
    }

    const std::vector<std::vector<std::int32_t>>* lists_;
    std::int64_t width_;
    std::int64_t rows_per_list_ = 1;
};

/// What makes a row's scores log probabilities: log p(v) = (row_v - largest) - log_sum. For logits log_sum is
/// log sum_w exp(row_w - largest); in this order nothing is lost when logits are large. For log probabilities both are
/// 0. A NaN anywhere in the row makes log_sum one.
struct Normalizer {
    float largest = 0, log_sum = 0;
    float operator()(float score) const { return (score - largest) - log_sum; }
};

/// A number of a row and where it stands.
struct Entry {
    float value;
    std::int32_t column;
};

/// Larger first; of equal numbers the lower column.
inline bool is_ahead(const Entry& a, const Entry& b) {
    return a.value != b.value ? a.value > b.value : a.column < b.column;
}

/// A row's numbers depend on that row alone: not on the pieces, nor on the threads that read them.
struct RowSummaries {
    std::int64_t per_row = 0;
    std::vector<float> best;              // [rows * per_row] descending; -inf where a row has no more
    std::vector<std::int32_t> columns;    // [rows * per_row]; of equal scores the lower column first
    std::vector<float> wanted;            // [rows] -inf where no column is wanted
    std::vector<Normalizer> normalizers;  // [rows]
};

/// step: on the CPU. count: best columns a row, 0 for none; wanted: [rows] column whose score is wanted, or -1.
RowSummaries summarise_rows(const StepOutput& step, const Columns& columns, std::int64_t count,
                            const std::vector<std::int64_t>& wanted);

/// Rows and columns of the step's table. Throw InternalError where it has other than two dimensions.
std::int64_t rows_of(const StepOutput& step);
std::int64_t width_of(const StepOutput& step);

}  // namespace nmt
