#include "metrics/tokenizer.h"

#include <algorithm>
#include <array>

#include "base/cat.h"
#include "base/error.h"
#include "metrics/tokenizer_13a.h"
#include "metrics/tokenizer_char.h"
#include "metrics/tokenizer_intl.h"
#include "metrics/tokenizer_none.h"
#include "metrics/tokenizer_spm.h"
#include "metrics/tokenizer_zh.h"

namespace nmt {
namespace {

constexpr std::string_view kSpm = "spm";

/// Why there is no tokenizer of this name, and what there is.
std::string unknown_tokenizer_text(std::string_view name) {
    constexpr std::array<std::string_view, 3> downloaded{"flores101", "flores200", "spBLEU-1K"};
    if (std::ranges::find(downloaded, name) != downloaded.end())
        return cat("the tokenizer '", name,
                   "' is a sentencepiece model that sacreBLEU downloads; fetch it and use the tokenizer spm "
                   "with --spm-model FILE");
    std::string allowed;
    for (const std::string& known : tokenizer_names()) allowed += (allowed.empty() ? "" : ", ") + known;
    if (name == "ja-mecab" || name == "ko-mecab")
        return cat("the tokenizer '", name, "' needs MeCab, which is not offered; allowed: ", allowed);
    return cat("unknown tokenizer '", name, "'; allowed: ", allowed);
}

}  // namespace

const std::vector<std::string>& tokenizer_names() {
    static const std::vector<std::string> names{"13a", "intl", "zh", "char", "none", std::string(kSpm)};
    return names;
}

std::unique_ptr<Tokenizer> make_tokenizer(std::string_view name, const std::string& spm_model_path) {
    if (name == kSpm) {
        if (spm_model_path.empty()) throw UserError("the tokenizer spm needs a sentencepiece model: --spm-model FILE");
        return std::make_unique<TokenizerSpm>(spm_model_path);
    }
    if (std::ranges::find(tokenizer_names(), name) == tokenizer_names().end())
        throw UserError(unknown_tokenizer_text(name));
    if (!spm_model_path.empty())
        throw UserError(cat("--spm-model ", spm_model_path, ": only the tokenizer spm takes a model, not ", name));
    if (name == "13a") return std::make_unique<Tokenizer13a>();
    if (name == "intl") return std::make_unique<TokenizerIntl>();
    if (name == "zh") return std::make_unique<TokenizerZh>();
    if (name == "char") return std::make_unique<TokenizerChar>();
    return std::make_unique<TokenizerNone>();
}

}  // namespace nmt
