// Dropout acts where its setting says, and in training only.

#include "model/dropout.h"

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

/// 1 where a number stays, 0 where it is left out.
torch::Tensor fates(at::IntArrayRef shape, double rate, std::uint64_t seed) {
    torch::manual_seed(seed);
    return with_dropout(torch::ones(shape), rate, true) != 0;
}

double share(const torch::Tensor& is_kept) {
    return is_kept.to(torch::kDouble).mean().item<double>();
}

}  // namespace

TEST_CASE("dropout leaves out the share asked for and scales the rest, each number by itself") {
    for (const double rate : {0.05, 0.3, 0.5, 0.9}) {
        // 1,000,000 numbers: five standard deviations of a share are below 0.0025.
        const auto kept = fates({1000, 1000}, rate, 3);
        CHECK(share(kept) == Approx(1 - rate).margin(0.0025));
        for (const std::int64_t distance : {1, 2, 64, 128, 1000}) {
            const auto flat = kept.view({-1});
            const auto both =
                flat.narrow(0, 0, flat.numel() - distance) & flat.narrow(0, distance, flat.numel() - distance);
            INFO("rate " << rate << ", distance " << distance);
            CHECK(share(both) == Approx((1 - rate) * (1 - rate)).margin(0.0025));
        }
        CHECK(share(kept & fates({1000, 1000}, rate, 4)) == Approx((1 - rate) * (1 - rate)).margin(0.0025));
    }
    torch::manual_seed(5);
    const auto x = cosines({37, 29}, 0.5);
    const auto y = with_dropout(x, 0.3, true);
    CHECK(torch::equal(y, torch::where(y != 0, x * static_cast<float>(1 / 0.7), torch::zeros({}))));
}

TEST_CASE("dropout's numbers follow from the generator's seed and differ from call to call") {
    torch::manual_seed(7);
    const auto first = with_dropout(torch::ones({40, 13}), 0.5, true),
               second = with_dropout(torch::ones({40, 13}), 0.5, true);
    CHECK_FALSE(torch::equal(first, second));
    torch::manual_seed(7);
    CHECK(torch::equal(with_dropout(torch::ones({40, 13}), 0.5, true), first));
    CHECK(torch::equal(with_dropout(torch::ones({40, 13}), 0.5, true), second));
    CHECK_FALSE(torch::equal(fates({40, 13}, 0.5, 8), first != 0));
}

TEST_CASE("dropout is the same for one thread and for two, and reads x by its strides") {
    const auto with_threads = [](int count) {
        const Threads threads(count);
        return fates({301, 257}, 0.3, 9);
    };
    CHECK(torch::equal(with_threads(1), with_threads(2)));
    const auto x = cosines({50, 70}, 0.1).t();
    torch::manual_seed(9);
    const auto y = with_dropout(x, 0.3, true);
    torch::manual_seed(9);
    CHECK(torch::equal(with_dropout(x.contiguous(), 0.3, true), y));
}

TEST_CASE("the gradient passes where the number did, with the same factor") {
    torch::manual_seed(11);
    const auto x = cosines({37, 29}, 0.5).requires_grad_(true);
    const auto gradient = cosines({29, 37}, 0.2).t();
    const auto y = with_dropout(x, 0.4, true);
    torch::rand({5});  // other users of the generator do not disturb it
    y.backward(gradient);
    CHECK(torch::equal(x.grad(), torch::where(y != 0, gradient * static_cast<float>(1 / 0.6), torch::zeros({}))));
}

TEST_CASE("without training, and with a rate of 0, dropout hands back its input and draws nothing") {
    const auto x = cosines({3, 4}, 0.5);
    torch::manual_seed(13);
    CHECK(with_dropout(x, 0.5, false).is_same(x));
    CHECK(with_dropout(x, 0, true).is_same(x));
    const auto next = torch::rand({3});
    torch::manual_seed(13);
    CHECK(torch::equal(torch::rand({3}), next));
}

TEST_CASE("float64 has the library's dropout") {
    torch::manual_seed(15);
    const auto y = with_dropout(torch::ones({100, 100}, torch::kFloat64), 0.3, true);
    CHECK(y.scalar_type() == torch::kFloat64);
    CHECK(share(y != 0) == Approx(0.7).margin(0.025));
}

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
