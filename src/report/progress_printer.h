#pragma once
// What a person sees of a training on standard error: the summary at the start, one progress line, validations with
// sample translations, and the end.

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "report/training_events.h"

namespace nmt {

/// Where the text goes and what that place can do.
struct ProgressSink {
    std::ostream& out;
    bool is_terminal = false;  // true: one progress line, rewritten in place; false: a plain line per report
    std::function<int()> width_columns = {};  // of the terminal, asked for every line; empty or below 1: 80
    bool is_quiet = false;  // true: nothing is printed at all (warnings and errors go through the log)
};

/// Prints the events of a training. Checkpoints are not printed: the validation line's best mark says enough, and
/// log.jsonl has them all.
class ProgressPrinter final : public TrainingObserver {
public:
    explicit ProgressPrinter(ProgressSink sink);

    /// Leaves the cursor on a fresh line, also when the training ends with an exception.
    ~ProgressPrinter() override;

    ProgressPrinter(const ProgressPrinter&) = delete;
    ProgressPrinter& operator=(const ProgressPrinter&) = delete;

    void on_start(const TrainingSummary& summary) override;
    void on_update(const UpdateReport& report) override;
    void on_validation(const ValidationReport& report) override;
    void on_checkpoint(const std::string& path, std::int64_t update) override;
    void on_finish(const TrainingFinished& finished) override;

    /// Wipes the progress line, if one stands, so that another message can be written in its place. Call it before
    /// anything else goes to the same terminal.
    void clear_line();

private:
    ProgressSink sink_;
    bool has_line_ = false;  // an unfinished progress line stands on the terminal
};

/// A printer on standard error: a terminal is recognised by isatty and a TERM other than "dumb", its width by the
/// terminal itself.
std::unique_ptr<ProgressPrinter> make_stderr_progress_printer(bool is_quiet);

/// One progress line without its end of line. Fields in order: epoch, update, loss, source and target tokens per
/// second, learning rate, gradient norm, ETA. When `width_columns` is above 0 and the line is wider, the fields that a
/// reader misses least are left out first (norm, then learning rate, then speed), and what is still too wide is cut.
std::string progress_line(const UpdateReport& report, int width_columns);

}  // namespace nmt
