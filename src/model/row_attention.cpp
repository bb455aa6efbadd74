#include "model/row_attention.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "model/row_math.h"

namespace nmt {
namespace {

/// Calls body(sentence, row, length) for every query row, in parallel; rows are independent.
template <class Body>
void for_each_row(std::int64_t rows, const torch::Tensor& sentence_of_row, const torch::Tensor& lengths,
                  const Body& body) {
    const auto* length = lengths.const_data_ptr<std::int64_t>();
    const auto* sentence = sentence_of_row.const_data_ptr<std::int64_t>();
    at::parallel_for(0, rows, /*grain_size=*/16, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row) body(sentence[row], row, length[sentence[row]]);
    });
}

}  // namespace

bool is_float_on_cpu(const AttentionMemory& memory) {
    return memory.keys.device().is_cpu() && memory.keys.scalar_type() == torch::kFloat &&
           memory.values.scalar_type() == torch::kFloat;
}

torch::Tensor row_energies(const torch::Tensor& queries, const torch::Tensor& sentence_of_row,
                           const AttentionMemory& memory, double scale) {
    const auto q = queries.contiguous();
    const auto k = memory.keys.contiguous();
    const auto src_len = k.size(1), size = k.size(2);
    auto result = torch::zeros({q.size(0), src_len}, q.options());
    auto* out = result.data_ptr<float>();
    const auto* query = q.const_data_ptr<float>();
    const auto* key = k.const_data_ptr<float>();
    const auto fill = [&](std::int64_t sentence, std::int64_t row, std::int64_t length) {
        for (std::int64_t j = 0; j < length; ++j)
            out[row * src_len + j] =
                static_cast<float>(scale) * dot_row(query + row * size, key + (sentence * src_len + j) * size, size);
    };
    for_each_row(q.size(0), sentence_of_row, memory.lengths, fill);
    return result;
}

AttentionOutput row_attention(const torch::Tensor& energies, const torch::Tensor& sentence_of_row,
                              const AttentionMemory& memory) {
    const auto e = energies.contiguous();
    const auto v = memory.values.contiguous();
    const auto src_len = v.size(1), size = v.size(2);
    AttentionOutput result{torch::zeros({e.size(0), size}, v.options()), torch::zeros_like(e)};
    auto* context = result.context.data_ptr<float>();
    auto* weights = result.weights.data_ptr<float>();
    const auto* energy = e.const_data_ptr<float>();
    const auto* value = v.const_data_ptr<float>();
    const auto fill = [&](std::int64_t sentence, std::int64_t row, std::int64_t length) {
        float* a = weights + row * src_len;
        std::copy_n(energy + row * src_len, length, a);
        softmax_row(a, length);
        for (std::int64_t j = 0; j < length; ++j)
            add_scaled_row(context + row * size, a[j], value + (sentence * src_len + j) * size, size);
    };
    for_each_row(e.size(0), sentence_of_row, memory.lengths, fill);
    return result;
}

}  // namespace nmt
