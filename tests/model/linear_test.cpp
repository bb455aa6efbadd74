#include "model/linear.h"

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

/// Numbers by formula, about as large as those of a trained model.
torch::Tensor numbers(at::IntArrayRef shape, double salt) {
    const auto index = torch::arange(c10::multiply_integers(shape), torch::kFloat64);
    return torch::cos(0.37 * index + salt).view(shape).to(torch::kFloat32);
}

Linear make_linear(std::int64_t in, std::int64_t out, bool with_bias) {
    Linear linear(in, out, with_bias);
    const torch::NoGradGuard no_grad;
    linear->weight.copy_(numbers({out, in}, 0.2));
    if (with_bias) linear->bias.copy_(numbers({out}, 0.9));
    return linear;
}

}  // namespace

TEST_CASE("a linear map is x W^T + b, for any number of leading dimensions") {
    for (const bool with_bias : {true, false}) {
        const auto linear = make_linear(7, 5, with_bias);
        for (const auto& shape : std::vector<std::vector<std::int64_t>>{{1, 7}, {3, 7}, {3, 4, 7}}) {
            const auto x = numbers(shape, 0.5);
            auto expected = torch::matmul(x, linear->weight.t());
            if (with_bias) expected = expected + linear->bias;
            CHECK(largest_difference(linear->forward(x), expected) < 1e-6);
        }
        CHECK(linear->named_parameters().size() == (with_bias ? 2u : 1u));
    }
}

TEST_CASE("packed weights give the same map") {
    const torch::NoGradGuard no_grad;
    for (const bool with_bias : {true, false}) {
        auto linear = make_linear(65, 33, with_bias);
        for (const auto& shape : std::vector<std::vector<std::int64_t>>{{1, 65}, {2, 65}, {3, 4, 65}, {130, 65}}) {
            const auto x = numbers(shape, 0.5);
            linear->unpack();
            const auto plain = linear->forward(x);
            linear->pack();
            CHECK(largest_difference(linear->forward(x), plain) < 1e-4);
        }
    }
}

TEST_CASE("a packed map reads x by its strides") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(6, 5, true);
    const auto x = numbers({6, 4}, 0.1).t();
    const auto plain = linear->forward(x);
    linear->pack();
    CHECK(largest_difference(linear->forward(x), plain) < 1e-5);
    CHECK(largest_difference(linear->forward(numbers({4, 12}, 0.1).narrow(1, 3, 6)),
                             linear->forward(numbers({4, 12}, 0.1).narrow(1, 3, 6).contiguous())) == 0);
}

TEST_CASE("packing is refreshed by packing again and ended by unpacking") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(7, 5, true);
    const auto x = numbers({3, 7}, 0.5);
    linear->pack();
    const auto before = linear->forward(x);
    linear->weight.mul_(2);
    linear->bias.mul_(2);
    linear->pack();
    CHECK(largest_difference(linear->forward(x), 2 * before) < 1e-5);
    linear->weight.mul_(2);
    linear->bias.mul_(2);
    linear->unpack();
    CHECK(largest_difference(linear->forward(x), 4 * before) < 1e-5);
}

TEST_CASE("with gradients the plain product is used, though weights are packed") {
    auto linear = make_linear(7, 5, true);
    linear->pack();
    linear->forward(numbers({3, 7}, 0.5)).sum().backward();
    CHECK(linear->weight.grad().defined());
    CHECK(linear->bias.grad().defined());
}

TEST_CASE("float64 is never packed") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(7, 5, true);
    linear->to(torch::kFloat64);
    linear->pack();
    CHECK_FALSE(pack_weight(linear->weight).defined());
    const auto x = numbers({3, 7}, 0.5).to(torch::kFloat64);
    CHECK(largest_difference(linear->forward(x), torch::matmul(x, linear->weight.t()) + linear->bias) < 1e-14);
}

TEST_CASE("a packed product treats a row alike, alone and among others") {
    const torch::NoGradGuard no_grad;
    for (const int count : {1, 2}) {
        const Threads threads(count);
        for (const auto& [in, out] : std::vector<std::pair<std::int64_t, std::int64_t>>{
                 {512, 2048}, {512, 1000}, {256, 2048}, {1280, 512}, {7, 5}, {65, 33}, {500, 300}}) {
            auto linear = make_linear(in, out, true);
            linear->pack();
            const auto x = numbers({70, in}, 0.5);
            const auto alone = linear->forward(x.narrow(0, 0, 1));
            for (std::int64_t rows = 2; rows <= 70; ++rows) {
                INFO(in << " -> " << out << ", " << rows << " rows, " << count << " threads");
                REQUIRE(torch::equal(linear->forward(x.narrow(0, 0, rows)).narrow(0, 0, 1), alone));
                const auto from_back = linear->forward(x.flip(0).narrow(0, 70 - rows, rows));
                REQUIRE(torch::equal(from_back.narrow(0, rows - 1, 1), alone));
            }
        }
    }
}
