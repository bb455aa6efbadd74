// Training with matrix products in bf16: what is rounded and what is not.

#include "model/precision.h"

#include "catch.h"
#include "model/small_model.h"
#include "train/loss.h"

using namespace nmt;

namespace {

constexpr std::int64_t kVocabulary = 23;

/// All gradients in one row.
torch::Tensor gradient_of(Seq2SeqImpl& model, bool in_bf16) {
    const auto source = make_source(make_sentences({5, 1, 7, 3}, kVocabulary));
    const auto target =
        make_target(make_sentences({2, 4, 3, 6}, kVocabulary, 1), make_sentences({2, 4, 3, 6}, kVocabulary, 2));
    torch::Tensor loss;
    {
        std::optional<Bf16Products> products;
        if (in_bf16) products.emplace(torch::kCPU);
        loss = cross_entropy_sum(model.forward(source, target), target.output, 0.1);
    }
    CHECK(loss.scalar_type() == torch::kFloat);
    model.zero_grad();
    loss.backward();
    std::vector<torch::Tensor> gradients;
    for (const auto& [name, weight] : model.named_weights()) {
        if (!weight.grad().defined()) continue;
        REQUIRE(weight.grad().scalar_type() == torch::kFloat);
        gradients.push_back(weight.grad().flatten());
    }
    return torch::cat(gradients);
}

}  // namespace

TEST_CASE("products in bf16 give every variant its gradient to bf16's precision") {
    if (!has_instructions(Precision::bf16)) return;
    const Threads threads(1);
    for (const auto& variant : every_variant(kOddSizes)) {
        INFO(variant.name);
        auto model = make_model(variant.options, kVocabulary, kVocabulary);
        const auto exact = gradient_of(*model, false);
        const auto rounded = gradient_of(*model, true);
        const auto error = (rounded - exact).norm().item<double>() / exact.norm().item<double>();
        CHECK(error > 1e-5);  // something was rounded at all
        CHECK(error < 0.05);
        CHECK(torch::equal(gradient_of(*model, false), exact));  // and nothing after the scope
    }
}

TEST_CASE("the type of products ends with its scope, also by an exception") {
    const auto weight = torch::zeros({2, 2});
    {
        const Bf16Products outer(torch::kCPU);
        try {
            const Bf16Products inner(torch::kCPU);
            throw 1;
        } catch (int) {
        }
        CHECK(product_type(weight) == torch::kBFloat16);
    }
    CHECK(product_type(weight) == torch::kFloat);
    CHECK(product_type(weight.to(torch::kDouble)) == torch::kDouble);
}

TEST_CASE("a linear product returns the type of what it is given") {
    const auto x = torch::ones({3, 2}), weight = torch::full({4, 2}, 1.001).requires_grad_(), bias = torch::zeros({4});
    CHECK(linear_product(x, weight, bias)[0][0].item<double>() == Approx(2.002));
    const Bf16Products products(torch::kCPU);
    const auto rounded = linear_product(x, weight, bias);
    CHECK(rounded.scalar_type() == torch::kFloat);
    CHECK(rounded[0][0].item<double>() == 2.0);
}

TEST_CASE("fp32 is what every device has") {
    CHECK(usable_precision(Precision::fp32, torch::kCPU) == Precision::fp32);
    CHECK(usable_precision(Precision::fp32, torch::kCUDA) == Precision::fp32);
    CHECK(usable_precision(Precision::bf16, torch::kMeta) == Precision::fp32);
    CHECK(usable_precision(Precision::automatic, torch::kMeta) == Precision::fp32);
    CHECK(usable_precision(Precision::int8, torch::kCUDA) == Precision::fp32);
    CHECK(usable_precision(Precision::bf16, torch::kCUDA) == Precision::bf16);
    CHECK(usable_precision(Precision::automatic, torch::kCUDA) == Precision::bf16);
}

TEST_CASE("cross entropy of bf16 logits is PyTorch's of the same numbers") {
    const double e = GENERATE(0.0, 0.1);
    const auto logits =
        (9 * torch::sin(1.7 * torch::arange(6 * 83, torch::kDouble))).view({6, 83}).to(torch::kBFloat16);
    const auto targets = torch::tensor({4L, 0L, 82L, 17L, 3L, 3L});
    const auto x64 = logits.to(torch::kDouble).requires_grad_(), x16 = logits.clone().requires_grad_();
    const auto plain = cross_entropy_sum(x64, targets, e), fused = cross_entropy_sum(x16, targets, e);
    CHECK(fused.item<double>() == Approx(plain.item<double>()).epsilon(1e-6));
    plain.backward();
    fused.backward();
    CHECK(x16.grad().scalar_type() == torch::kBFloat16);
    CHECK(torch::allclose(x16.grad().to(torch::kDouble), x64.grad(), 0.01, 1e-4));
}

TEST_CASE("a product over the rows is dY^T X, for one row, none, and many") {
    for (const auto& [rows, out, in] : std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>>{
             {1, 3, 5}, {7, 65, 33}, {130, 500, 257}, {0, 3, 5}, {4, 3, 0}}) {
        const auto dy = cosines({rows, out}, 0.5), x = cosines({rows, in}, 0.2);
        const auto expected = torch::matmul(dy.to(torch::kFloat64).t(), x.to(torch::kFloat64));
        INFO(rows << " rows, " << in << " -> " << out);
        CHECK(largest_difference(product_over_rows(dy, x).to(torch::kFloat64), expected) <
              1e-6 * static_cast<double>(rows + 1));
        CHECK(product_over_rows(dy.to(torch::kFloat64), x.to(torch::kFloat64)).scalar_type() == torch::kFloat64);
    }
}

TEST_CASE("a product over the outputs is dY W, for one row, none, and many") {
    for (const auto& [rows, out, in] : std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>>{
             {1, 3, 5}, {7, 65, 33}, {130, 500, 257}, {0, 3, 5}, {4, 3, 0}}) {
        const auto dy = cosines({rows, out}, 0.5), weight = cosines({out, in}, 0.2);
        const auto expected = torch::matmul(dy.to(torch::kFloat64), weight.to(torch::kFloat64));
        INFO(rows << " rows, " << in << " -> " << out);
        CHECK(largest_difference(product_over_outputs(dy, weight).to(torch::kFloat64), expected) <
              1e-6 * static_cast<double>(out + 1));
        CHECK(product_over_outputs(dy.to(torch::kFloat64), weight.to(torch::kFloat64)).scalar_type() ==
              torch::kFloat64);
    }
}
