#pragma once
// What nmt-translate does after its command line is parsed.

#include <cstdint>
#include <optional>
#include <string>

namespace nmt {

struct TranslationRunOptions {
    std::string model_directory;
    std::string checkpoint = "best";  // best | last
    std::string attention_page;       // where to write the pictures; empty: none
    std::string device = "auto";
    std::int64_t threads = 0;  // 0: all cores
    // The model's own search section holds unless these are set.
    std::optional<std::int64_t> beam, batch_sentences, batch_tokens, max_length, max_source_length, shortlist;
    std::optional<double> length_penalty;
    std::optional<std::string> precision;  // fp32 | bf16 | int8 | auto
};

/// Reads sentences from file descriptor `input`, one a line, and writes one translation a line, in order, to `output`.
/// When the input pauses, what has arrived is translated and written at once.
/// Throws UserError for an unusable model, or when the output cannot be written.
void run_translation(const TranslationRunOptions& options, int input, int output);

}  // namespace nmt
