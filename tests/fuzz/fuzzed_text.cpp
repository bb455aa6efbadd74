#include "fuzzed_text.h"

#include <sstream>

#include "base/utf8.h"

namespace nmt {

std::string text_of(FuzzBytes bytes) {
    return replace_invalid_utf8({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::u32string visible_characters(std::string_view text) {
    std::u32string characters;
    for (CodePoints walk(text); !walk.done(); walk.next())
        if (!is_white_space(walk.value())) characters += walk.value();
    return characters;
}

FuzzedCorpus corpus_of(FuzzBytes bytes, std::size_t reference_count) {
    std::istringstream in(text_of(bytes));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    FuzzedCorpus corpus;
    corpus.references.resize(reference_count);
    for (std::size_t i = 0; i + reference_count < lines.size(); i += reference_count + 1) {
        corpus.hypotheses.push_back(lines[i]);
        for (std::size_t r = 0; r < reference_count; ++r) corpus.references[r].push_back(lines[i + 1 + r]);
    }
    return corpus;
}

}  // namespace nmt
