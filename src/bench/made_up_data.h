#pragma once
// Batches of random words, for measurements without a corpus.

#include "train/training_data.h"

namespace nmt {

class MadeUpData : public TrainingData {
public:
    /// Batches of `sentences` pairs of src_len and tgt_len tokens each, end tokens counted (both >= 2); a pure function
    /// of the seed. Vocabularies are ours: pad 0, unk 1, bos 2, eos 3.
    MadeUpData(std::int64_t sentences, std::int64_t src_len, std::int64_t tgt_len, std::int64_t src_vocabulary,
               std::int64_t tgt_vocabulary, std::uint64_t seed, const at::Device& device);

    std::int64_t batches(std::int64_t epoch) override;
    Batch batch(std::int64_t epoch, std::int64_t index) override;

private:
    std::vector<TokenIds> words(std::int64_t length, std::int64_t vocabulary, std::uint64_t place) const;

    std::int64_t sentences_, src_len_, tgt_len_, src_vocabulary_, tgt_vocabulary_;
    std::uint64_t seed_;
    at::Device device_;
};

}  // namespace nmt
