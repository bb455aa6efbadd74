#pragma once
// log.jsonl: every event of a training as one JSON object a line, for plots and for comparing runs.

#include <string>

#include "report/training_events.h"

namespace nmt {

/// Appends to a file. Each object has "event" first: start, update, validation, checkpoint or finish; then the fields
/// of the event's struct under their own names. Numbers are unrounded (shortest text that reads back equal); one that
/// is not finite, or an unknown ETA, is null. Invalid UTF-8 becomes U+FFFD. Each line is handed to the system at once.
class JsonlLog final : public TrainingObserver {
public:
    /// Opens `path` for appending and makes it when it is not there. A last line without its end, left by a killed
    /// process, is ended first. UserError when that fails.
    explicit JsonlLog(std::string path);
    ~JsonlLog() override;

    JsonlLog(const JsonlLog&) = delete;
    JsonlLog& operator=(const JsonlLog&) = delete;

    // Each throws UserError when the line cannot be written, for example on a full disk.
    void on_start(const TrainingSummary& summary) override;
    void on_update(const UpdateReport& report) override;
    void on_validation(const ValidationReport& report) override;
    void on_checkpoint(const std::string& path, std::int64_t update) override;
    void on_finish(const TrainingFinished& finished) override;

private:
    void write(const std::string& text);

    std::string path_;
    int file_ = -1;  // descriptor, opened with O_APPEND
};

}  // namespace nmt
