#include "model/linear.h"

#include "base/error.h"
#include "catch.h"
#include "model/precision.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

Linear make_linear(std::int64_t in, std::int64_t out, bool with_bias) {
    Linear linear(in, out, with_bias);
    const torch::NoGradGuard no_grad;
    linear->weight.copy_(cosines({out, in}, 0.2));
    if (with_bias) linear->bias.copy_(cosines({out}, 0.9));
    return linear;
}

}  // namespace

TEST_CASE("a linear map is x W^T + b, for any number of leading dimensions") {
    for (const bool with_bias : {true, false}) {
        const auto linear = make_linear(7, 5, with_bias);
        for (const auto& shape : std::vector<std::vector<std::int64_t>>{{1, 7}, {3, 7}, {3, 4, 7}}) {
            const auto x = cosines(shape, 0.5);
            auto expected = torch::matmul(x, linear->weight.t());
            if (with_bias) expected = expected + linear->bias;
            CHECK(largest_difference(linear->forward(x), expected) < 1e-6);
        }
        CHECK(linear->named_parameters().size() == (with_bias ? 2u : 1u));
    }
}

TEST_CASE("a linear product has PyTorch's value and gradients") {
    const bool in_bf16 = GENERATE(false, true);
    if (in_bf16 && !has_instructions(Precision::bf16)) return;
    const double tolerance = in_bf16 ? 0.02 : 1e-5;
    const auto narrowed = [](const torch::Tensor& w) { return w.narrow(1, 3, w.size(1) - 5); };
    const auto whole = [](const torch::Tensor& w) { return w; };
    const auto transposed = [](const torch::Tensor& w) { return w.t(); };
    const auto check = [=](const torch::Tensor& numbers, const torch::Tensor& weight, const auto& view,
                           bool with_bias) {
        const auto x = numbers.detach().requires_grad_();
        const auto bias = with_bias ? cosines({view(weight).size(0)}, 0.3).requires_grad_() : torch::Tensor();
        std::vector<torch::Tensor> leaves{x, weight};
        if (with_bias) leaves.push_back(bias);
        const auto y = [&] {
            std::optional<Bf16Products> products;
            if (in_bf16) products.emplace(torch::kCPU);
            return linear_product(x, view(weight), bias);
        }();
        CHECK(y.scalar_type() == torch::kFloat);
        const auto expected = with_bias ? at::linear(x, view(weight), bias) : at::linear(x, view(weight));
        REQUIRE(y.sizes() == expected.sizes());
        const auto relative = [](const torch::Tensor& a, const torch::Tensor& b) {
            return largest_difference(a, b) / b.abs().max().item<double>();
        };
        CHECK(relative(y, expected) < tolerance);
        const auto dy = cosines(y.sizes(), 1.5);
        const auto gradients = torch::autograd::grad({y}, leaves, {dy});
        const auto wanted = torch::autograd::grad({expected}, leaves, {dy});
        for (std::size_t i = 0; i < leaves.size(); ++i) CHECK(relative(gradients[i], wanted[i]) < tolerance);
    };
    for (const bool with_bias : {true, false}) {
        const auto weight = cosines({33, 65}, 0.2).requires_grad_();
        for (const auto& shape : std::vector<std::vector<std::int64_t>>{{1, 65}, {3, 4, 65}, {130, 65}})
            check(cosines(shape, 0.5), weight, whole, with_bias);
        check(cosines({65, 7}, 0.5).t(), weight, whole, with_bias);
        check(cosines({3, 4, 60}, 0.5), weight, narrowed, with_bias);
        check(cosines({7, 33}, 0.5), weight, transposed, with_bias);
        check(cosines({100, 256}, 0.5), cosines({300, 256}, 0.2).requires_grad_(), whole, with_bias);
    }
}

TEST_CASE("packed weights give the same map") {
    const torch::NoGradGuard no_grad;
    for (const bool with_bias : {true, false}) {
        auto linear = make_linear(65, 33, with_bias);
        for (const auto& shape : std::vector<std::vector<std::int64_t>>{{1, 65}, {2, 65}, {3, 4, 65}, {130, 65}}) {
            const auto x = cosines(shape, 0.5);
            linear->unpack();
            const auto plain = linear->forward(x);
            linear->pack(Precision::fp32);
            CHECK(largest_difference(linear->forward(x), plain) < 1e-4);
        }
    }
}

TEST_CASE("a packed map reads x by its strides") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(6, 5, true);
    const auto x = cosines({6, 4}, 0.1).t();
    const auto plain = linear->forward(x);
    linear->pack(Precision::fp32);
    CHECK(largest_difference(linear->forward(x), plain) < 1e-5);
    CHECK(largest_difference(linear->forward(cosines({4, 12}, 0.1).narrow(1, 3, 6)),
                             linear->forward(cosines({4, 12}, 0.1).narrow(1, 3, 6).contiguous())) == 0);
}

TEST_CASE("a map of parts side by side is the map of the whole") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(23, 9, true);
    const auto first = cosines({5, 7}, 0.5);
    const auto rows_of_part = torch::tensor({2L, 0L, 1L, 1L, 0L});
    const auto shared = cosines({3, 16}, 0.7);
    const auto x = torch::cat({first, shared.index_select(0, rows_of_part)}, 1);
    const std::vector<SharedRows> parts{first.narrow(1, 0, 6), first.narrow(1, 6, 1), {shared, rows_of_part}};
    CHECK(torch::equal(linear->forward(parts), linear->forward(x)));
    for (const auto precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
        if (!has_instructions(precision)) continue;
        linear->pack(precision);
        CHECK(torch::equal(linear->forward(parts), linear->forward(x)));
    }
}

TEST_CASE("a product's pieces are the product, each number once, with any number of threads") {
    const torch::NoGradGuard no_grad;
    const auto precision = GENERATE(Precision::fp32, Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    const auto weight = cosines({200, 65}, 0.2);
    const PackedWeight packed(weight, precision);
    for (const std::int64_t rows : {1, 16, 64, 131})
        for (const auto& bias : {cosines({200}, 0.9), torch::Tensor()}) {
            const auto x = cosines({rows, 65}, 0.5);
            const auto whole = packed.linear(x, bias);
            if (!packed.has_pieces()) {
                CHECK_THROWS_AS(packed.linear_in_pieces({x}, bias, [](const ProductPiece&) {}), InternalError);
                continue;
            }
            for (const int threads : {1, 3}) {
                const Threads some(threads);
                const auto joined = torch::full({rows, 200}, NAN), times = torch::zeros({rows, 200});
                packed.linear_in_pieces({x}, bias, [&](const ProductPiece& piece) {
                    const auto place = [&](const torch::Tensor& table) {
                        return table.narrow(0, piece.row, piece.rows).narrow(1, piece.column, piece.columns);
                    };
                    const auto numbers = torch::from_blob(const_cast<float*>(piece.numbers),
                                                          {piece.rows, piece.columns}, {piece.stride, 1});
                    place(joined).copy_(numbers);
                    place(times).add_(piece.column % 64 == 0 ? 1 : 100);
                });
                CHECK(torch::equal(joined, whole));
                CHECK(torch::equal(times, torch::ones({rows, 200})));
            }
        }
}

TEST_CASE("packing is refreshed by packing again and ended by unpacking") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(7, 5, true);
    const auto x = cosines({3, 7}, 0.5);
    linear->pack(Precision::fp32);
    const auto before = linear->forward(x);
    linear->weight.mul_(2);
    linear->bias.mul_(2);
    linear->pack(Precision::fp32);
    CHECK(largest_difference(linear->forward(x), 2 * before) < 1e-5);
    linear->weight.mul_(2);
    linear->bias.mul_(2);
    linear->unpack();
    CHECK(largest_difference(linear->forward(x), 4 * before) < 1e-5);
}

TEST_CASE("with gradients the plain product is used, though weights are packed") {
    auto linear = make_linear(7, 5, true);
    linear->pack(Precision::fp32);
    linear->forward(cosines({3, 7}, 0.5)).sum().backward();
    CHECK(linear->weight.grad().defined());
    CHECK(linear->bias.grad().defined());
}

TEST_CASE("float64 is never packed") {
    const torch::NoGradGuard no_grad;
    auto linear = make_linear(7, 5, true);
    linear->to(torch::kFloat64);
    linear->pack(Precision::fp32);
    CHECK_FALSE(PackedWeight(linear->weight, Precision::fp32).defined());
    const auto x = cosines({3, 7}, 0.5).to(torch::kFloat64);
    CHECK(largest_difference(linear->forward(x), torch::matmul(x, linear->weight.t()) + linear->bias) < 1e-14);
}

TEST_CASE("a packed map treats a row alike, alone and among others, in every arithmetic") {
    const torch::NoGradGuard no_grad;
    const auto precision = GENERATE(Precision::fp32, Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    for (const int count : {1, 2}) {
        const Threads threads(count);
        for (const auto& [in, out] : std::vector<std::pair<std::int64_t, std::int64_t>>{
                 {512, 2048}, {512, 1000}, {256, 2048}, {1280, 512}, {7, 5}, {65, 33}, {500, 300}}) {
            auto linear = make_linear(in, out, true);
            linear->pack(precision);
            const auto x = cosines({70, in}, 0.5);
            const auto alone = linear->forward(x.narrow(0, 0, 1));
            for (std::int64_t rows = 2; rows <= 70; ++rows) {
                INFO(name_of(precision) << ", " << in << " -> " << out << ", " << rows << " rows, " << count
                                        << " threads");
                REQUIRE(torch::equal(linear->forward(x.narrow(0, 0, rows)).narrow(0, 0, 1), alone));
                const auto from_back = linear->forward(x.flip(0).narrow(0, 70 - rows, rows));
                REQUIRE(torch::equal(from_back.narrow(0, rows - 1, 1), alone));
            }
        }
    }
}

TEST_CASE("a map in bf16 is the product of rounded numbers, summed in float") {
    if (!has_instructions(Precision::bf16)) return;
    const torch::NoGradGuard no_grad;
    for (const auto& [in, out] : std::vector<std::pair<std::int64_t, std::int64_t>>{{65, 33}, {512, 128}}) {
        auto linear = make_linear(in, out, true);
        const auto x = cosines({5, in}, 0.5);
        const auto rounded = [](const torch::Tensor& t) { return t.to(torch::kBFloat16).to(torch::kFloat64); };
        const auto expected = torch::matmul(rounded(x), rounded(linear->weight).t());
        linear->pack(Precision::bf16);
        const auto bias = linear->bias.to(torch::kFloat64);
        CHECK(largest_difference(linear->forward(x).to(torch::kFloat64) - bias, expected) <
              1e-5 * expected.abs().max().item<double>());
    }
}

TEST_CASE("a map in int8 is the product of whole numbers with a scale for each row") {
    if (!has_instructions(Precision::int8)) return;
    const torch::NoGradGuard no_grad;
    for (const auto& [in, out] : std::vector<std::pair<std::int64_t, std::int64_t>>{{65, 33}, {512, 128}}) {
        auto linear = make_linear(in, out, true);
        auto x = cosines({5, in}, 0.5);
        x[1].mul_(1000);
        x[2].zero_();
        const auto quantized = [](const torch::Tensor& t) {
            const auto scale = t.to(torch::kFloat64).abs().amax(1, true) / 127;
            return torch::where(scale > 0, torch::round(t / scale) * scale, torch::zeros_like(scale));
        };
        const auto expected = torch::matmul(quantized(x), quantized(linear->weight).t()) + linear->bias;
        linear->pack(Precision::int8);
        const auto result = linear->forward(x).to(torch::kFloat64);
        for (std::int64_t row = 0; row < 5; ++row) {
            // A number in the middle between two whole ones may go either way: one step of x times one weight.
            const double step = x[row].abs().max().item<double>() / 127;
            CHECK(largest_difference(result[row], expected[row]) < 1.01 * step + 1e-5);
        }
    }
}
