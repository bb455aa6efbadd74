#include "run/training_run.h"

#include <filesystem>
#include <memory>
#include <optional>

#include "base/cat.h"
#include "base/error.h"
#include "base/signals.h"
#include "config/dump_config.h"
#include "config/load_config.h"
#include "config/option_value.h"
#include "model/precision.h"
#include "report/jsonl_log.h"
#include "report/progress_printer.h"
#include "run/corpus_data.h"
#include "run/device.h"
#include "run/lexicon_run.h"
#include "run/model_directory.h"
#include "run/training_inputs.h"
#include "run/validator.h"
#include "train/trainer.h"

namespace nmt {
namespace {

/// Hands every event to each of several observers.
class Observers : public TrainingObserver {
public:
    explicit Observers(std::vector<TrainingObserver*> all) : all_(std::move(all)) {}
    void on_start(const TrainingSummary& event) override {
        for (auto* one : all_) one->on_start(event);
    }
    void on_update(const UpdateReport& event) override {
        for (auto* one : all_) one->on_update(event);
    }
    void on_validation(const ValidationReport& event) override {
        for (auto* one : all_) one->on_validation(event);
    }
    void on_checkpoint(const std::string& path, std::int64_t update) override {
        for (auto* one : all_) one->on_checkpoint(path, update);
    }
    void on_finish(const TrainingFinished& event) override {
        for (auto* one : all_) one->on_finish(event);
    }

private:
    std::vector<TrainingObserver*> all_;
};

/// Refuses to go on under other settings than the training was begun with, unless told otherwise.
void check_changes(const ModelDirectory& directory, const Config& config, bool allow_change) {
    const auto saved = load_config(directory.config_file()).config;
    std::string changes, fixed;
    for (const auto& change : difference(saved, config)) {
        const auto line = cat("\n  ", change.key, ": ", change.old_value, " -> ", change.new_value);
        changes += line;
        if (change.key.rfind("text.", 0) == 0) fixed += line;
    }
    if (changes.empty()) return;
    if (!allow_change)
        throw UserError(cat(directory.path(), " holds a training with other settings:", changes,
                            "\nPass --allow-change to go on with the new ones, or --restart to begin anew."));
    if (!fixed.empty())
        throw UserError(cat(directory.path(),
                            " holds a training whose vocabulary is settled; this cannot change any more:", fixed,
                            "\nPass --restart to begin anew."));
    log_warning(cat("resuming with changed settings:", changes));
}

/// Refuses to go on with other training data than before, unless told otherwise.
void check_corpus(const ModelDirectory& directory, const std::string& saved, const std::string& present,
                  bool allow_change) {
    if (saved.empty() || saved == present) return;
    const auto what = cat(directory.path(), " holds a training on other data: the training corpus has changed");
    if (!allow_change)
        throw UserError(cat(what, ". Pass --allow-change to go on with the new one, or --restart to begin anew."));
    log_warning(what);
    if (directory.has_lexicon())
        log_warning(cat(directory.lexicon_file(), " was learnt from the old one; nmt-train --lexicon makes it anew"));
}

/// Refuses to compare a validation with what another criterion gave, unless told to begin a new best.
void check_criterion(const ModelDirectory& directory, Progress& progress, const std::string& present,
                     bool allow_change) {
    if (!progress.has_best || progress.best_criterion.empty() || progress.best_criterion == present) return;
    const auto what =
        cat(directory.path(), " has a best model that was chosen by another metric, on another dev set or ",
            "with another search");
    if (!allow_change)
        throw UserError(cat(what, ". Pass --allow-change to let the next validation begin a new best, or --restart to ",
                            "begin anew."));
    log_warning(cat(what, "; the next validation begins a new best"));
    forget_best(progress);
}

/// Refuses a sentencepiece model that a new training would remove with the files of the old one.
void check_models_stay(const ModelDirectory& directory, const TextOptions& text) {
    for (const auto* given : {&text.src_model, &text.tgt_model, &text.joint_model})
        for (const auto* own : {"src.model", "tgt.model", "joint.model"}) {
            std::error_code none;
            if (!given->empty() && std::filesystem::equivalent(*given, directory.file(own), none))
                throw UserError(cat(*given, " lies in ", directory.path(),
                                    ", whose files a new training replaces; copy it elsewhere and name the copy"));
        }
}

/// Refuses a training that has lost its state; what never saved anything may be begun anew.
void check_unsaved(const ModelDirectory& directory) {
    for (const auto* name : {"best", "last"})
        if (std::filesystem::exists(directory.weights_file(name)))
            throw UserError(cat(directory.path(), " has ", name, ".safetensors but no last.state to resume from; ",
                                "--restart throws it away and begins anew"));
}

std::vector<std::pair<std::string, std::int64_t>> count_parameters(const Seq2SeqImpl& model) {
    std::vector<std::pair<std::string, std::int64_t>> parts;
    for (const auto& [name, weight] : model.named_weights()) {
        // "encoder.embedding", "encoder.forward_layers", "decoder.attention" ...: the first two words of the name.
        const auto part = name.substr(0, name.find('.', name.find('.') + 1));
        if (parts.empty() || parts.back().first != part) parts.emplace_back(part, 0);
        parts.back().second += weight.numel();
    }
    return parts;
}

TrainingSummary summarise(const Config& config, const Seq2SeqImpl& model, const EncodedCorpus& corpus, CorpusData& data,
                          const Vocabularies& vocabularies, const Progress& progress, int threads,
                          const torch::Device& device) {
    TrainingSummary summary;
    summary.output = config.output;
    summary.parameters = count_parameters(model);
    summary.src_vocabulary = vocabularies.src.size();
    summary.tgt_vocabulary = vocabularies.tgt.size();
    summary.pairs = static_cast<std::int64_t>(corpus.size());
    summary.blank_pairs = static_cast<std::int64_t>(corpus.counts().blank);
    summary.long_pairs = static_cast<std::int64_t>(corpus.counts().over_long);
    summary.padding_share = data.padding_share(progress.epoch);
    summary.updates_per_epoch = data.batches(progress.epoch);
    summary.threads = threads;
    summary.device = describe(device);
    summary.precision = name_of(usable_precision(config.train.precision, device));
    summary.resumed_update = progress.update;
    return summary;
}

/// A training from its files to its end.
class TrainingRun {
public:
    TrainingRun(const Config& config, const TrainingRunOptions& options)
        : config_(config),
          allow_change_(options.allow_change),
          directory_(config.output),
          threads_(set_threads(config.threads)),
          device_(choose_device(config.device)),
          vocabularies_(prepare(config, options, directory_)),
          corpus_(open_train_corpus(config.data, vocabularies_.src, vocabularies_.tgt, threads_)),
          data_(corpus_, vocabularies_.src, vocabularies_.tgt,
                {config.train.batch_tokens, config.train.batch_sentences}, config.seed, device_),
          model_(config.model, vocabularies_.src.size(), vocabularies_.tgt.size()),
          printer_(make_stderr_progress_printer(options.quiet)) {}

    ~TrainingRun() { set_before_message({}); }

    int run();

private:
    static Vocabularies prepare(const Config& config, const TrainingRunOptions& options,
                                const ModelDirectory& directory);
    void make_shortlist();
    void make_validator();
    void check_resumption();
    std::string best_criterion() const;
    TrainerHooks hooks(TrainingObserver& observer, const Optimizer& optimizer, const WeightAverage& average);

    const Config& config_;
    bool allow_change_;
    ModelDirectory directory_;
    int threads_;
    torch::Device device_;
    Vocabularies vocabularies_;
    EncodedCorpus corpus_;
    CorpusData data_;
    Seq2Seq model_;
    Progress progress_;
    std::unique_ptr<ProgressPrinter> printer_;
    std::optional<EncodedCorpus> dev_corpus_;
    std::optional<CorpusData> dev_data_;
    std::unique_ptr<Shortlist> shortlist_;
    std::optional<Validator> validator_;
};

Vocabularies TrainingRun::prepare(const Config& config, const TrainingRunOptions& options,
                                  const ModelDirectory& directory) {
    const bool is_resumed = directory.has_state() && !options.restart;
    check_inputs(config, is_resumed);
    directory.create();  // before anything is removed: in a folder of somebody else nothing is touched
    if (is_resumed) {
        check_changes(directory, config, options.allow_change);
        directory.remove_unfinished();
    } else {
        check_models_stay(directory, config.text);
        if (!options.restart) check_unsaved(directory);
        directory.remove_training();
        directory.write_config(config);
    }
    return make_vocabularies(directory, config);
}

void TrainingRun::make_shortlist() {
    if (config_.search.shortlist > 0 && !directory_.has_lexicon())
        write_lexicon(directory_, corpus_, vocabularies_.src, vocabularies_.tgt, threads_);
    shortlist_ = read_shortlist(directory_, config_.search, vocabularies_.src, vocabularies_.tgt);
    if (validator_) validator_->use_shortlist(shortlist_.get());
}

void TrainingRun::make_validator() {
    if (!has_dev(config_.data)) return;
    constexpr LengthLimits kNoLimits{};  // the loss counts every dev pair, however long
    dev_corpus_.emplace(EncodedCorpus::open_or_build(dev_files(config_.data), vocabularies_.src, vocabularies_.tgt,
                                                     kNoLimits, config_.data.cache_dir,
                                                     static_cast<std::size_t>(threads_)));
    dev_data_.emplace(*dev_corpus_, vocabularies_.src, vocabularies_.tgt,
                      BatchOptions{config_.train.batch_tokens, config_.train.batch_sentences}, config_.seed, device_);
    validator_.emplace(*model_, vocabularies_.src, vocabularies_.tgt, *dev_data_, read_dev_text(config_.data), config_,
                       device_);
}

TrainerHooks TrainingRun::hooks(TrainingObserver& observer, const Optimizer& optimizer, const WeightAverage& average) {
    TrainerHooks hooks;
    if (validator_) hooks.validate = [this] { return validator_->validate([] { return stop_signal() != 0; }); };
    hooks.save = [this, &observer, &optimizer, &average](bool is_best) {
        directory_.save(*model_, optimizer, average, progress_, is_best);
        observer.on_checkpoint(directory_.weights_file("last"), progress_.update);
    };
    hooks.stop_signal = [] { return stop_signal(); };
    hooks.last_checkpoint = [this] { return directory_.has_state() ? directory_.weights_file("last") : std::string(); };
    return hooks;
}

/// All that decides what a validation's value is besides the weights. Not search.precision: what it changes is noise.
std::string TrainingRun::best_criterion() const {
    if (!dev_corpus_) return "";
    auto text = cat(value_text(*find_option("validate.metric"), config_), " on ", dev_corpus_->key().hex());
    if (config_.validate.metric == DevMetric::bleu)
        for (const auto* key :
             {"search.beam", "search.length_penalty", "search.max_length", "search.max_source_length"})
            text += cat(", ", key, " = ", value_text(*find_option(key), config_));
    // Not 0, which says nothing: what was saved before there was such a setting is to stay equal.
    if (config_.validate.metric == DevMetric::bleu && config_.search.shortlist > 0)
        text += cat(", search.shortlist = ", config_.search.shortlist);
    return text;
}

void TrainingRun::check_resumption() {
    check_corpus(directory_, progress_.corpus, corpus_.key().hex(), allow_change_);
    check_criterion(directory_, progress_, best_criterion(), allow_change_);
    // Only now: settings that the saved weights do not fit must not replace those that they fit.
    directory_.write_config(config_);
}

int TrainingRun::run() {
    initialise(*model_, config_.seed);
    model_->to(device_);
    Optimizer optimizer(model_->named_weights(), config_.train);
    WeightAverage average(model_->named_weights(), config_.train.average_decay);
    make_validator();
    const bool is_resumed = directory_.has_state();
    if (is_resumed) directory_.load_state(*model_, optimizer, average, progress_);
    choose_precision("train.precision", config_.train.precision, device_);
    choose_precision("search.precision", config_.search.precision, device_);

    JsonlLog log(directory_.log_file());
    Observers observers({printer_.get(), &log});
    Trainer trainer(*model_, optimizer, average, data_, config_, progress_, observers,
                    hooks(observers, optimizer, average));
    if (progress_.is_finished && trainer.limit_reached()) {
        log_info(cat(directory_.path(), ": this training is finished: ", progress_.finish_reason,
                     "; --restart begins anew"));
        return 0;
    }
    if (is_resumed) check_resumption();
    make_shortlist();
    progress_.is_finished = false;
    progress_.corpus = corpus_.key().hex();
    progress_.best_criterion = best_criterion();
    install_stop_signals();  // not before: until now there is nothing to save, and a signal simply ends the program
    set_before_message([this] { printer_->clear_line(); });
    observers.on_start(summarise(config_, *model_, corpus_, data_, vocabularies_, progress_, threads_, device_));
    const int signal = trainer.run();
    if (signal == 0) return 0;
    log_warning(cat("stopped by signal ", signal, " after update ", progress_.update, "; saved in ", directory_.path(),
                    "; the same command goes on from here"));
    return 128 + signal;
}

}  // namespace

int run_training(const Config& config, const TrainingRunOptions& options) {
    return TrainingRun(config, options).run();
}

}  // namespace nmt
