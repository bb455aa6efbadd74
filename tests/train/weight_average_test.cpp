#include "train/weight_average.h"

#include "base/error.h"
#include "catch.h"

using namespace nmt;

TEST_CASE("the average follows its recurrence, and forgets the beginning quickly") {
    const auto weight = torch::full({2, 3}, 100.0, torch::kDouble).requires_grad_();
    WeightAverage average({{"w", weight}}, 0.9);
    double expected = 100;
    for (int t = 1; t <= 200; ++t) {
        const double value = std::sin(t);
        weight.detach().fill_(value);
        average.add(t);
        const double decay = std::min(0.9, (1.0 + t) / (10.0 + t));
        expected = decay * expected + (1 - decay) * value;
        const auto& [name, tensor] = average.weights().front();
        REQUIRE(name == "w");
        REQUIRE(torch::allclose(tensor, torch::full_like(tensor, expected), 1e-12, 1e-12));
    }
    CHECK(std::abs(expected) < 1);  // the hundred is forgotten
}

TEST_CASE("without averaging the weights are given out themselves") {
    const auto weight = torch::ones({2});
    WeightAverage average({{"w", weight}}, 0);
    weight.fill_(3);
    average.add(1);
    CHECK(average.weights().front().second.is_same(weight));
    const WeightAverage::InUse averages(average);
    CHECK(weight[0].item<float>() == 3);
}

TEST_CASE("while the average is in use the weights hold it, and afterwards what they held before") {
    const auto weight = torch::zeros({2}).requires_grad_();
    WeightAverage average({{"w", weight}}, 0.5);
    {
        const torch::NoGradGuard no_grad;
        weight.fill_(1);
    }
    average.add(1);  // d = 2 / 11
    const auto mean = 1 - 2.0 / 11;
    {
        const WeightAverage::InUse averages(average);
        CHECK(weight[0].item<double>() == Approx(mean));
        CHECK(weight.requires_grad());
    }
    CHECK(weight[0].item<double>() == 1);
    CHECK(average.weights().front().second[0].item<double>() == Approx(mean));
    (weight * 2).sum().backward();  // still the weight that gradients and optimizer know
    CHECK(weight.grad()[0].item<double>() == 2);
}

TEST_CASE("a saved average goes on; without one it begins with the weights; another shape is refused") {
    const auto weight = torch::ones({2});
    WeightAverage average({{"w", weight}}, 0.5);
    average.load({{"w", torch::full({2}, 7)}});
    CHECK(average.weights().front().second[1].item<float>() == 7);
    weight.fill_(4);
    average.load({});
    CHECK(average.weights().front().second[1].item<float>() == 4);
    CHECK_THROWS_AS(average.load({{"v", torch::ones({2})}}), UserError);
    CHECK_THROWS_WITH(average.load({{"w", torch::ones({3})}}), Catch::Matchers::Contains("shape"));
}
