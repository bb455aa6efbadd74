// Dropout acts where its setting says, and in training only.

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

TEST_CASE("dropout on the annotations takes the share asked for from h_j, and leaves the final states whole") {
    const torch::NoGradGuard no_grad;
    const double rate = 0.4;
    auto options = all_variants({32, 32, 5, 3, 4, 5}).front().options;
    options.dropout.annotations = rate;
    auto model = make_model(options, 23, 23);
    const auto source = make_source(make_sentences(std::vector<std::int64_t>(60, 9), 23));
    const auto whole = model->encoder->forward(source);
    CHECK(torch::equal(whole.annotations, model->encoder->forward(source).annotations));

    model->train();
    torch::manual_seed(1);
    const auto noisy = model->encoder->forward(source);
    const auto is_kept = noisy.annotations != 0;
    CHECK(is_kept.to(torch::kDouble).mean().item<double>() == Approx(1 - rate).margin(0.02));
    CHECK(torch::allclose(noisy.annotations.masked_select(is_kept),
                          whole.annotations.masked_select(is_kept) / (1 - rate)));
    CHECK(torch::allclose(noisy.final_states.back().hidden, whole.final_states.back().hidden));
}
