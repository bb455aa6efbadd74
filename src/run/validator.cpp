#include "run/validator.h"

#include <cmath>

#include "base/clock.h"
#include "metrics/bleu.h"
#include "text/corpus_reader.h"
#include "train/loss.h"
#include "translate/translator.h"

namespace nmt {
namespace {

/// Leaves a validation half-way; caught where it began.
struct Stopped {};

}  // namespace

DevText read_dev_text(const DataOptions& data) {
    CorpusReader reader({data.dev_src, data.dev_tgt, data.dev_tsv});
    DevText text;
    for (SentencePair pair; reader.next_or_blank(pair);) {
        text.src.push_back(pair.src);
        text.tgt.push_back(pair.tgt);
    }
    return text;
}

Validator::Validator(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt, TrainingData& dev, DevText text,
                     const Config& config, torch::Device device)
    : model_(model), src_(src), tgt_(tgt), dev_(dev), text_(std::move(text)), config_(config), device_(device) {}

double Validator::loss(const std::function<void()>& before_batch) {
    const torch::NoGradGuard no_grad;
    const bool was_training = model_.is_training();
    model_.eval();
    double sum = 0;
    std::int64_t words = 0;
    for (std::int64_t index = 0; index < dev_.batches(1); ++index) {
        before_batch();
        const auto batch = dev_.batch(1, index);
        sum += cross_entropy_sum(model_.forward(batch.source, batch.target), batch.target.output, 0.0).item<double>();
        words += batch.tgt_tokens;
    }
    model_.train(was_training);
    return sum / static_cast<double>(words);
}

std::optional<ValidationReport> Validator::validate(const std::function<bool()>& is_stopped) {
    const bool was_training = model_.is_training();
    try {
        return measure([&] {
            if (is_stopped()) throw Stopped();
        });
    } catch (const Stopped&) {
        model_.train(was_training);
        return std::nullopt;
    }
}

ValidationReport Validator::measure(const std::function<void()>& before_batch) {
    const auto started = seconds_now();
    ValidationReport report;
    report.loss = loss(before_batch);
    report.perplexity = std::exp(report.loss);
    if (!std::isfinite(report.perplexity)) return report;  // nothing to translate with

    std::vector<std::string> texts;
    Translator translator(model_, src_, tgt_, config_.search, device_, shortlist_);
    for (auto& translation : translator.translate(text_.src, false, before_batch))
        texts.push_back(std::move(translation.text));
    report.bleu = corpus_bleu(texts, text_.tgt).score;

    const auto samples = std::min<std::size_t>(static_cast<std::size_t>(config_.validate.samples), texts.size());
    for (std::size_t sample = 0; sample < samples; ++sample) {
        const auto line = sample * texts.size() / samples;  // spread over the set, the same every time
        report.samples.push_back({text_.src[line], texts[line], text_.tgt[line]});
    }
    report.seconds = seconds_now() - started;
    return report;
}

}  // namespace nmt
