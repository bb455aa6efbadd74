#include "model/small_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "model/precision.h"

namespace nmt {
namespace {

torch::Tensor pad(const Sentences& sentences, std::int64_t extra_padding) {
    std::size_t longest = 0;
    for (const auto& sentence : sentences) longest = std::max(longest, sentence.size());
    auto tokens =
        torch::zeros({static_cast<std::int64_t>(sentences.size()), static_cast<std::int64_t>(longest) + extra_padding},
                     torch::kInt64);
    for (std::size_t row = 0; row < sentences.size(); ++row)
        for (std::size_t t = 0; t < sentences[row].size(); ++t)
            tokens[static_cast<std::int64_t>(row)][static_cast<std::int64_t>(t)] = sentences[row][t];
    return tokens;
}

ModelOptions base_options(const Sizes& sizes, Attention attention, Cell cell, Position position) {
    ModelOptions options;
    options.attention = attention;
    options.attention_size = sizes.attention;
    options.position = position;
    options.dropout = {0.0, 0.0, 0.0, 0.0};
    options.encoder.cell = options.decoder.cell = cell;
    options.encoder.hidden = sizes.encoder_hidden;
    options.encoder.embedding = sizes.src_embedding;
    const bool needs_equal = attention == Attention::dot || attention == Attention::scaled_dot;
    options.decoder.hidden = needs_equal ? sizes.encoder_hidden : sizes.decoder_hidden;
    options.decoder.embedding = sizes.tgt_embedding;
    options.decoder.readout = sizes.readout;
    return options;
}

const std::map<Cell, std::string> kCells{{Cell::lstm, "lstm"}, {Cell::gru, "gru"}, {Cell::tanh, "tanh"}};

}  // namespace

Source make_source(const Sentences& sentences, std::int64_t extra_padding) {
    std::vector<std::int64_t> lengths;
    for (const auto& sentence : sentences) lengths.push_back(static_cast<std::int64_t>(sentence.size()));
    return {pad(sentences, extra_padding), torch::tensor(lengths, torch::kInt64)};
}

Target make_target(const Sentences& input, const Sentences& output, std::int64_t extra_padding) {
    Target target;
    target.input = pad(input, extra_padding);
    std::vector<std::int64_t> words, positions;
    for (std::size_t row = 0; row < output.size(); ++row)
        for (std::size_t t = 0; t < output[row].size(); ++t) {
            words.push_back(output[row][t]);
            positions.push_back(static_cast<std::int64_t>(row) * target.input.size(1) + static_cast<std::int64_t>(t));
        }
    target.output = torch::tensor(words, torch::kInt64);
    target.positions = torch::tensor(positions, torch::kInt64);
    return target;
}

Sentences make_sentences(const std::vector<std::int64_t>& lengths, std::int64_t vocabulary, std::int64_t salt,
                         std::int64_t first_word) {
    Sentences sentences;
    for (std::size_t row = 0; row < lengths.size(); ++row) {
        auto& sentence = sentences.emplace_back();
        for (std::int64_t t = 0; t < lengths[row]; ++t)
            sentence.push_back(first_word + (7919 * (salt + 1) + 31 * static_cast<std::int64_t>(row) + 17 * t * t + t) %
                                                (vocabulary - first_word));
    }
    return sentences;
}

std::vector<Variant> all_variants(const Sizes& sizes) {
    struct Scoring {
        std::string name;
        Attention attention;
        bool scale;
    };
    const std::vector<Scoring> scorings{
        {"additive", Attention::additive, true},   {"dot", Attention::dot, true},
        {"general", Attention::general, true},     {"scaled_dot", Attention::scaled_dot, true},
        {"query_key", Attention::query_key, true}, {"query_key unscaled", Attention::query_key, false}};
    std::vector<Variant> variants;
    for (const auto& [cell, cell_name] : kCells) {
        auto none = base_options(sizes, Attention::none, cell, Position::automatic);
        variants.push_back({"none " + cell_name, none});
        none.feed_context = true;
        variants.push_back({"none feed_context " + cell_name, none});
        for (const auto& [name, attention, scale] : scorings) {
            auto options = base_options(sizes, attention, cell, Position::before_cell);
            options.attention_scale = scale;
            variants.push_back({name + " " + cell_name + " before_cell", options});
            options.position = Position::after_cell;
            variants.push_back({name + " " + cell_name + " after_cell", options});
            options.input_feeding = true;
            variants.push_back({name + " " + cell_name + " input_feeding", options});
        }
    }
    return variants;
}

std::vector<Variant> other_variants(const Sizes& sizes) {
    std::vector<Variant> variants;
    for (const auto& [cell, cell_name] : kCells) {
        auto options = base_options(sizes, Attention::scaled_dot, cell, Position::before_cell);
        options.bridge = Bridge::mean;
        variants.push_back({"bridge mean " + cell_name, options});
        options.bridge = Bridge::last;
        options.encoder.layers = options.decoder.layers = 2;
        variants.push_back({"bridge last deep " + cell_name, options});
        options.bridge = Bridge::zero;
        variants.push_back({"bridge zero deep " + cell_name, options});

        options = base_options(sizes, Attention::none, cell, Position::automatic);
        options.bridge = Bridge::last;
        options.decoder.hidden = options.encoder.hidden;
        variants.push_back({"bridge last none " + cell_name, options});

        options = base_options(sizes, Attention::additive, cell, Position::after_cell);
        options.encoder.bidirectional = false;
        options.encoder.reverse_source = true;
        variants.push_back({"unidirectional reversed " + cell_name, options});

        options = base_options(sizes, Attention::general, cell, Position::after_cell);
        options.encoder.reverse_source = true;
        options.encoder.layers = 2;
        options.decoder.layers = 3;
        options.input_feeding = true;
        variants.push_back({"reversed deep input_feeding " + cell_name, options});
    }
    auto tied = base_options(sizes, Attention::additive, Cell::lstm, Position::before_cell);
    tied.tie_embeddings = Tying::target;
    tied.decoder.readout = tied.decoder.embedding;
    variants.push_back({"tied target", tied});
    tied.tie_embeddings = Tying::all;
    tied.encoder.embedding = tied.decoder.embedding;
    variants.push_back({"tied all", tied});
    return variants;
}

std::vector<Variant> every_variant(const Sizes& sizes) {
    auto variants = all_variants(sizes);
    for (auto& variant : other_variants(sizes)) variants.push_back(std::move(variant));
    return variants;
}

bool has_instructions(Precision precision) {
    return usable_precision(precision, torch::kCPU) == precision;
}

void fill_by_formula(Seq2SeqImpl& model) {
    const torch::NoGradGuard no_grad;
    const auto weights = model.named_weights();
    const std::map<std::string, torch::Tensor> sorted(weights.begin(), weights.end());
    double rank = 0;
    for (const auto& [name, weight] : sorted) {
        const auto index = torch::arange(weight.numel(), torch::kFloat64);
        weight.view(-1).copy_(0.4 * torch::cos(1.0 + 0.37 * index + 1.1 * rank));
        ++rank;
    }
}

Seq2Seq make_model(const ModelOptions& options, std::int64_t src_vocabulary, std::int64_t tgt_vocabulary) {
    Seq2Seq model(options, src_vocabulary, tgt_vocabulary);
    model->eval();
    fill_by_formula(*model);
    return model;
}

ForcedSteps force_steps(Seq2SeqImpl& model, const Source& source, const Target& target) {
    const auto tgt_len = target.input.size(1);
    auto [memory, state] = model.start(source);
    std::vector<torch::Tensor> logits, weights;
    for (std::int64_t t = 0; t < tgt_len; ++t) {
        auto output = model.decoder->step(target.input.select(1, t), state, memory);
        logits.push_back(model.decoder->logits(output.readout));
        if (output.weights.defined()) weights.push_back(output.weights);
        state = output.state;
    }
    ForcedSteps result;
    result.logits = torch::stack(logits, 1).flatten(0, 1).index_select(0, target.positions);
    if (weights.empty()) return result;
    for (std::int64_t word = 0; word < target.positions.size(0); ++word) {
        const auto position = target.positions[word].item<std::int64_t>();
        const auto sentence = position / tgt_len;
        const auto row = weights[static_cast<std::size_t>(position % tgt_len)][sentence];
        result.weights.push_back(row.narrow(0, 0, source.lengths[sentence].item<std::int64_t>()));
    }
    return result;
}

torch::Tensor mean_loss(const torch::Tensor& logits, const Target& target) {
    return torch::nll_loss(torch::log_softmax(logits, -1), target.output);
}

torch::Tensor cosines(at::IntArrayRef shape, double salt) {
    const auto index = torch::arange(c10::multiply_integers(shape), torch::kFloat64);
    return torch::cos(0.37 * index * index + salt).view(shape).to(torch::kFloat32);
}

double largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
    if (a.sizes() != b.sizes()) return std::numeric_limits<double>::infinity();
    if (a.numel() == 0) return 0;
    const auto largest = (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
    return std::isfinite(largest) ? largest : std::numeric_limits<double>::infinity();
}

}  // namespace nmt
