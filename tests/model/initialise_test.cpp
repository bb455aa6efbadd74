#include <cmath>
#include <map>

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

using Weights = std::map<std::string, torch::Tensor>;

ModelOptions options_with(Cell cell, const InitOptions& init) {
    ModelOptions options;
    options.attention_size = 9;
    options.position = Position::before_cell;
    options.encoder = {cell, 2, 14, 11, true, false};
    options.decoder = {cell, 2, 13, 10, 12};
    options.init = init;
    return options;
}

Weights initialised(const ModelOptions& options, std::uint64_t seed, torch::Dtype dtype = torch::kFloat32) {
    Seq2Seq model(options, 31, 37);
    model->to(dtype);
    initialise(*model, seed);
    const auto weights = model->named_weights();
    return {weights.begin(), weights.end()};
}

bool ends_with(const std::string& name, const std::string& ending) {
    return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
}

bool all_equal(const Weights& a, const Weights& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, weight] : a)
        if (!torch::equal(weight, b.at(name))) return false;
    return true;
}

const std::vector<Cell> kCells{Cell::lstm, Cell::gru, Cell::tanh};

}  // namespace

TEST_CASE("initial weights are a pure function of the seed") {
    const auto options = options_with(Cell::lstm, {Init::uniform, 0.1, true, 1.0});
    torch::manual_seed(1);
    const auto first = initialised(options, 5);
    torch::manual_seed(2);
    torch::rand({10});
    CHECK(all_equal(first, initialised(options, 5)));
    {
        const Threads threads(1);
        CHECK(all_equal(first, initialised(options, 5)));
    }
    const auto other = initialised(options, 6);
    for (const auto& [name, weight] : first)
        if (weight.dim() == 2) CHECK_FALSE(torch::equal(weight, other.at(name)));
}

TEST_CASE("a weight does not depend on the other weights of the model") {
    const InitOptions init{Init::xavier, 0.1, true, 1.0};
    const auto with = initialised(options_with(Cell::gru, init), 5);
    auto options = options_with(Cell::gru, init);
    options.attention = Attention::general;
    options.bridge = Bridge::zero;
    const auto without = initialised(options, 5);
    for (const auto& [name, weight] : without)
        if (with.count(name) && with.at(name).sizes() == weight.sizes()) CHECK(torch::equal(weight, with.at(name)));
}

TEST_CASE("weights of equal shape differ from one another") {
    const auto weights = initialised(options_with(Cell::lstm, {}), 5);
    CHECK_FALSE(torch::equal(weights.at("encoder.forward_layers.0.weight_hh"),
                             weights.at("encoder.backward_layers.0.weight_hh")));
    CHECK_FALSE(torch::equal(weights.at("bridge.hidden.0.weight"), weights.at("bridge.cell.0.weight")));
}

TEST_CASE("uniform weights fill +-range and nothing beyond") {
    for (const double range : {0.1, 0.03}) {
        for (const auto& [name, weight] :
             initialised(options_with(Cell::lstm, {Init::uniform, range, false, 1.0}), 5)) {
            if (weight.dim() != 2) continue;
            INFO(name);
            CHECK(weight.abs().max().item<double>() <= range);
            CHECK(weight.max().item<double>() > 0.8 * range);
            CHECK(weight.min().item<double>() < -0.8 * range);
            CHECK(std::abs(weight.mean().item<double>()) < 0.3 * range);
        }
    }
}

TEST_CASE("Xavier's bound is taken for each gate; embeddings stay uniform") {
    for (const auto cell : kCells) {
        const auto gates = cell == Cell::lstm ? 4 : cell == Cell::gru ? 3 : 1;
        for (const auto& [name, weight] : initialised(options_with(cell, {Init::xavier, 0.1, false, 1.0}), 5)) {
            if (weight.dim() != 2) continue;
            INFO(name);
            const bool is_recurrent = ends_with(name, "weight_ih") || ends_with(name, "weight_hh");
            const auto rows = weight.size(0) / (is_recurrent ? gates : 1);
            const bool is_embedding = name.find("embedding") != std::string::npos;
            const double bound = is_embedding ? 0.1 : std::sqrt(6.0 / static_cast<double>(rows + weight.size(1)));
            for (std::int64_t row = 0; row < weight.size(0); row += rows) {
                const auto block = weight.narrow(0, row, rows);
                CHECK(block.abs().max().item<double>() <= bound);
                CHECK(block.abs().max().item<double>() > 0.9 * bound);
            }
        }
    }
}

TEST_CASE("recurrent matrices are orthogonal gate by gate") {
    for (const auto kind : {Init::uniform, Init::xavier})
        for (const auto cell : kCells) {
            int matrices = 0;
            for (const auto& [name, weight] : initialised(options_with(cell, {kind, 0.1, true, 1.0}), 5)) {
                if (!ends_with(name, "weight_hh")) continue;
                INFO(name);
                const auto hidden = weight.size(1);
                for (std::int64_t row = 0; row < weight.size(0); row += hidden, ++matrices) {
                    const auto gate = weight.narrow(0, row, hidden);
                    CHECK(largest_difference(torch::matmul(gate, gate.t()), torch::eye(hidden)) < 1e-5);
                }
                if (weight.size(0) > hidden)
                    CHECK_FALSE(torch::equal(weight.narrow(0, 0, hidden), weight.narrow(0, hidden, hidden)));
            }
            CHECK(matrices == 6 * (cell == Cell::lstm ? 4 : cell == Cell::gru ? 3 : 1));
        }
}

TEST_CASE("biases are zero but for an LSTM's forget gate, which is set once") {
    for (const auto cell : kCells)
        for (const double forget_bias : {1.0, 0.0, 2.5})
            for (const auto& [name, weight] :
                 initialised(options_with(cell, {Init::uniform, 0.1, false, forget_bias}), 5)) {
                if (weight.dim() != 1 || ends_with(name, "energy")) continue;
                INFO(name);
                auto expected = torch::zeros_like(weight);
                if (cell == Cell::lstm && ends_with(name, "bias_ih")) {
                    const auto hidden = weight.size(0) / 4;
                    expected.narrow(0, hidden, hidden).fill_(forget_bias);
                }
                CHECK(torch::equal(weight, expected));
            }
}

TEST_CASE("mixed cells: only the LSTM's side gets a forget bias") {
    auto options = options_with(Cell::gru, {});
    options.decoder.cell = Cell::lstm;
    const auto weights = initialised(options, 5);
    CHECK(weights.at("encoder.forward_layers.0.bias_ih").abs().sum().item<double>() == 0);
    CHECK(weights.at("decoder.layers.1.bias_ih").sum().item<double>() == 13);
}

TEST_CASE("the additive energy vector is not zero") {
    const auto energy = initialised(options_with(Cell::lstm, {}), 5).at("decoder.attention.energy");
    CHECK(energy.abs().max().item<double>() > 0.03);
    CHECK(energy.abs().max().item<double>() <= 0.1);
}

TEST_CASE("a float64 model gets the float32 model's numbers") {
    const auto options = options_with(Cell::lstm, {Init::xavier, 0.1, true, 1.0});
    const auto single = initialised(options, 5);
    for (const auto& [name, weight] : initialised(options, 5, torch::kFloat64)) {
        INFO(name);
        CHECK(torch::equal(weight.to(torch::kFloat32), single.at(name)));
    }
}
