#pragma once
// Rows that stand in a batch more than once. In a beam search several hypotheses extend the same one, and many are fed
// the same word: what follows from that one state, or that one word, alone is worked out once.

#include <torch/types.h>

#include <utility>
#include <vector>

namespace nmt {

/// A matrix [rows, size] whose row i is distinct[index[i]].
struct SharedRows {
    SharedRows() = default;
    /// index may be undefined: then row i is distinct[i].
    SharedRows(torch::Tensor distinct_rows, torch::Tensor row_index = {})
        : distinct(std::move(distinct_rows)), index(std::move(row_index)) {}

    bool defined() const { return distinct.defined(); }
    std::int64_t rows() const { return index.defined() ? index.size(0) : distinct.size(0); }
    std::int64_t size() const { return distinct.size(1); }

    /// The matrix with every row at its own place: [rows, size].
    torch::Tensor spread() const { return index.defined() && defined() ? distinct.index_select(0, index) : distinct; }

    torch::Tensor distinct;  // [distinct rows, size]; undefined: there is no matrix
    torch::Tensor index;     // [rows] int64, contiguous
};

/// Parts of a matrix that lie side by side, as one: [rows, sum of the sizes].
torch::Tensor joined(const std::vector<SharedRows>& parts);

/// Reads a matrix of floats on the CPU row by row. Keeps it alive.
class RowReader {
public:
    explicit RowReader(const SharedRows& rows)
        : distinct_(rows.distinct.contiguous()),
          index_(rows.index),
          number_(distinct_.const_data_ptr<float>()),
          place_(index_.defined() ? index_.const_data_ptr<std::int64_t>() : nullptr),
          size_(rows.size()) {}

    const float* operator()(std::int64_t row) const {
        return number_ + (place_ != nullptr ? place_[row] : row) * size_;
    }
    std::int64_t size() const { return size_; }

private:
    torch::Tensor distinct_, index_;
    const float* number_;
    const std::int64_t* place_;
    std::int64_t size_;
};

}  // namespace nmt
