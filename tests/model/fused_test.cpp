// The fused float passes beside the plain equations in double, values and gradients.

#include <cmath>

#include "catch.h"
#include "model/additive_steps.h"
#include "model/lstm_cell.h"
#include "model/row_attention.h"
#include "base/vector_math.h"
#include "train/loss.h"

using namespace nmt;

namespace {

/// Different numbers between -scale and scale, in double.
torch::Tensor wave(torch::IntArrayRef sizes, double phase, double scale = 1.0) {
    std::int64_t count = 1;
    for (const auto size : sizes) count *= size;
    return scale * torch::sin(1.7 * torch::arange(count, torch::kDouble) + phase).view(sizes);
}

torch::Tensor leaf(const torch::Tensor& x, torch::ScalarType type) {
    return x.to(type).clone().requires_grad_();
}

void check_close(const torch::Tensor& fused, const torch::Tensor& plain) {
    REQUIRE(fused.sizes() == plain.sizes());
    CHECK((fused.to(torch::kDouble) - plain).abs().max().item<double>() <
          2e-6 * (1 + plain.abs().max().item<double>()));
}

}  // namespace

TEST_CASE("exp, tanh and the logistic function are right to float's precision") {
    for (double x = -95; x <= 95; x += 0.0137) {
        const auto value = static_cast<float>(x);
        const double held = std::min(std::max(static_cast<double>(value), -87.0), 88.0);
        CHECK(std::abs(vector_exp(value) / std::exp(held) - 1) < 4e-7);
        CHECK(std::abs(vector_tanh(value) - std::tanh(static_cast<double>(value))) < 3e-7);
        CHECK(std::abs(vector_logistic(value) - 1 / (1 + std::exp(-static_cast<double>(value)))) < 3e-7);
    }
    CHECK(std::isnan(vector_exp(NAN)));
    CHECK(std::isnan(vector_tanh(NAN)));
}

TEST_CASE("the fused LSTM cell follows the equations, values and gradients") {
    const auto gates = wave({5, 4 * 19}, 0.1, 3), cell = wave({5, 19}, 0.2, 2);
    const auto upstream_h = wave({5, 19}, 0.3), upstream_c = wave({5, 19}, 0.4);
    const bool uses_cell = GENERATE(true, false);

    const auto g64 = leaf(gates, torch::kDouble), c64 = leaf(cell, torch::kDouble);
    const auto parts = g64.chunk(4, 1);
    const auto c = parts[1].sigmoid() * c64 + parts[0].sigmoid() * parts[2].tanh();
    const auto h = parts[3].sigmoid() * c.tanh();
    auto loss = (h * upstream_h).sum();
    if (uses_cell) loss = loss + (c * upstream_c).sum();
    loss.backward();

    const auto g32 = leaf(gates, torch::kFloat), c32 = leaf(cell, torch::kFloat);
    REQUIRE(can_fuse_lstm_cell(g32));
    const auto [hidden, next] = fused_lstm_cell(g32, c32);
    check_close(hidden.detach(), h.detach());
    check_close(next.detach(), c.detach());
    auto fused_loss = (hidden * upstream_h.to(torch::kFloat)).sum();
    if (uses_cell) fused_loss = fused_loss + (next * upstream_c.to(torch::kFloat)).sum();
    fused_loss.backward();
    check_close(g32.grad(), g64.grad());
    check_close(c32.grad(), c64.grad());
}

TEST_CASE("fused additive attention follows the equations over several steps, values and gradients") {
    constexpr std::int64_t batch = 3, src_len = 5, size = 37, hidden = 21, steps = 4;
    const auto lengths = torch::tensor({5L, 2L, 4L});
    const auto is_padding = torch::arange(src_len).unsqueeze(0) >= lengths.unsqueeze(1);
    const auto keys = wave({batch, src_len, size}, 0.5), values = wave({batch, src_len, hidden}, 0.6);
    const auto energy = wave({size}, 0.7), queries = wave({steps, batch, size}, 0.8);
    const auto upstream = wave({steps, batch, hidden}, 0.9);

    const auto run = [&](torch::ScalarType type) {
        const std::vector<torch::Tensor> inputs{leaf(keys, type), leaf(values, type), leaf(energy, type),
                                                leaf(queries, type)};
        const AttentionMemory memory{inputs[0], inputs[1], is_padding, lengths};
        std::vector<torch::Tensor> contexts;
        if (type == torch::kFloat) {
            REQUIRE(is_float_on_cpu(memory));
            const AdditiveSteps attend(memory, inputs[2]);
            for (std::int64_t i = 0; i < steps; ++i) contexts.push_back(attend(inputs[3][i]));
        } else {
            for (std::int64_t i = 0; i < steps; ++i) {
                const auto e = torch::matmul(torch::tanh(inputs[0] + inputs[3][i].unsqueeze(1)), inputs[2]);
                const auto a = torch::softmax(e.masked_fill(is_padding, -INFINITY), 1);
                contexts.push_back(torch::bmm(a.unsqueeze(1), inputs[1]).squeeze(1));
            }
        }
        // A context that enters the next query, as in a decoder.
        const auto all = torch::stack(contexts);
        (all * upstream.to(type)).sum().backward();
        std::vector<torch::Tensor> results{all.detach()};
        for (const auto& input : inputs) results.push_back(input.grad());
        return results;
    };
    const auto fused = run(torch::kFloat), plain = run(torch::kDouble);
    for (std::size_t i = 0; i < fused.size(); ++i) {
        CAPTURE(i);
        check_close(fused[i], plain[i]);
    }
}

TEST_CASE("fused attention gives each query its own sentence's weights") {
    const auto lengths = torch::tensor({3L, 1L});
    const AttentionMemory memory{wave({2, 3, 18}, 1).to(torch::kFloat), wave({2, 3, 4}, 2).to(torch::kFloat),
                                 torch::arange(3).unsqueeze(0) >= lengths.unsqueeze(1), lengths};
    const torch::NoGradGuard no_grad;
    const auto queries = wave({5, 18}, 3).to(torch::kFloat), energy = wave({18}, 4).to(torch::kFloat);
    const auto sentence_of_row = torch::tensor({1L, 0L, 1L, 1L, 0L});
    const auto output = fused_additive_attention(queries, sentence_of_row, memory, energy);
    CHECK(torch::allclose(output.weights.sum(-1), torch::ones({5})));
    for (std::int64_t row = 0; row < 5; ++row) {
        const auto sentence = sentence_of_row[row].item<std::int64_t>(), length = lengths[sentence].item<std::int64_t>();
        const auto key = memory.keys[sentence].narrow(0, 0, length), value = memory.values[sentence].narrow(0, 0, length);
        const auto weights = torch::softmax(torch::matmul(torch::tanh(key + queries[row]), energy), 0);
        CHECK(torch::allclose(output.weights[row].narrow(0, 0, length), weights, 1e-5, 1e-6));
        CHECK(output.weights[row].narrow(0, length, 3 - length).abs().sum().item<float>() == 0);
        CHECK(torch::allclose(output.context[row], torch::matmul(weights, value), 1e-5, 1e-6));
    }
}

TEST_CASE("fused cross entropy follows its definition, value and gradient") {
    const double e = GENERATE(0.0, 0.1);
    const auto logits = wave({6, 83}, 1.1, 9);
    const auto targets = torch::tensor({4L, 0L, 82L, 17L, 3L, 3L});
    const auto x64 = leaf(logits, torch::kDouble), x32 = leaf(logits, torch::kFloat);
    const auto plain = cross_entropy_sum(x64, targets, e);  // PyTorch's own
    const auto fused = cross_entropy_sum(x32, targets, e);
    CHECK(fused.item<double>() == Approx(plain.item<double>()).epsilon(1e-6));
    (plain / 7.0).backward();
    (fused / 7.0).backward();
    check_close(x32.grad(), x64.grad());
}
