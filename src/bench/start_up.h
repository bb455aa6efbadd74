#pragma once
// Measures a whole nmt-translate, from its start to its end.

#include <string>
#include <vector>

namespace nmt {

struct StartUpMeasure {
    double empty_seconds = 0;         // without a line to translate
    double one_sentence_seconds = 0;  // with one
};

/// Runs the nmt-translate that lies beside this program, with `options` besides --model, `runs` times each way; the
/// best counts. Throws UserError when it is not there or fails.
StartUpMeasure measure_start_up(const std::string& model_directory, const std::string& sentence,
                                const std::vector<std::string>& options, int runs);

}  // namespace nmt
