#include "metrics/tokenizer_13a.h"

#include "metrics/mteval_rules.h"

namespace nmt {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    std::size_t at = text.find(from);
    if (at == std::string::npos) return;
    std::string replaced;
    replaced.reserve(text.size());
    std::size_t copied = 0;
    for (; at != std::string::npos; at = text.find(from, copied)) {
        replaced.append(text, copied, at - copied).append(to);
        copied = at + from.size();
    }
    text = replaced.append(text, copied);
}

bool has_markup(std::string_view line) {
    return line.find_first_of("&\n<") != std::string_view::npos;
}

/// The order matters: `&amp;lt;` becomes `<`.
std::string without_markup(std::string_view line) {
    std::string text(line);
    replace_all(text, "<skipped>", "");
    replace_all(text, "-\n", "");
    replace_all(text, "\n", " ");
    replace_all(text, "&quot;", "\"");
    replace_all(text, "&amp;", "&");
    replace_all(text, "&lt;", "<");
    replace_all(text, "&gt;", ">");
    return text;
}

void apply_rules(std::string_view line, std::string& tokenized) {
    MtevalRules rules(tokenized);
    rules.put(' ');
    for (char c : line) rules.put(c);
    rules.put(' ');
    rules.finish();
}

}  // namespace

void Tokenizer13a::tokenize(std::string_view line, std::string& tokenized) const {
    tokenized.clear();
    if (has_markup(line)) {
        apply_rules(without_markup(line), tokenized);
    } else {
        apply_rules(line, tokenized);
    }
}

}  // namespace nmt
