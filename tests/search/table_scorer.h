#pragma once
// A scorer without a model: log p(next | sentence, prefix) is a function. It follows the prefix of every row, so that a
// search that mixes up its rows gets other numbers, and it checks that the search keeps to the protocol.

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "base/error.h"
#include "base/random_stream.h"
#include "search/step_scorer.h"

namespace nmt {

using Prefix = std::vector<std::int64_t>;  // bos, y_1, ..

/// log p of every token of the vocabulary after `prefix` in the sentence with this key.
using Table = std::function<std::vector<float>(std::int64_t sentence, const Prefix& prefix)>;

inline std::uint64_t prefix_key(std::int64_t sentence, const Prefix& prefix) {
    auto key = random_key(11, RandomPurpose::init, {static_cast<std::uint64_t>(sentence)});
    for (std::int64_t token : prefix) key = random_key(key, RandomPurpose::init, {static_cast<std::uint64_t>(token)});
    return key;
}

/// The made-up attention of a step: three numbers that name the sentence and the prefix.
inline std::vector<float> attention_of(std::int64_t sentence, const Prefix& prefix) {
    return {static_cast<float>(sentence), static_cast<float>(prefix.back()),
            static_cast<float>(prefix_key(sentence, prefix) % 100003)};
}

class TableScorer : public StepScorer {
public:
    /// sentences: the keys of the batch's sentences, which go with them wherever they stand.
    TableScorer(std::vector<std::int64_t> sentences, Table table)
        : sentences_(std::move(sentences)), prefixes_(sentences_.size()), table_(std::move(table)) {}

    std::int64_t sentences() const override { return std::ssize(sentences_); }

    StepOutput step(const at::Tensor& tokens) override {
        require(tokens.dim() == 1 && tokens.scalar_type() == at::kLong, "tokens must be [rows] int64");
        require(tokens.size(0) == std::ssize(prefixes_), "a token for each row is needed");
        rows_of_steps.push_back(tokens.size(0));
        std::vector<at::Tensor> log_probs, weights;
        for (std::int64_t row = 0; row < tokens.size(0); ++row) {
            prefixes_[row].push_back(tokens[row].item<std::int64_t>());
            log_probs.push_back(torch::tensor(table_(sentence_of(row), prefixes_[row])));
            weights.push_back(torch::tensor(attention_of(sentence_of(row), prefixes_[row])));
        }
        return {torch::stack(log_probs), torch::stack(weights)};
    }

    void reorder(const at::Tensor& rows, const at::Tensor& kept_sentences) override {
        require(rows.scalar_type() == at::kLong && kept_sentences.scalar_type() == at::kLong, "indices must be int64");
        require(rows.size(0) > 0 && rows.size(0) % kept_sentences.size(0) == 0, "rows must be equal in number");
        std::vector<std::int64_t> kept(kept_sentences.const_data_ptr<std::int64_t>(),
                                       kept_sentences.const_data_ptr<std::int64_t>() + kept_sentences.size(0));
        for (std::size_t i = 1; i < kept.size(); ++i) require(kept[i - 1] < kept[i], "kept sentences must ascend");
        const std::int64_t rows_before = std::ssize(prefixes_) / sentences();
        const std::int64_t rows_after = rows.size(0) / std::ssize(kept);
        std::vector<Prefix> prefixes;
        for (std::int64_t i = 0; i < rows.size(0); ++i) {
            const auto row = rows[i].item<std::int64_t>();
            require(row / rows_before == kept[i / rows_after], "a row has changed its sentence");
            prefixes.push_back(prefixes_.at(row));
        }
        std::vector<std::int64_t> sentences;
        for (std::int64_t place : kept) sentences.push_back(sentences_.at(place));
        sentences_ = std::move(sentences);
        prefixes_ = std::move(prefixes);
    }

    std::vector<std::int64_t> rows_of_steps;  // rows of each step so far

private:
    std::int64_t sentence_of(std::int64_t row) const { return sentences_[row * sentences() / std::ssize(prefixes_)]; }

    std::vector<std::int64_t> sentences_;
    std::vector<Prefix> prefixes_;  // [rows]
    Table table_;
};

/// A distribution of its own for every sentence and prefix: the softmax of random logits.
inline Table random_table(std::int64_t vocabulary, double spread = 3) {
    return [=](std::int64_t sentence, const Prefix& prefix) {
        RandomStream stream(prefix_key(sentence, prefix));
        std::vector<double> logits(vocabulary);
        double sum = 0;
        for (double& logit : logits)
            sum += std::exp(logit = spread * static_cast<double>(stream.below(1 << 20)) / (1 << 20));
        std::vector<float> log_probs;
        for (double logit : logits) log_probs.push_back(static_cast<float>(logit - std::log(sum)));
        return log_probs;
    };
}

/// Scores that are often equal, to the bit and in their sums too, and sometimes impossible; token 0 is always possible.
inline Table table_with_ties(std::int64_t vocabulary) {
    return [=](std::int64_t sentence, const Prefix& prefix) {
        RandomStream stream(prefix_key(sentence, prefix));
        std::vector<float> log_probs;
        for (std::int64_t token = 0; token < vocabulary; ++token) {
            const bool is_possible = token == 0 || stream.below(8) > 0;
            const float value = -0.5F * static_cast<float>(1 + stream.below(4));
            log_probs.push_back(is_possible ? value : -std::numeric_limits<float>::infinity());
        }
        return log_probs;
    };
}

/// probabilities[last][next]: a Markov chain, the same for every sentence.
inline Table markov_table(std::vector<std::vector<double>> probabilities) {
    return [=](std::int64_t, const Prefix& prefix) {
        std::vector<float> log_probs;
        for (double p : probabilities.at(prefix.back())) log_probs.push_back(static_cast<float>(std::log(p)));
        return log_probs;
    };
}

}  // namespace nmt
