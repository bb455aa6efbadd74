#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "base/random_stream.h"
#include "model/seq2seq.h"

namespace nmt {
namespace {

at::Generator generator_for(std::uint64_t seed, const std::string& name) {
    std::uint64_t place = 1469598103934665603ULL;  // FNV-1a, so that the place does not depend on the standard library
    for (const unsigned char c : name) place = (place ^ c) * 1099511628211ULL;
    return at::detail::createCPUGenerator(random_key(seed, RandomPurpose::init, {place}));
}

/// Glorot and Bengio 2010: uniform in +-sqrt(6 / (fan_in + fan_out)).
void fill_xavier(torch::Tensor block, at::Generator& generator) {
    const double bound = std::sqrt(6.0 / static_cast<double>(block.size(0) + block.size(1)));
    block.uniform_(-bound, bound, generator);
}

/// Saxe 2014: the orthogonal factor of a Gaussian matrix, signs chosen so that it is uniform over the orthogonal group.
void fill_orthogonal(torch::Tensor block, at::Generator& generator) {
    const auto gaussian = torch::empty(block.sizes()).normal_(0, 1, generator);
    const auto [q, r] = at::linalg_qr(gaussian);
    block.copy_(q * r.diagonal().sign());
}

/// Gates are stacked in one matrix; each is a matrix of its own to Xavier and orthogonality.
template <class Fill>
void for_each_gate(const torch::Tensor& weight, std::int64_t hidden, const Fill& fill) {
    for (std::int64_t row = 0; row < weight.size(0); row += hidden) fill(weight.narrow(0, row, hidden));
}

void fill_matrix(const std::string& name, torch::Tensor weight, std::int64_t recurrent_hidden, const InitOptions& init,
                 at::Generator& generator) {
    if (init.orthogonal_recurrent && name.ends_with("weight_hh")) {
        for_each_gate(weight, weight.size(1), [&](const torch::Tensor& gate) { fill_orthogonal(gate, generator); });
    } else if (init.kind == Init::uniform || name.find("embedding") != std::string::npos) {
        weight.uniform_(-init.range, init.range, generator);
    } else {
        const auto rows = recurrent_hidden > 0 ? recurrent_hidden : weight.size(0);
        for_each_gate(weight, rows, [&](const torch::Tensor& gate) { fill_xavier(gate, generator); });
    }
}

}  // namespace

void initialise(Seq2SeqImpl& model, std::uint64_t seed) {
    const torch::NoGradGuard no_grad;
    const auto& options = model.options();
    for (auto& [name, weight] : model.named_weights()) {
        auto generator = generator_for(seed, name);
        auto value = torch::zeros(weight.sizes());
        const bool is_encoder = name.rfind("encoder.", 0) == 0;
        const auto cell = is_encoder ? options.encoder.cell : options.decoder.cell;
        const bool is_recurrent = name.find("layers.") != std::string::npos;
        const auto hidden =
            is_encoder ? options.encoder.hidden / (options.encoder.bidirectional ? 2 : 1) : options.decoder.hidden;
        if (value.dim() == 2) {
            fill_matrix(name, value, is_recurrent ? hidden : 0, options.init, generator);
        } else if (name.ends_with("attention.energy")) {
            value.uniform_(-options.init.range, options.init.range, generator);
        } else if (cell == Cell::lstm && name.ends_with("bias_ih")) {
            value.narrow(0, hidden, hidden).fill_(options.init.forget_bias);  // gates are i, f, g, o
        }
        weight.copy_(value);
    }
}

}  // namespace nmt
