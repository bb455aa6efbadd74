// One recurrent layer against the library's own modules: whole sequences, single steps, and rows of unequal length.

#include "model/recurrent_layer.h"

#include <torch/nn/modules/rnn.h>
#include <torch/nn/utils/rnn.h>

#include <algorithm>

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;
namespace rnn = torch::nn::utils::rnn;

namespace {

constexpr std::int64_t kRows = 4, kTime = 6, kInput = 5, kHidden = 7;
const std::vector<Cell> kCells{Cell::lstm, Cell::gru, Cell::tanh};

torch::Tensor numbers(at::IntArrayRef shape, double salt) {
    const auto index = torch::arange(c10::multiply_integers(shape), torch::kFloat64);
    return 0.6 * torch::cos(0.37 * index + salt).view(shape);
}

/// A layer in float64 and the weights in the order of the library's modules.
RecurrentLayer make_layer(Cell cell) {
    const torch::NoGradGuard no_grad;
    RecurrentLayer layer(cell, kInput, kHidden);
    layer->to(torch::kFloat64);
    double salt = 0;
    for (auto& weight : {layer->weight_ih, layer->weight_hh, layer->bias_ih, layer->bias_hh})
        weight.copy_(numbers(weight.sizes(), salt += 1.1));
    return layer;
}

RecurrentState make_state(Cell cell) {
    return {numbers({kRows, kHidden}, 0.3), cell == Cell::lstm ? numbers({kRows, kHidden}, 0.8) : torch::Tensor()};
}

struct Expected {
    torch::Tensor output;  // [rows, time, hidden], 0 at padding
    RecurrentState last;
};

template <class Module>
Module with_weights_of(RecurrentLayerImpl& layer, Module module) {
    const torch::NoGradGuard no_grad;
    module->to(torch::kFloat64);
    const std::vector<torch::Tensor> weights{layer.weight_ih, layer.weight_hh, layer.bias_ih, layer.bias_hh};
    for (std::size_t k = 0; k < weights.size(); ++k) module->parameters()[k].copy_(weights[k]);
    return module;
}

/// The library's module over packed sequences of these lengths.
Expected reference(RecurrentLayerImpl& layer, const torch::Tensor& x, const torch::Tensor& lengths,
                   const RecurrentState& initial) {
    const auto packed = rnn::pack_padded_sequence(x, lengths, true, false);
    const auto unpack = [&](const rnn::PackedSequence& output) {
        return std::get<0>(rnn::pad_packed_sequence(output, true, 0.0, x.size(1)));
    };
    const auto h0 = initial.hidden.unsqueeze(0);
    if (layer.cell() == Cell::lstm) {
        auto module = with_weights_of(layer, torch::nn::LSTM(torch::nn::LSTMOptions(kInput, kHidden)));
        const auto [output, state] =
            module->forward_with_packed_input(packed, std::make_tuple(h0, initial.cell.unsqueeze(0)));
        return {unpack(output), {std::get<0>(state)[0], std::get<1>(state)[0]}};
    }
    if (layer.cell() == Cell::gru) {
        auto module = with_weights_of(layer, torch::nn::GRU(torch::nn::GRUOptions(kInput, kHidden)));
        const auto [output, hidden] = module->forward_with_packed_input(packed, h0);
        return {unpack(output), {hidden[0], {}}};
    }
    auto module =
        with_weights_of(layer, torch::nn::RNN(torch::nn::RNNOptions(kInput, kHidden).nonlinearity(torch::kTanh)));
    const auto [output, hidden] = module->forward_with_packed_input(packed, h0);
    return {unpack(output), {hidden[0], {}}};
}

torch::Tensor full_lengths() {
    return torch::full({kRows}, kTime, torch::kInt64);
}

/// Sets the output to 0 past each row's length, where a layer promises nothing.
torch::Tensor inside(const torch::Tensor& output, const torch::Tensor& lengths) {
    const auto is_padding = torch::arange(output.size(1)).unsqueeze(0) >= lengths.unsqueeze(1);
    return output.masked_fill(is_padding.unsqueeze(-1), 0.0);
}

void check_state(const RecurrentState& state, const RecurrentState& expected, double tolerance) {
    CHECK(largest_difference(state.hidden, expected.hidden) < tolerance);
    if (state.cell.defined()) CHECK(largest_difference(state.cell, expected.cell) < tolerance);
}

/// Float32 weights, packed.
RecurrentLayer make_packed(Cell cell) {
    auto layer = make_layer(cell);
    layer->to(torch::kFloat32);
    layer->pack_for_sequences(Precision::fp32);
    return layer;
}

RecurrentState to_float(const RecurrentState& state) {
    return {state.hidden.to(torch::kFloat32), state.cell.defined() ? state.cell.to(torch::kFloat32) : torch::Tensor()};
}

}  // namespace

TEST_CASE("a sequence equals torch.nn.LSTM, GRU and RNN") {
    const auto x = numbers({kRows, kTime, kInput}, 0.1);
    for (const auto cell : kCells) {
        auto layer = make_layer(cell);
        const auto expected = reference(*layer, x, full_lengths(), make_state(cell));
        RecurrentState last;
        CHECK(largest_difference(layer->sequence(x, make_state(cell), &last), expected.output) < 1e-12);
        check_state(last, expected.last, 1e-12);
        CHECK(last.cell.defined() == (cell == Cell::lstm));
        CHECK(largest_difference(layer->sequence(x, make_state(cell)), expected.output) < 1e-12);
    }
}

TEST_CASE("steps repeated over time equal torch.nn.LSTM, GRU and RNN") {
    const auto x = numbers({kRows, kTime, kInput}, 0.1);
    for (const auto cell : kCells) {
        auto layer = make_layer(cell);
        const auto expected = reference(*layer, x, full_lengths(), make_state(cell));
        auto state = make_state(cell);
        for (std::int64_t t = 0; t < kTime; ++t) {
            state = layer->step(layer->project_input(x.select(1, t)), state);
            CHECK(largest_difference(state.hidden, expected.output.select(1, t)) < 1e-12);
        }
        check_state(state, expected.last, 1e-12);
    }
}

TEST_CASE("rows of unequal length equal the library's packed sequences") {
    const auto x = numbers({kRows, kTime, kInput}, 0.1);
    const auto lengths = torch::tensor({3, 6, 1, 4}, torch::kInt64);
    for (const auto cell : kCells)
        for (const bool both_parts : {false, true}) {
            auto layer = make_layer(cell);
            const auto expected = reference(*layer, x, lengths, layer->zero_state(kRows));
            const auto [output, last] = layer->sequence_to_length(x, lengths, both_parts);
            CHECK(largest_difference(inside(output, lengths), expected.output) < 1e-12);
            check_state(last, expected.last, 1e-12);
            CHECK(last.cell.defined() == (cell == Cell::lstm && both_parts));
        }
}

TEST_CASE("packed weights give the same sequences, steps and last states") {
    const torch::NoGradGuard no_grad;
    const auto x = numbers({kRows, kTime, kInput}, 0.1);
    const auto lengths = torch::tensor({3, 6, 1, 4}, torch::kInt64);
    for (const auto cell : kCells)
        for (const bool both_parts : {false, true}) {
            auto exact = make_layer(cell);
            auto packed = make_packed(cell);
            const auto expected = reference(*exact, x, lengths, exact->zero_state(kRows));
            const auto [output, last] = packed->sequence_to_length(x.to(torch::kFloat32), lengths, both_parts);
            CHECK(largest_difference(inside(output, lengths), expected.output) < 1e-5);
            check_state(last, expected.last, 1e-5);

            const auto whole = reference(*exact, x, full_lengths(), make_state(cell));
            RecurrentState end;
            const auto all = packed->sequence(x.to(torch::kFloat32), to_float(make_state(cell)), &end);
            CHECK(largest_difference(all, whole.output) < 1e-5);
            check_state(end, whole.last, 1e-5);
        }
}

TEST_CASE("a lone row gives the same sequence with packed weights") {
    const torch::NoGradGuard no_grad;
    const auto x = numbers({kRows, kTime, kInput}, 0.1).narrow(0, 2, 1);
    for (const auto cell : kCells) {
        auto exact = make_layer(cell);
        auto packed = make_packed(cell);
        RecurrentState expected, last;
        const auto output = exact->sequence(x, exact->zero_state(1), &expected);
        const auto got = packed->sequence(x.to(torch::kFloat32), packed->zero_state(1), &last);
        CHECK(largest_difference(got, output) < 1e-5);
        check_state(last, expected, 1e-5);
    }
}

TEST_CASE("a step from shared parts is a step from each row's own input and state, plain and packed") {
    const torch::NoGradGuard no_grad;
    const auto word_of_row = torch::tensor({1L, 0L, 1L, 2L, 2L}), state_of_row = torch::tensor({3L, 3L, 0L, 1L, 0L});
    for (const auto cell : kCells) {
        auto layer = make_layer(cell);
        layer->to(torch::kFloat32);
        const auto previous = to_float(make_state(cell));
        for (const std::int64_t own : {kInput, kInput - 2}) {
            const auto words = numbers({3, own}, 0.1).to(torch::kFloat32);
            const auto fed = own < kInput ? numbers({kRows, kInput - own}, 0.7).to(torch::kFloat32) : torch::Tensor();
            auto x = words.index_select(0, word_of_row);
            if (fed.defined()) x = torch::cat({x, fed.index_select(0, state_of_row)}, 1);
            const auto expected = layer->step(layer->project_input(x), select_rows(previous, state_of_row));
            const auto check = [&](double tolerance) {
                check_state(layer->step_from_parts({words, word_of_row}, fed, previous, state_of_row), expected,
                            tolerance);
                // Row i has state i: every row has its own.
                const auto own_rows = select_rows(previous, state_of_row);
                const auto own_fed = fed.defined() ? fed.index_select(0, state_of_row) : fed;
                check_state(layer->step_from_parts(words.index_select(0, word_of_row), own_fed, own_rows, {}), expected,
                            tolerance);
            };
            layer->unpack();
            check(1e-6);
            for (const auto precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
                if (!has_instructions(precision)) continue;
                layer->pack_for_steps(precision, own);
                check(precision == Precision::fp32 ? 1e-6 : 0.03);
            }
        }
    }
}

TEST_CASE("chosen rows of a state are copied, repeated and reordered") {
    for (const auto cell : kCells) {
        const auto state = make_state(cell);
        const auto chosen = select_rows(state, torch::tensor({2, 0, 2}, torch::kInt64));
        CHECK(torch::equal(chosen.hidden, torch::stack({state.hidden[2], state.hidden[0], state.hidden[2]})));
        CHECK(chosen.cell.defined() == (cell == Cell::lstm));
        if (cell == Cell::lstm)
            CHECK(torch::equal(chosen.cell, torch::stack({state.cell[2], state.cell[0], state.cell[2]})));
    }
}
