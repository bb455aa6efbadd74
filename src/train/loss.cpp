#include "train/loss.h"

#include <ATen/Parallel.h>

#include "model/log_normalizer.h"
#include "model/vector_math.h"

namespace nmt {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// In place: logits to scale * (softmax - smoothed).
NMT_FOR_EACH_PROCESSOR void gradient_of_row(float* row, float log_normalizer, float smoothed, float scale,
                                            std::int64_t size) {
#pragma omp simd
    for (std::int64_t v = 0; v < size; ++v) row[v] = scale * (vector_exp(row[v] - log_normalizer) - smoothed);
}

/// Softmax and cross entropy in two passes forward and one backward, which turns the logits' memory into their
/// gradient.
class FusedCrossEntropy : public torch::autograd::Function<FusedCrossEntropy> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& given, const torch::Tensor& targets,
                                 double label_smoothing) {
        const auto logits = given.contiguous();
        const auto rows = logits.size(0), size = logits.size(1);
        const auto normalizers = torch::empty({rows}, logits.options());
        const auto losses = torch::empty({rows}, logits.options().dtype(torch::kDouble));
        const auto* logit = logits.const_data_ptr<float>();
        const auto* target = targets.const_data_ptr<std::int64_t>();
        auto* normalizer = normalizers.data_ptr<float>();
        auto* loss = losses.data_ptr<double>();
        at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row) {
                const auto sums = row_sums(logit + row * size, size);
                normalizer[row] = sums.log_normalizer;
                const double right = logit[row * size + target[row]];
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
        auto* row_start = logits.data_ptr<float>();
        const auto* target = targets.const_data_ptr<std::int64_t>();
        const auto* normalizer = normalizers.const_data_ptr<float>();
        const auto smoothed = static_cast<float>(label_smoothing / static_cast<double>(size));
        at::parallel_for(0, logits.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
            for (auto row = begin; row < end; ++row) {
                gradient_of_row(row_start + row * size, normalizer[row], smoothed, scale, size);
                row_start[row * size + target[row]] -= scale * static_cast<float>(1 - label_smoothing);
            }
        });
        return {logits, {}, {}};
    }
};

}  // namespace

torch::Tensor cross_entropy_sum(const torch::Tensor& logits, const torch::Tensor& targets, double label_smoothing) {
    if (logits.device().is_cpu() && logits.scalar_type() == torch::kFloat)
        return FusedCrossEntropy::apply(logits, targets.contiguous(), label_smoothing);
    // torch divides the smoothed mass over all classes, the right one included: the definition above.
    return at::cross_entropy_loss(logits, targets, {}, at::Reduction::Sum, /*ignore_index=*/-100, label_smoothing);
}

}  // namespace nmt
