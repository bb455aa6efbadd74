#include "train/loss.h"

#include <cmath>

#include "catch.h"

using namespace nmt;

TEST_CASE("label-smoothed cross entropy follows its definition") {
    const auto logits = torch::sin(torch::arange(15, torch::kDouble)).view({3, 5});
    const auto targets = torch::tensor({4L, 0L, 2L});
    const double e = GENERATE(0.0, 0.1, 0.4);
    double expected = 0;
    for (int row = 0; row < 3; ++row) {
        double total = 0;
        for (int v = 0; v < 5; ++v) total += std::exp(logits[row][v].item<double>());
        double mean = 0;
        for (int v = 0; v < 5; ++v) mean += (std::log(total) - logits[row][v].item<double>()) / 5;
        const auto right = std::log(total) - logits[row][targets[row].item<std::int64_t>()].item<double>();
        expected += (1 - e) * right + e * mean;
    }
    CHECK(cross_entropy_sum(logits, targets, e).item<double>() == Approx(expected).epsilon(1e-12));
}
