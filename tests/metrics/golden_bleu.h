#pragma once
// tests/golden/bleu.json: what sacrebleu and Python gave; written by scripts/make_golden_bleu.py.

#include <fstream>
#include <nlohmann/json.hpp>

namespace nmt {

inline const nlohmann::json& golden_bleu() {
    static const nlohmann::json golden =
        nlohmann::json::parse(std::ifstream(std::string(NMT_SOURCE_DIR) + "/tests/golden/bleu.json"));
    return golden;
}

}  // namespace nmt
