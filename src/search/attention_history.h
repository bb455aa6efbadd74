#pragma once
// The attention weights of every step of a search, on the host, until the hypotheses that need them are known.

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nmt {

class AttentionHistory {
public:
    /// weights: [rows, src_len], the step's a_ij on any device; copied, so the scorer may use its memory again.
    /// Undefined (a model without attention): nothing is kept.
    void add(const at::Tensor& weights);

    /// True when no step has had weights.
    bool is_empty() const { return steps_.empty(); }

    /// The weights of `row` of the step: [src_len of that step].
    std::vector<float> row(std::size_t step, std::int64_t row) const;

private:
    std::vector<at::Tensor> steps_;  // each [rows, src_len] float, CPU, contiguous
};

}  // namespace nmt
