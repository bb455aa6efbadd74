#pragma once
// A score as text: what sacreBLEU prints for one metric of one system.

#include <string>

#include "metrics/signature.h"

namespace nmt {

enum class ScoreFormat { json, text };

struct ScoreReport {
    std::string name;     // "BLEU"
    double score = 0;     // 0 to 100
    std::string verbose;  // the score's parts; may be empty
    Signature signature;
};

/// `BLEU|<signature> = 38.5 70.1/... (BP = ...)`. `decimals` >= 0 are those of the score.
std::string text_line(const ScoreReport& report, int decimals);

/// One JSON object over several lines. Our tool's name stands inside the signature only, never as a key.
std::string json_text(const ScoreReport& report, int decimals);

}  // namespace nmt
