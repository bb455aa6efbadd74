#include "model/candidate_output.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "base/error.h"
#include "model/precision.h"

namespace nmt {
namespace {

constexpr std::int64_t kRowsPerTask = 16;

/// All tokens of the lists, ascending.
std::vector<std::int64_t> union_of(const std::vector<std::vector<std::int32_t>>& lists, std::int64_t vocabulary) {
    std::vector<bool> is_member(static_cast<std::size_t>(vocabulary));
    for (const auto& list : lists)
        for (const auto token : list) is_member.at(static_cast<std::size_t>(token)) = true;
    std::vector<std::int64_t> all;
    for (std::int64_t token = 0; token < vocabulary; ++token)
        if (is_member[static_cast<std::size_t>(token)]) all.push_back(token);
    return all;
}

std::size_t longest(const std::vector<std::vector<std::int32_t>>& lists) {
    std::size_t size = 0;
    for (const auto& list : lists) size = std::max(size, list.size());
    return size;
}

template <class T>
void keep_items(std::vector<T>& items, const std::vector<std::int64_t>& kept) {
    std::vector<T> result;
    for (const auto index : kept) result.push_back(std::move(items.at(static_cast<std::size_t>(index))));
    items = std::move(result);
}

}  // namespace

bool CandidateOutput::is_possible(const torch::Tensor& weight) {
    return has_avx512() && weight.is_cpu() && weight.scalar_type() == torch::kFloat;
}

CandidateOutput::CandidateOutput(const torch::Tensor& weight, const torch::Tensor& bias,
                                 std::vector<std::vector<std::int32_t>> tokens, Precision precision)
    : tokens_(std::move(tokens)) {
    const torch::NoGradGuard no_grad;
    const auto all = union_of(tokens_, weight.size(0));
    const auto index = torch::tensor(all);
    weight_ = weight_blocks(weight.index_select(0, index), precision);
    bias_ = bias.index_select(0, index);
    for (const auto& list : tokens_) {
        std::vector<std::int32_t> columns;
        auto at = all.begin();
        for (const auto token : list) {
            at = std::lower_bound(at, all.end(), token);
            columns.push_back(static_cast<std::int32_t>(at - all.begin()));
        }
        columns_.push_back(std::move(columns));
    }
}

torch::Tensor CandidateOutput::logits(const torch::Tensor& t) const {
    const auto product = block_product({t}, weight_, bias_);
    const auto rows = product.size(0), stride = product.stride(0);
    const auto width = static_cast<std::int64_t>(longest(columns_));
    const auto rows_per_sentence = rows / static_cast<std::int64_t>(columns_.size());
    const auto result = torch::empty({rows, width});
    const auto* from = product.const_data_ptr<float>();
    auto* to = result.data_ptr<float>();
    at::parallel_for(0, rows, kRowsPerTask, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row) {
            auto* number = to + row * width;
            for (const auto column : columns_[static_cast<std::size_t>(row / rows_per_sentence)])
                *number++ = from[row * stride + column];
        }
    });
    return result;
}

void CandidateOutput::keep(const std::vector<std::int64_t>& sentences) {
    keep_items(tokens_, sentences);
    keep_items(columns_, sentences);
}

}  // namespace nmt
