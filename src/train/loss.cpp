#include "train/loss.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <cmath>

#include "base/vector_math.h"
#include "model/row_math.h"

namespace nmt {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct RowSums {
    float log_normalizer;  // log sum_v exp(logit_v)
    float logit_sum;       // sum_v logit_v
};

NMT_FOR_EACH_PROCESSOR RowSums row_sums(const float* logits, std::int64_t size) {
    float largest = logits[0];
#pragma omp simd reduction(max : largest)
    for (std::int64_t v = 0; v < size; ++v) largest = logits[v] > largest ? logits[v] : largest;
    float exponentials = 0, total = 0;
#pragma omp simd reduction(+ : exponentials, total)
    for (std::int64_t v = 0; v < size; ++v) {
        exponentials += vector_exp(logits[v] - largest);
        total += logits[v];
    }
    return {largest + std::log(exponentials), total};
}

/// In place: logits to scale * (softmax - smoothed).
NMT_FOR_EACH_PROCESSOR void to_gradient(float* row, float log_normalizer, float smoothed, float scale,
                                        std::int64_t size) {
#pragma omp simd
    for (std::int64_t v = 0; v < size; ++v) row[v] = scale * (vector_exp(row[v] - log_normalizer) - smoothed);
}

/// The rows of a table of float or bf16 numbers, one at a time as floats.
class Rows {
public:
    explicit Rows(const torch::Tensor& table) : table_(table), size_(table.size(1)) {
        if (is_bf16()) row_.resize(static_cast<std::size_t>(size_));
    }

    float* load(std::int64_t row) {
        if (!is_bf16()) return table_.data_ptr<float>() + row * size_;
        widen_row(numbers(row), row_.data(), size_);
        return row_.data();
    }

    /// Puts back what load() gave.
    void store(std::int64_t row) {
        if (is_bf16()) round_row(row_.data(), numbers(row), size_);
    }

private:
    bool is_bf16() const { return table_.scalar_type() == torch::kBFloat16; }
    at::BFloat16* numbers(std::int64_t row) const { return table_.data_ptr<at::BFloat16>() + row * size_; }

    const torch::Tensor& table_;
    std::int64_t size_;
    std::vector<float> row_;
};

/// Softmax and cross entropy in two passes forward and one backward, which turns the logits' memory into their
/// gradient.
class FusedCrossEntropy : public torch::autograd::Function<FusedCrossEntropy> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& targets,
                                 double label_smoothing) {
        const auto logits = given.contiguous();
        const auto rows = logits.size(0), size = logits.size(1);
        const auto normalizers = torch::empty({rows}, logits.options().dtype(torch::kFloat));
        const auto losses = torch::empty({rows}, logits.options().dtype(torch::kDouble));
        const auto* target = targets.const_data_ptr<std::int64_t>();
        auto* normalizer = normalizers.data_ptr<float>();
        auto* loss = losses.data_ptr<double>();
        at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
            Rows table(logits);
            for (auto row = begin; row < end; ++row) {
                const auto* logit = table.load(row);
                const auto sums = row_sums(logit, size);
                normalizer[row] = sums.log_normalizer;
                const double right = logit[target[row]];
                const double mean = sums.logit_sum / static_cast<double>(size);
                loss[row] = sums.log_normalizer - (1 - label_smoothing) * right - label_smoothing * mean;
            }
        });
        context->saved_data["logits"] = logits;
        context->saved_data["targets"] = targets;
        context->saved_data["normalizers"] = normalizers;
        context->saved_data["label_smoothing"] = label_smoothing;
        return losses.sum().to(torch::kFloat);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto logits = context->saved_data["logits"].toTensor();
        const auto targets = context->saved_data["targets"].toTensor();
        const auto normalizers = context->saved_data["normalizers"].toTensor();
        const auto label_smoothing = context->saved_data["label_smoothing"].toDouble();
        const auto scale = gradients[0].item<float>();
        const auto size = logits.size(1);
        const auto* target = targets.const_data_ptr<std::int64_t>();
        const auto* normalizer = normalizers.const_data_ptr<float>();
        const auto smoothed = static_cast<float>(label_smoothing / static_cast<double>(size));
        at::parallel_for(0, logits.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
            Rows table(logits);
            for (auto row = begin; row < end; ++row) {
                auto* logit = table.load(row);
                to_gradient(logit, normalizer[row], smoothed, scale, size);
                logit[target[row]] -= scale * static_cast<float>(1 - label_smoothing);
                table.store(row);
            }
        });
        return {logits, {}, {}};
    }
};

}  // namespace

torch::Tensor cross_entropy_sum(const torch::Tensor& logits, const torch::Tensor& targets, double label_smoothing) {
    const bool is_fused = logits.scalar_type() == torch::kFloat || logits.scalar_type() == torch::kBFloat16;
    if (logits.device().is_cpu() && is_fused)
        return FusedCrossEntropy::apply(logits, targets.contiguous(), label_smoothing);
    // torch divides the smoothed mass over all classes, the right one included: the definition above.
    return at::cross_entropy_loss(logits, targets, {}, at::Reduction::Sum, /*ignore_index=*/-100, label_smoothing);
}

}  // namespace nmt
