#pragma once
// tests/golden/bleu.json: what sacrebleu and Python gave; written by scripts/make_golden_bleu.py.

#include "metrics/golden_file.h"

namespace nmt {

inline const nlohmann::json& golden_bleu() {
    static const nlohmann::json golden = read_golden("bleu.json");
    return golden;
}

}  // namespace nmt
