#pragma once
// tests/golden/ter.json: what sacrebleu gave; written by scripts/make_golden_ter.py.

#include "metrics/golden_file.h"
#include "metrics/tokenizer_ter.h"

namespace nmt {

inline const nlohmann::json& golden_ter() {
    static const nlohmann::json golden = read_golden("ter.json");
    return golden;
}

/// From those of sacrebleu's keyword arguments that are true.
inline TerOptions ter_options_from(const nlohmann::json& arguments) {
    return {.is_case_sensitive = arguments.value("case_sensitive", false),
            .is_normalized = arguments.value("normalized", false),
            .has_no_punctuation = arguments.value("no_punct", false),
            .has_asian_support = arguments.value("asian_support", false)};
}

}  // namespace nmt
