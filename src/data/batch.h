#pragma once
// Sentences as padded tensors: what the model reads.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace nmt {

using TokenIds = std::vector<std::int32_t>;

/// The ids that the model treats specially, of one vocabulary.
struct SpecialIds {
    std::int32_t pad = 0, bos = 2, eos = 3;
};

/// A padded batch of source sentences. Every sentence ends with the end token.
struct Source {
    at::Tensor tokens;   // [batch, src_len] int64, padding last
    at::Tensor lengths;  // [batch] int64 on the CPU, end token counted, each >= 1
};

/// Target side of a training batch.
struct Target {
    at::Tensor input;      // [batch, tgt_len] int64: bos y_1 y_2 ..., padding last
    at::Tensor output;     // [n] int64: the words to predict, eos counted, without padding, row by row
    at::Tensor positions;  // [n] int64: where they stand in batch * tgt_len
};

struct Batch {
    Source source;
    Target target;
    std::int64_t src_tokens = 0, tgt_tokens = 0;  // without padding, end tokens counted
    std::vector<std::int64_t> line_numbers;       // of the corpus, from 1
};

/// sentences: ids without bos and eos; an eos is appended to each. Tensors but `lengths` land on `device`.
Source make_source(const std::vector<TokenIds>& sentences, const SpecialIds& ids, const at::Device& device);

/// sentences: ids without bos and eos.
Target make_target(const std::vector<TokenIds>& sentences, const SpecialIds& ids, const at::Device& device);

}  // namespace nmt
