#pragma once
// Bytes of a fuzzer as text.

#include <string>
#include <vector>

#include "targets.h"

namespace nmt {

/// Valid UTF-8, as every line is that a reader hands out.
std::string text_of(FuzzBytes bytes);

/// The code points that are not white space.
std::u32string visible_characters(std::string_view text);

struct FuzzedCorpus {
    std::vector<std::string> hypotheses;
    std::vector<std::vector<std::string>> references;  // [reference][segment]

    std::vector<std::span<const std::string>> reference_spans() const { return {references.begin(), references.end()}; }
};

/// Lines in turn: a hypothesis, its `reference_count` references, the next hypothesis, and so on; a rest is dropped.
FuzzedCorpus corpus_of(FuzzBytes bytes, std::size_t reference_count);

}  // namespace nmt
