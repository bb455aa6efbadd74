#include "bench/bench_run.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/version.h"
#include "bench/bench_report.h"
#include "bench/decoding_bench.h"
#include "bench/machine.h"
#include "bench/made_up_data.h"
#include "bench/matmul_rate.h"
#include "bench/start_up.h"
#include "bench/training_bench.h"
#include "model/precision.h"
#include "run/corpus_data.h"
#include "run/device.h"
#include "run/lexicon_run.h"
#include "run/training_inputs.h"
#include "text/corpus_reader.h"
#include "text/line_reader.h"

namespace nmt {
namespace {

/// A folder that goes when this goes.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "nmt-bench-XXXXXX").string();
        if (!mkdtemp(name.data())) throw UserError(cat(name, ": the temporary folder cannot be made"));
        path_ = name;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

std::vector<std::string> read_lines(const std::string& path, std::int64_t limit) {
    LineReader reader(path);
    std::vector<std::string> lines;
    std::string line;
    while (std::ssize(lines) < limit && reader.next(line)) lines.push_back(line);
    if (lines.empty()) throw UserError(cat(path, ": holds no line"));
    return lines;
}

class Bench {
public:
    Bench(const Config& config, const BenchOptions& options)
        : config_(config),
          options_(options),
          threads_(set_threads(config.threads)),
          device_(choose_device(config.device)),
          training_precision_(choose_precision("train.precision", config.train.precision, device_)),
          search_precision_(choose_precision("search.precision", config.search.precision, device_)),
          directory_(config.output) {
        if (!options.input.empty()) read_lines(options.input, 1);  // a mistyped name is said at once
        if (options.made_up_src > 0) return;
        if (!directory_.has_state()) {  // none, or one that is still making its vocabularies
            temporary_.emplace();
            directory_ = ModelDirectory(temporary_->path());
            config_.data.cache_dir = directory_.file("cache");
        }
        check_inputs(config_, !temporary_);
        vocabularies_.emplace(make_vocabularies(directory_, config_));
    }

    BenchReport run() {
        report_["nmt-bench"] = cat(version_text("nmt-bench"), ", ", torch_version_text());
        report_["device"] = describe(device_);
        report_["threads"] = threads_;
        report_["training_precision"] = name_of(training_precision_);
        report_["search_precision"] = name_of(search_precision_);
        measure_machine();
        if (options_.with_training) measure_training_steps();
        if (options_.with_text && vocabularies_) measure_text();
        if (options_.with_decoding) measure_translation_if_possible();
        report_["peak_memory_MB"] = peak_memory_bytes() / 1e6;
        return report_;
    }

private:
    void measure_machine() {
        const auto fp32 = matmul_rate(1024, torch::kFloat, device_, 10);
        auto& machine = report_["matrix_product"];
        machine["fp32_1024_GFLOP/s"] = fp32 / 1e9;
        double bf16 = 0;
        if (usable_precision(Precision::bf16, device_) == Precision::bf16) {  // emulated it would take minutes
            bf16 = matmul_rate(2048, torch::kBFloat16, device_, 10);
            machine["bf16_2048_GFLOP/s"] = bf16 / 1e9;
        }
        training_rate_ = training_precision_ == Precision::bf16 ? bf16 : fp32;
        if (search_precision_ != Precision::int8) decoding_rate_ = search_precision_ == Precision::bf16 ? bf16 : fp32;
    }

    /// model: the path of a sentencepiece model, or empty: one of `size` pieces would be made.
    static std::int64_t vocabulary_size(const std::string& model, std::int64_t size) {
        return model.empty() ? size : Vocabulary(model).size();
    }

    void measure_training_steps() {
        std::optional<EncodedCorpus> corpus;
        std::unique_ptr<TrainingData> data;
        std::int64_t src_size = 0, tgt_size = 0;
        if (vocabularies_) {
            src_size = vocabularies_->src.size();
            tgt_size = vocabularies_->tgt.size();
            corpus.emplace(open_train_corpus(config_.data, vocabularies_->src, vocabularies_->tgt, threads_));
            data = std::make_unique<CorpusData>(*corpus, vocabularies_->src, vocabularies_->tgt,
                                                BatchOptions{config_.train.batch_tokens, config_.train.batch_sentences},
                                                config_.seed, device_);
        } else {
            const auto& text = config_.text;
            src_size = vocabulary_size(text.src_model + text.joint_model, text.src_size);
            tgt_size = vocabulary_size(text.tgt_model + text.joint_model, text.tgt_size);
            const auto pair = options_.made_up_src + options_.made_up_tgt;
            const auto sentences = config_.train.batch_sentences > 0
                                       ? config_.train.batch_sentences
                                       : std::max<std::int64_t>(1, config_.train.batch_tokens / pair);
            data = std::make_unique<MadeUpData>(sentences, options_.made_up_src, options_.made_up_tgt, src_size,
                                                tgt_size, config_.seed, device_);
        }
        add(measure_training(config_, *data, src_size, tgt_size, device_, options_.warmup, options_.updates));
    }

    void add(const TrainingMeasure& measure) {
        auto& training = report_["training"];
        training["updates"] = measure.updates;
        training["update_ms"] = 1e3 * measure.seconds / static_cast<double>(measure.updates);
        training["tgt_tokens/s"] = measure.tgt_tokens / measure.seconds;
        training["src_tokens/s"] = measure.src_tokens / measure.seconds;
        const auto positions = measure.src_positions + measure.tgt_positions;
        training["padding_share"] = 1 - (measure.src_tokens + measure.tgt_tokens) / positions;
        training["GFLOP/s"] = measure.flops / measure.seconds / 1e9;
        training["share_of_matrix_product"] = measure.flops / measure.seconds / training_rate_;
        for (const auto& [section, seconds] : measure.sections)
            training["sections_ms"][section] = 1e3 * seconds / static_cast<double>(measure.updates);
    }

    void measure_text() {
        std::vector<std::string> lines;
        CorpusReader reader(train_files(config_.data));
        for (SentencePair pair; std::ssize(lines) < 20000 && reader.next(pair);) lines.push_back(std::move(pair.src));
        double tokens = 0;
        const auto start = seconds_now();
        for (const auto& line : lines) tokens += static_cast<double>(vocabularies_->src.encode(line).size());
        const auto seconds = seconds_now() - start;
        auto& text = report_["tokenising_one_thread"];
        text["sentences/s"] = static_cast<double>(lines.size()) / seconds;
        text["tokens/s"] = tokens / seconds;
    }

    /// What was measured before must not be lost because the model is not there yet or of another shape.
    void measure_translation_if_possible() {
        try {
            measure_translation();
        } catch (const UserError& error) {
            log_warning(cat("decoding is not measured: ", error.what()));
        }
    }

    void measure_translation() {
        const auto path = !options_.input.empty() ? options_.input : config_.data.dev_src;
        if (!vocabularies_ || temporary_ || path.empty()) {
            log_info(cat("decoding is not measured: it needs a model trained with this config in ", config_.output,
                         " and a text (--input or data.dev_src)"));
            return;
        }
        Seq2Seq model(config_.model, vocabularies_->src.size(), vocabularies_->tgt.size());
        directory_.load_weights("best", *model);
        model->to(device_);
        const auto lines = read_lines(path, options_.max_sentences);
        const auto shortlist = read_shortlist(directory_, config_.search, vocabularies_->src, vocabularies_->tgt);
        for (const std::int64_t beam : {1, 5})
            for (const std::int64_t batch : {1, 8, 64}) {
                const auto count = batch == 1 ? std::max<std::size_t>(1, lines.size() / 10) : lines.size();
                add(measure_decoding(*model, vocabularies_->src, vocabularies_->tgt, config_.search, beam, batch,
                                     std::span(lines).first(count), device_, shortlist.get()));
            }
        const auto start_up =
            measure_start_up(directory_.path(), lines.front(),
                             {"--device", config_.device, "--threads", std::to_string(threads_), "--precision",
                              name_of(search_precision_), "--shortlist", std::to_string(config_.search.shortlist)},
                             5);
        report_["start_up"]["empty_input_s"] = start_up.empty_seconds;
        report_["start_up"]["first_sentence_ms"] = 1e3 * (start_up.one_sentence_seconds - start_up.empty_seconds);
    }

    void add(const DecodingMeasure& measure) {
        auto& decoding = report_["decoding"][cat("beam ", measure.beam, ", batch ", measure.batch_sentences)];
        decoding["sentences/s"] = static_cast<double>(measure.sentences) / measure.seconds;
        decoding["output_tokens/s"] = measure.output_tokens / measure.seconds;
        decoding["GFLOP/s"] = measure.flops / measure.seconds / 1e9;
        // A shortlist leaves out most of what the equations need.
        if (decoding_rate_ > 0 && config_.search.shortlist == 0)
            decoding["share_of_matrix_product"] = measure.flops / measure.seconds / decoding_rate_;
    }

    Config config_;
    const BenchOptions& options_;
    int threads_;
    torch::Device device_;
    Precision training_precision_, search_precision_;
    ModelDirectory directory_;
    std::optional<TemporaryDirectory> temporary_;
    std::optional<Vocabularies> vocabularies_;
    double training_rate_ = 0, decoding_rate_ = 0;  // of a matrix product in their precision; 0: not measured (int8)
    BenchReport report_;
};

}  // namespace

void run_bench(const Config& config, const BenchOptions& options) {
    std::optional<BenchReport> against;
    if (!options.against_path.empty()) against = read_bench_report(options.against_path);
    const auto report = Bench(config, options).run();
    std::cout << bench_text(report, against ? &*against : nullptr);
    if (!options.json_path.empty()) write_file_atomically(options.json_path, report.dump(2) + "\n");
}

}  // namespace nmt
