#include "run/corpus_data.h"

namespace nmt {

SpecialIds special_ids(const Vocabulary& vocabulary) {
    return {vocabulary.pad_id(), vocabulary.bos_id(), vocabulary.eos_id()};
}

Batch make_batch(const EncodedCorpus& corpus, std::span<const std::uint32_t> indices, const SpecialIds& src_ids,
                 const SpecialIds& tgt_ids, const torch::Device& device) {
    Batch batch;
    std::vector<TokenIds> src, tgt;
    for (const auto index : indices) {
        src.push_back(corpus.src(index).to_vector());
        tgt.push_back(corpus.tgt(index).to_vector());
        batch.src_tokens += static_cast<std::int64_t>(src.back().size()) + 1;
        batch.tgt_tokens += static_cast<std::int64_t>(tgt.back().size()) + 1;
        batch.line_numbers.push_back(static_cast<std::int64_t>(corpus.line_number(index)));
    }
    batch.source = make_source(src, src_ids, device);
    batch.target = make_target(tgt, tgt_ids, device);
    return batch;
}

CorpusData::CorpusData(const EncodedCorpus& corpus, const Vocabulary& src, const Vocabulary& tgt,
                       const BatchOptions& options, std::uint64_t seed, torch::Device device)
    : corpus_(corpus),
      src_ids_(special_ids(src)),
      tgt_ids_(special_ids(tgt)),
      options_(options),
      seed_(seed),
      device_(device) {}

const BatchPlan& CorpusData::plan(std::int64_t epoch) {
    if (planned_epoch_ != epoch) {
        plan_ = epoch_batch_plan(corpus_.records(), options_, seed_, static_cast<std::uint64_t>(epoch));
        planned_epoch_ = epoch;
    }
    return plan_;
}

std::int64_t CorpusData::batches(std::int64_t epoch) {
    return static_cast<std::int64_t>(plan(epoch).size());
}

Batch CorpusData::batch(std::int64_t epoch, std::int64_t index) {
    return make_batch(corpus_, plan(epoch).batch(static_cast<std::size_t>(index)), src_ids_, tgt_ids_, device_);
}

double CorpusData::padding_share(std::int64_t epoch) {
    return nmt::padding_share(plan(epoch), corpus_.records());
}

}  // namespace nmt
