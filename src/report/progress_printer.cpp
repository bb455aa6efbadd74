#include "report/progress_printer.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cat.h"
#include "base/number_text.h"
#include "report/display_text.h"

namespace nmt {
namespace {

constexpr int default_width_columns = 80;

int stderr_width_columns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool stderr_is_terminal() {
    const char* term = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

/// Tokens per second: a whole number, or "?" when the clock gave none.
std::string speed_text(double per_second) {
    if (!(per_second >= 0 && per_second < 1e15)) return "?";
    return with_thousands(std::llround(per_second));
}

std::string perplexity_text(double perplexity) {
    return perplexity < 1e5 ? fixed_text(perplexity, 2) : significant_text(perplexity, 3);
}

std::string metric_name(const std::string& metric) {
    return metric == "bleu" ? "BLEU" : metric;
}

void print_parameters(std::ostream& out, const TrainingSummary& summary) {
    std::vector<std::pair<std::string, std::string>> rows;
    std::int64_t total = 0;
    for (const auto& [part, count] : summary.parameters) {
        rows.emplace_back(part, with_thousands(count));
        total += count;
    }
    rows.emplace_back("total", with_thousands(total));
    std::size_t name_width = 0, number_width = 0;
    for (const auto& [part, count] : rows) {
        name_width = std::max(name_width, part.size());
        number_width = std::max(number_width, count.size());
    }
    out << "parameters\n";
    for (const auto& [part, count] : rows)
        out << "  " << part << std::string(name_width - part.size() + 2 + number_width - count.size(), ' ') << count
            << '\n';
}

void print_sample(std::ostream& out, const SampleTranslation& sample) {
    out << "  source       " << one_line(sample.source) << '\n'
        << "  translation  " << one_line(sample.translation) << '\n'
        << "  reference    " << one_line(sample.reference) << '\n';
}

}  // namespace

std::string progress_line(const UpdateReport& report, int width_columns) {
    struct Field {
        std::string text;
        int importance;  // the lowest is left out first
    };
    std::vector<Field> fields = {
        {cat("epoch ", report.epoch), 9},
        {cat("update ", with_thousands(report.update)), 9},
        {cat("loss ", fixed_text(report.loss, 4)), 9},
        {cat("src ", speed_text(report.src_tokens_per_second), " tok/s"), 3},
        {cat("tgt ", speed_text(report.tgt_tokens_per_second), " tok/s"), 4},
        {cat("lr ", significant_text(report.learning_rate, 3)), 2},
        {cat("norm ", significant_text(report.gradient_norm, 3)), 1},
        {cat("ETA ", clock_text(report.eta_seconds)), 9},
    };
    const auto joined = [&] {
        std::string line;
        for (const Field& field : fields) line += (line.empty() ? "" : " | ") + field.text;
        return line;
    };
    std::string line = joined();
    if (width_columns <= 0) return line;
    const auto width = static_cast<std::size_t>(width_columns);
    for (int importance = 1; importance <= 4 && line.size() > width; ++importance) {
        std::erase_if(fields, [&](const Field& field) { return field.importance == importance; });
        line = joined();
    }
    return line.substr(0, width);
}

ProgressPrinter::ProgressPrinter(ProgressSink sink) : sink_(std::move(sink)) {}

ProgressPrinter::~ProgressPrinter() {
    if (has_line_) sink_.out << std::endl;
}

void ProgressPrinter::clear_line() {
    if (!has_line_) return;
    sink_.out << "\r\x1b[K" << std::flush;
    has_line_ = false;
}

void ProgressPrinter::on_start(const TrainingSummary& summary) {
    if (sink_.is_quiet) return;
    std::ostream& out = sink_.out;
    out << "model       " << one_line(summary.output) << '\n';
    print_parameters(out, summary);
    out << "vocabulary  source " << with_thousands(summary.src_vocabulary) << ", target "
        << with_thousands(summary.tgt_vocabulary) << " pieces\n"
        << "pairs       " << with_thousands(summary.pairs) << " kept; skipped: " << with_thousands(summary.blank_pairs)
        << " blank, " << with_thousands(summary.long_pairs) << " over-long\n"
        << "batches     " << with_thousands(summary.updates_per_epoch) << " updates an epoch, "
        << fixed_text(100 * summary.padding_share, 1) << " % padding\n"
        << "running on  " << summary.device << ", " << summary.threads
        << (summary.threads == 1 ? " thread" : " threads") << ", " << summary.precision << '\n';
    if (summary.resumed_update > 0) out << "resumed     at update " << with_thousands(summary.resumed_update) << '\n';
    out << std::flush;
}

void ProgressPrinter::on_update(const UpdateReport& report) {
    if (sink_.is_quiet) return;
    if (!sink_.is_terminal) {
        sink_.out << progress_line(report, 0) << std::endl;
        return;
    }
    const int asked = sink_.width_columns ? sink_.width_columns() : 0;
    // One column is left free: a terminal wraps when its last one is written.
    const int usable = std::max(1, (asked > 0 ? asked : default_width_columns) - 1);
    sink_.out << '\r' << progress_line(report, usable) << "\x1b[K" << std::flush;
    has_line_ = true;
}

void ProgressPrinter::on_validation(const ValidationReport& report) {
    if (sink_.is_quiet) return;
    clear_line();
    std::ostream& out = sink_.out;
    out << "validation | epoch " << report.epoch << " | update " << with_thousands(report.update) << " | loss "
        << fixed_text(report.loss, 4) << " | perplexity " << perplexity_text(report.perplexity);
    if (!std::isnan(report.bleu)) out << " | BLEU " << fixed_text(report.bleu, 2);
    if (report.is_best)
        out << " | * best";
    else
        out << " | best " << metric_name(report.metric) << ' ' << significant_text(report.best, 4);
    out << " | " << fixed_text(report.seconds, 1) << " s\n";
    for (const SampleTranslation& sample : report.samples) print_sample(out, sample);
    out << std::flush;
}

void ProgressPrinter::on_checkpoint(const std::string&, std::int64_t) {}

void ProgressPrinter::on_finish(const TrainingFinished& finished) {
    if (sink_.is_quiet) return;
    clear_line();
    std::ostream& out = sink_.out;
    out << "finished after " << with_thousands(finished.update) << " updates in "
        << clock_text(finished.elapsed_seconds) << ": " << one_line(finished.reason);
    if (finished.best_update > 0)
        out << " | best " << metric_name(finished.metric) << ' ' << significant_text(finished.best, 4) << " at update "
            << with_thousands(finished.best_update);
    out << std::endl;
}

std::unique_ptr<ProgressPrinter> make_stderr_progress_printer(bool is_quiet) {
    return std::make_unique<ProgressPrinter>(
        ProgressSink{std::cerr, stderr_is_terminal(), stderr_width_columns, is_quiet});
}

}  // namespace nmt
