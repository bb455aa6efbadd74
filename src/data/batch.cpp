#include "data/batch.h"

#include <torch/types.h>

#include <algorithm>

namespace nmt {
namespace {

std::int64_t longest(const std::vector<TokenIds>& sentences) {
    std::size_t result = 0;
    for (const auto& sentence : sentences) result = std::max(result, sentence.size());
    return static_cast<std::int64_t>(result);
}

}  // namespace

Source make_source(const std::vector<TokenIds>& sentences, const SpecialIds& ids, const at::Device& device) {
    const auto batch = static_cast<std::int64_t>(sentences.size());
    const auto src_len = longest(sentences) + 1;
    auto tokens = torch::full({batch, src_len}, ids.pad, torch::kLong);
    auto lengths = torch::empty({batch}, torch::kLong);
    auto* token = tokens.data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < batch; ++row) {
        const auto& sentence = sentences[static_cast<std::size_t>(row)];
        *std::copy(sentence.begin(), sentence.end(), token + row * src_len) = ids.eos;
        lengths[row] = static_cast<std::int64_t>(sentence.size()) + 1;
    }
    return {tokens.to(device), lengths};
}

Target make_target(const std::vector<TokenIds>& sentences, const SpecialIds& ids, const at::Device& device) {
    const auto batch = static_cast<std::int64_t>(sentences.size());
    const auto tgt_len = longest(sentences) + 1;
    auto input = torch::full({batch, tgt_len}, ids.pad, torch::kLong);
    auto* token = input.data_ptr<std::int64_t>();
    std::vector<std::int64_t> output, positions;
    for (std::int64_t row = 0; row < batch; ++row) {
        const auto& sentence = sentences[static_cast<std::size_t>(row)];
        token[row * tgt_len] = ids.bos;
        std::copy(sentence.begin(), sentence.end(), token + row * tgt_len + 1);
        output.insert(output.end(), sentence.begin(), sentence.end());
        output.push_back(ids.eos);
        for (std::size_t i = 0; i <= sentence.size(); ++i)
            positions.push_back(row * tgt_len + static_cast<std::int64_t>(i));
    }
    return {input.to(device), torch::tensor(output, torch::kLong).to(device),
            torch::tensor(positions, torch::kLong).to(device)};
}

}  // namespace nmt
