#include "model/dropout.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>

#include "base/random_stream.h"
#include "base/vector_math.h"

namespace nmt {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kBlock = 128;             // numbers whose fates are drawn at once
constexpr std::int64_t kBlocksPerTask = 1 << 7;  // fewer are not worth another thread

struct Fates {
    std::uint64_t key;
    std::uint32_t threshold;  // of 2^32: below it a number is left out
    float scale;              // of those that stay
};

/// Block `index` of a tensor of `size` numbers. Each 64 random bits decide about two of them.
NMT_FOR_EACH_PROCESSOR void drop_block(const float* from, float* to, std::int64_t index, std::int64_t size,
                                       const Fates& fates) {
    std::array<std::uint64_t, kBlock / 2> pairs;
    const auto first = static_cast<std::uint64_t>(index * kBlock / 2);
#pragma omp simd
    for (std::uint64_t k = 0; k < kBlock / 2; ++k) pairs[k] = random_at(fates.key, first + k);
    const auto draws = std::bit_cast<std::array<std::uint32_t, kBlock>>(pairs);
    const auto begin = index * kBlock, count = std::min(kBlock, size - begin);
    const auto threshold = fates.threshold;
    const auto scale = fates.scale;
#pragma omp simd
    for (std::int64_t k = 0; k < count; ++k) {
        const float factor = draws[k] < threshold ? 0.0F : scale;  // no branch: the loop becomes vector instructions
        to[begin + k] = factor * from[begin + k];
    }
}

torch::Tensor drop(const torch::Tensor& x, const Fates& fates) {
    auto result = torch::empty_like(x, at::MemoryFormat::Contiguous);
    const auto whole = x.contiguous();
    const auto size = whole.numel();
    const auto* from = whole.const_data_ptr<float>();
    auto* to = result.data_ptr<float>();
    at::parallel_for(0, (size + kBlock - 1) / kBlock, kBlocksPerTask, [&](std::int64_t begin, std::int64_t end) {
        for (auto block = begin; block < end; ++block) drop_block(from, to, block, size, fates);
    });
    return result;
}

class Dropout : public torch::autograd::Function<Dropout> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, std::int64_t key, double rate) {
        context->saved_data["key"] = key;
        context->saved_data["rate"] = rate;
        return drop(x, fates(key, rate));
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto key = context->saved_data["key"].toInt();
        return {drop(gradients[0], fates(key, context->saved_data["rate"].toDouble())), {}, {}};
    }

private:
    static Fates fates(std::int64_t key, double rate) {
        return {static_cast<std::uint64_t>(key), static_cast<std::uint32_t>(rate * 0x1p32),
                static_cast<float>(1 / (1 - rate))};
    }
};

std::int64_t next_key() {
    auto generator = at::detail::getDefaultCPUGenerator();
    const std::lock_guard lock(generator.mutex());
    return static_cast<std::int64_t>(generator.get<at::CPUGeneratorImpl>()->random64());
}

}  // namespace

torch::Tensor with_dropout(const torch::Tensor& x, double rate, bool is_training) {
    if (!is_training || rate == 0) return x;
    if (!x.device().is_cpu() || x.scalar_type() != torch::kFloat) return at::dropout(x, rate, is_training);
    return Dropout::apply(x, next_key(), rate);
}

}  // namespace nmt
