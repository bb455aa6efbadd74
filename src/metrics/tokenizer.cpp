#include "metrics/tokenizer.h"

#include "base/cat.h"
#include "base/error.h"
#include "metrics/tokenizer_13a.h"
#include "metrics/tokenizer_none.h"

namespace nmt {

const std::vector<std::string>& tokenizer_names() {
    static const std::vector<std::string> names{"13a", "none"};
    return names;
}

std::unique_ptr<Tokenizer> make_tokenizer(std::string_view name) {
    if (name == "13a") return std::make_unique<Tokenizer13a>();
    if (name == "none") return std::make_unique<TokenizerNone>();
    std::string allowed;
    for (const std::string& known : tokenizer_names()) allowed += (allowed.empty() ? "" : ", ") + known;
    throw UserError(cat("unknown tokenizer '", name, "'; allowed: ", allowed));
}

}  // namespace nmt
