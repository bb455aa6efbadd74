// The model against an independent PyTorch implementation: scripts/make_golden_model.py writes what is read here.

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "catch.h"
#include "model/small_model.h"

using namespace nmt;
using nlohmann::json;

namespace {

template <class Enum>
Enum one_of(const std::map<std::string, Enum>& names, const json& value) {
    return names.at(value.get<std::string>());
}

const std::map<std::string, Cell> kCellNames{{"lstm", Cell::lstm}, {"gru", Cell::gru}, {"tanh", Cell::tanh}};
const std::map<std::string, Attention> kAttentionNames{
    {"none", Attention::none},       {"additive", Attention::additive},     {"dot", Attention::dot},
    {"general", Attention::general}, {"scaled_dot", Attention::scaled_dot}, {"query_key", Attention::query_key}};
const std::map<std::string, Position> kPositionNames{
    {"auto", Position::automatic}, {"before_cell", Position::before_cell}, {"after_cell", Position::after_cell}};
const std::map<std::string, Bridge> kBridgeNames{
    {"learned", Bridge::learned}, {"mean", Bridge::mean}, {"last", Bridge::last}, {"zero", Bridge::zero}};
const std::map<std::string, Tying> kTyingNames{{"none", Tying::none}, {"target", Tying::target}, {"all", Tying::all}};

ModelOptions options_from(const json& o) {
    ModelOptions options;
    options.attention = one_of(kAttentionNames, o.at("attention"));
    options.attention_size = o.at("attention_size");
    options.attention_scale = o.at("attention_scale");
    options.position = one_of(kPositionNames, o.at("position"));
    options.input_feeding = o.at("input_feeding");
    options.feed_context = o.at("feed_context");
    options.bridge = one_of(kBridgeNames, o.at("bridge"));
    options.tie_embeddings = one_of(kTyingNames, o.at("tie_embeddings"));
    options.dropout = {0.0, 0.0, 0.0, 0.0};
    const auto& encoder = o.at("encoder");
    options.encoder = {one_of(kCellNames, encoder.at("cell")),
                       encoder.at("layers"),
                       encoder.at("hidden"),
                       encoder.at("embedding"),
                       encoder.at("bidirectional"),
                       encoder.at("reverse_source")};
    const auto& decoder = o.at("decoder");
    options.decoder = {one_of(kCellNames, decoder.at("cell")), decoder.at("layers"), decoder.at("hidden"),
                       decoder.at("embedding"), decoder.at("readout")};
    return options;
}

struct Golden {
    std::string name;
    ModelOptions options;
    std::int64_t src_vocabulary, tgt_vocabulary;
    double loss;
    std::map<std::string, torch::Tensor> tensors;  // float64
};

struct Goldens {
    Source source;
    Target target;
    std::vector<Golden> cases;
};

std::vector<double> read_numbers(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) throw InternalError("cannot open " + path);
    std::vector<double> numbers(static_cast<std::size_t>(file.tellg()) / sizeof(double));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(numbers.size() * sizeof(double)));
    return numbers;
}

Goldens read_goldens() {
    const std::string stem = std::string(NMT_SOURCE_DIR) + "/tests/golden/model";
    auto numbers = read_numbers(stem + ".bin");
    std::ifstream index_file(stem + ".json");
    const auto index = json::parse(index_file);
    Goldens goldens;
    goldens.source = make_source(index.at("src").get<Sentences>());
    goldens.target = make_target(index.at("tgt_in").get<Sentences>(), index.at("tgt_out").get<Sentences>());
    for (const auto& entry : index.at("cases")) {
        Golden golden{entry.at("name"),           options_from(entry.at("options")),
                      entry.at("src_vocabulary"), entry.at("tgt_vocabulary"),
                      entry.at("loss"),           {}};
        for (const auto& [name, place] : entry.at("tensors").items()) {
            auto* begin = numbers.data() + place.at("begin").get<std::size_t>();
            const auto shape = place.at("shape").get<std::vector<std::int64_t>>();
            golden.tensors[name] = torch::from_blob(begin, shape, torch::kFloat64).clone();
        }
        goldens.cases.push_back(std::move(golden));
    }
    return goldens;
}

const Goldens& goldens() {
    static const Goldens all = read_goldens();
    return all;
}

const std::string kGradient = "gradient/";

Seq2Seq model_of(const Golden& golden, torch::Dtype dtype) {
    auto model = make_model(golden.options, golden.src_vocabulary, golden.tgt_vocabulary);
    model->to(torch::kFloat64);
    fill_by_formula(*model);
    model->to(dtype);
    return model;
}

void check_forward(const Golden& golden, torch::Dtype dtype, double tolerance) {
    auto model = model_of(golden, dtype);
    const auto logits = model->forward(goldens().source, goldens().target);
    CHECK(largest_difference(logits, golden.tensors.at("logits")) < tolerance);
    const auto loss = mean_loss(logits, goldens().target);
    CHECK(loss.item<double>() == Approx(golden.loss).margin(tolerance));
    loss.backward();
    std::size_t gradients = 0;
    for (const auto& [name, weight] : model->named_weights()) {
        INFO(name);
        REQUIRE(golden.tensors.count(kGradient + name) == 1);
        const auto gradient = weight.grad().defined() ? weight.grad() : torch::zeros_like(weight);
        CHECK(largest_difference(gradient, golden.tensors.at(kGradient + name)) < tolerance);
        ++gradients;
    }
    // No weight of the reference is missing.
    for (const auto& [name, tensor] : golden.tensors) gradients -= name.rfind(kGradient, 0) == 0 ? 1 : 0;
    CHECK(gradients == 0);
}

void check_steps(Seq2SeqImpl& model, const Golden& golden, double tolerance) {
    const torch::NoGradGuard no_grad;
    const auto steps = force_steps(model, goldens().source, goldens().target);
    CHECK(largest_difference(steps.logits, golden.tensors.at("logits")) < tolerance);
    REQUIRE(steps.weights.empty() == (golden.options.attention == Attention::none));
    if (!steps.weights.empty())
        CHECK(largest_difference(torch::cat(steps.weights), golden.tensors.at("attention")) < tolerance);
}

}  // namespace

// One thread: these are many operations on very few numbers.
TEST_CASE("logits, loss and every gradient equal the PyTorch reference: 1e-9 in float64, 1e-4 in float32") {
    const Threads threads(1);
    REQUIRE(goldens().cases.size() > 100);
    for (const auto& golden : goldens().cases) {
        INFO(golden.name);
        check_forward(golden, torch::kFloat64, 1e-9);
        check_forward(golden, torch::kFloat32, 1e-4);
    }
}

TEST_CASE("decoding step by step gives the reference's logits and attention weights") {
    const Threads threads(1);
    for (const auto& golden : goldens().cases) {
        INFO(golden.name);
        check_steps(*model_of(golden, torch::kFloat64), golden, 1e-9);
        check_steps(*model_of(golden, torch::kFloat32), golden, 1e-4);
    }
}

TEST_CASE("packed weights give the reference's numbers, step by step and teacher-forced") {
    const Threads threads(1);
    const torch::NoGradGuard no_grad;
    for (const auto& golden : goldens().cases) {
        INFO(golden.name);
        auto model = model_of(golden, torch::kFloat32);
        model->pack();
        check_steps(*model, golden, 1e-4);
        const auto logits = model->forward(goldens().source, goldens().target);
        CHECK(largest_difference(logits, golden.tensors.at("logits")) < 1e-4);
    }
}
