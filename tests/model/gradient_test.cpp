// Gradients of the teacher-forced loss against central differences, over the whole grid of variants.

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

constexpr Sizes kTinySizes{4, 3, 3, 2, 2, 3};
constexpr std::int64_t kVocabulary = 7;
constexpr double kStep = 1e-5;

struct Problem {
    Seq2Seq model;
    Source source;
    Target target;

    double loss() const {
        const torch::NoGradGuard no_grad;
        return mean_loss(model->forward(source, target), target).item<double>();
    }
};

Problem make_problem(const ModelOptions& options) {
    Problem problem{make_model(options, kVocabulary, kVocabulary), make_source({{4, 6, 5}, {5}}),
                    make_target({{2, 5}, {2, 4, 6}}, {{5, 3}, {4, 6, 3}})};
    problem.model->to(torch::kFloat64);
    fill_by_formula(*problem.model);
    return problem;
}

/// The loss's slope as weights move along `direction` (one tensor a weight).
double numeric_slope(const Problem& problem, const std::vector<torch::Tensor>& direction) {
    const torch::NoGradGuard no_grad;
    const auto weights = problem.model->named_weights();
    const auto move = [&](double amount) {
        for (std::size_t k = 0; k < weights.size(); ++k) weights[k].second.add_(direction[k], amount);
    };
    move(kStep);
    const double above = problem.loss();
    move(-2 * kStep);
    const double below = problem.loss();
    move(kStep);
    return (above - below) / (2 * kStep);
}

void check_gradients(const Variant& variant) {
    const auto problem = make_problem(variant.options);
    mean_loss(problem.model->forward(problem.source, problem.target), problem.target).backward();
    const auto weights = problem.model->named_weights();
    std::vector<torch::Tensor> gradients, direction;
    double slope = 0;
    std::int64_t salt = 0;
    for (const auto& [name, weight] : weights) {
        gradients.push_back(weight.grad().defined() ? weight.grad() : torch::zeros_like(weight));
        const auto index = torch::arange(weight.numel(), torch::kFloat64);
        direction.push_back(torch::sin(1.3 * index + 0.7 * static_cast<double>(++salt)).view(weight.sizes()));
        slope += (gradients.back() * direction.back()).sum().item<double>();
    }
    // All entries at once, along one direction.
    CHECK(numeric_slope(problem, direction) == Approx(slope).margin(1e-7).epsilon(1e-6));

    // One entry of every weight: where the gradient is largest, so that it is not trivially 0.
    for (std::size_t k = 0; k < weights.size(); ++k) {
        INFO(weights[k].first);
        const auto entry = gradients[k].abs().argmax().item<std::int64_t>();
        std::vector<torch::Tensor> one;
        for (const auto& gradient : gradients) one.push_back(torch::zeros_like(gradient));
        one[k].view(-1)[entry] = 1.0;
        CHECK(numeric_slope(problem, one) ==
              Approx(gradients[k].view(-1)[entry].item<double>()).margin(1e-8).epsilon(1e-6));
    }
}

}  // namespace

TEST_CASE("gradients are the slopes of the loss, for every scoring, cell and place of attention") {
    const Threads threads(1);
    for (const auto& variant : all_variants(kTinySizes)) {
        INFO(variant.name);
        check_gradients(variant);
    }
}

TEST_CASE("gradients are the slopes of the loss, for every bridge, depth, direction and tying") {
    const Threads threads(1);
    for (const auto& variant : other_variants(kTinySizes)) {
        INFO(variant.name);
        check_gradients(variant);
    }
}
