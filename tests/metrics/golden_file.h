#pragma once
// tests/golden/*.json: what sacrebleu gave; written by scripts/make_golden_*.py.

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace nmt {

inline nlohmann::json read_golden(const std::string& name) {
    return nlohmann::json::parse(std::ifstream(std::string(NMT_SOURCE_DIR) + "/tests/golden/" + name));
}

}  // namespace nmt
