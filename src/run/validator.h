#pragma once
// Measures the present weights on the dev set.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "model/seq2seq.h"
#include "report/training_events.h"
#include "text/vocabulary.h"
#include "train/training_data.h"
#include "translate/shortlist.h"

namespace nmt {

/// The dev set as text, every line of it: what nmt-translate reads and nmt-eval compares with.
struct DevText {
    std::vector<std::string> src, tgt;
};

/// Throws UserError as CorpusReader does.
DevText read_dev_text(const DataOptions& data);

class Validator {
public:
    /// dev: batches of the encoded dev set, all of them in epoch 1. All references must outlive the validator.
    Validator(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt, TrainingData& dev, DevText text,
              const Config& config, torch::Device device);

    /// The search's shortlist for all validations to come, or null. It must outlive them.
    void use_shortlist(const Shortlist* shortlist) { shortlist_ = shortlist; }

    /// Loss per target token without label smoothing, perplexity, corpus BLEU of translations made exactly as
    /// nmt-translate makes them, against the raw references; samples. Epoch, update and best are left to the caller.
    /// Where loss or perplexity is not finite, these two are all of it.
    /// is_stopped is asked before every batch; once it says yes, there is no report.
    std::optional<ValidationReport> validate(const std::function<bool()>& is_stopped);

private:
    ValidationReport measure(const std::function<void()>& before_batch);
    double loss(const std::function<void()>& before_batch);

    Seq2SeqImpl& model_;
    const Vocabulary& src_;
    const Vocabulary& tgt_;
    TrainingData& dev_;
    DevText text_;
    const Config& config_;
    torch::Device device_;
    const Shortlist* shortlist_ = nullptr;
};

}  // namespace nmt
