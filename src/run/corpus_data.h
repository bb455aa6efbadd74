#pragma once
// The encoded corpus as the trainer's batches.

#include "data/batch_plan.h"
#include "data/encoded_corpus.h"
#include "text/vocabulary.h"
#include "train/training_data.h"

namespace nmt {

class CorpusData : public TrainingData {
public:
    /// corpus and vocabularies must outlive this.
    CorpusData(const EncodedCorpus& corpus, const Vocabulary& src, const Vocabulary& tgt, const BatchOptions& options,
               std::uint64_t seed, torch::Device device);

    std::int64_t batches(std::int64_t epoch) override;
    Batch batch(std::int64_t epoch, std::int64_t index) override;

    /// Share of padding among all positions of `epoch`, 0..1.
    double padding_share(std::int64_t epoch);

private:
    const BatchPlan& plan(std::int64_t epoch);

    const EncodedCorpus& corpus_;
    SpecialIds src_ids_, tgt_ids_;
    BatchOptions options_;
    std::uint64_t seed_;
    torch::Device device_;
    std::int64_t planned_epoch_ = 0;
    BatchPlan plan_;
};

/// The pairs named by `indices` as a batch.
Batch make_batch(const EncodedCorpus& corpus, std::span<const std::uint32_t> indices, const SpecialIds& src_ids,
                 const SpecialIds& tgt_ids, const torch::Device& device);

SpecialIds special_ids(const Vocabulary& vocabulary);

}  // namespace nmt
