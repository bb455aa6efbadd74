#include "report/jsonl_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

using Json = nlohmann::ordered_json;  // keeps the order of the fields, so that lines read well

std::string line_of(const Json& object) {
    // dump writes numbers that are not finite as null.
    return object.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + '\n';
}

[[noreturn]] void fail(const char* verb, const std::string& path) {
    throw UserError(cat("cannot ", verb, ' ', path, ": ", std::strerror(errno)));
}

/// True when the file is empty or its last byte is a line feed.
bool ends_with_line_feed(int file, const std::string& path) {
    const off_t size = lseek(file, 0, SEEK_END);
    if (size < 0) fail("read", path);
    if (size == 0) return true;
    char last = 0;
    if (pread(file, &last, 1, size - 1) != 1) fail("read", path);
    return last == '\n';
}

}  // namespace

JsonlLog::JsonlLog(std::string path) : path_(std::move(path)) {
    file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file_ < 0) fail("open", path_);
    try {
        if (!ends_with_line_feed(file_, path_)) write("\n");
    } catch (...) {
        close(file_);
        throw;
    }
}

JsonlLog::~JsonlLog() {
    close(file_);
}

void JsonlLog::write(const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = ::write(file_, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("write", path_);
        done += static_cast<std::size_t>(count);
    }
}

void JsonlLog::on_start(const TrainingSummary& summary) {
    Json parameters = Json::object();
    std::int64_t total = 0;
    for (const auto& [part, count] : summary.parameters) {
        parameters[part] = count;
        total += count;
    }
    write(line_of({{"event", "start"},
                   {"output", summary.output},
                   {"parameters", std::move(parameters)},
                   {"total_parameters", total},
                   {"src_vocabulary", summary.src_vocabulary},
                   {"tgt_vocabulary", summary.tgt_vocabulary},
                   {"pairs", summary.pairs},
                   {"blank_pairs", summary.blank_pairs},
                   {"long_pairs", summary.long_pairs},
                   {"padding_share", summary.padding_share},
                   {"updates_per_epoch", summary.updates_per_epoch},
                   {"threads", summary.threads},
                   {"device", summary.device},
                   {"precision", summary.precision},
                   {"resumed_update", summary.resumed_update}}));
}

void JsonlLog::on_update(const UpdateReport& report) {
    Json eta_seconds;  // null when unknown
    if (report.eta_seconds >= 0) eta_seconds = report.eta_seconds;
    write(line_of({{"event", "update"},
                   {"epoch", report.epoch},
                   {"update", report.update},
                   {"loss", report.loss},
                   {"src_tokens_per_second", report.src_tokens_per_second},
                   {"tgt_tokens_per_second", report.tgt_tokens_per_second},
                   {"learning_rate", report.learning_rate},
                   {"gradient_norm", report.gradient_norm},
                   {"elapsed_seconds", report.elapsed_seconds},
                   {"eta_seconds", std::move(eta_seconds)}}));
}

void JsonlLog::on_validation(const ValidationReport& report) {
    Json samples = Json::array();
    for (const SampleTranslation& sample : report.samples)
        samples.push_back(
            {{"source", sample.source}, {"translation", sample.translation}, {"reference", sample.reference}});
    write(line_of({{"event", "validation"},
                   {"epoch", report.epoch},
                   {"update", report.update},
                   {"loss", report.loss},
                   {"perplexity", report.perplexity},
                   {"bleu", report.bleu},
                   {"is_best", report.is_best},
                   {"best", report.best},
                   {"metric", report.metric},
                   {"seconds", report.seconds},
                   {"elapsed_seconds", report.elapsed_seconds},
                   {"samples", std::move(samples)}}));
}

void JsonlLog::on_checkpoint(const std::string& path, std::int64_t update) {
    write(line_of({{"event", "checkpoint"}, {"path", path}, {"update", update}}));
}

void JsonlLog::on_finish(const TrainingFinished& finished) {
    write(line_of({{"event", "finish"},
                   {"reason", finished.reason},
                   {"update", finished.update},
                   {"best_update", finished.best_update},
                   {"best", finished.best},
                   {"metric", finished.metric},
                   {"elapsed_seconds", finished.elapsed_seconds}}));
}

}  // namespace nmt
