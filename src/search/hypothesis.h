#pragma once
// One translation as search hands it out.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nmt {

struct Hypothesis {
    std::vector<std::int64_t> tokens;           // y_1..y_t, without bos and eos
    double score = 0;                           // log p(y, eos | x): the sum of token_log_probs, in float64
    double normalized_score = 0;                // score / (t + 1)^alpha, see normalized()
    std::vector<float> token_log_probs;         // [t + 1] log p(y_i | y_<i, x), eos last
    std::vector<std::vector<float>> attention;  // [t + 1][src_len] a_ij, eos last; empty unless asked for. src_len is
                                                // the batch's: whoever reads it cuts it to the sentence's own length
};

/// A score divided by length^alpha (the simple form of the length penalty in Wu 2016, section 7; alpha = 1 is the mean
/// log probability, alpha = 0 leaves the score alone).
/// length: tokens with eos, so that the empty translation has one.
inline double normalized(double score, std::size_t length, double alpha) {
    return score / std::pow(static_cast<double>(length), alpha);
}

}  // namespace nmt
