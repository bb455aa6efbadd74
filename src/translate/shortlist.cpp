#include "translate/shortlist.h"

#include <algorithm>

namespace nmt {
namespace {

constexpr std::size_t kCommonest = 100;

/// Adds the first `count` tokens that a translation can be made of.
void add_first(std::span<const Lexicon::Entry> entries, std::size_t count, const Vocabulary& tgt,
               std::vector<std::int32_t>& tokens) {
    const auto end = tokens.size() + count;
    for (const auto& [id, probability] : entries) {
        if (tokens.size() == end) return;
        if (id != tgt.pad_id() && id != tgt.unk_id() && id != tgt.bos_id()) tokens.push_back(id);
    }
}

}  // namespace

Shortlist::Shortlist(const Lexicon& lexicon, const Vocabulary& src, const Vocabulary& tgt, std::int64_t per_token) {
    always_.push_back(tgt.eos_id());
    add_first(lexicon.commonest(), kCommonest, tgt, always_);
    of_source_.resize(static_cast<std::size_t>(src.size()));
    for (std::int32_t id = 0; id < src.size(); ++id) {
        auto& tokens = of_source_[static_cast<std::size_t>(id)];
        add_first(lexicon.of(id), static_cast<std::size_t>(per_token), tgt, tokens);
        if (const auto same = tgt.id_of(src.piece(id))) tokens.push_back(*same);
    }
}

std::vector<std::int32_t> Shortlist::tokens_for(std::span<const std::int32_t> source) const {
    auto tokens = always_;
    for (const auto id : source) {
        const auto& more = of_source_[static_cast<std::size_t>(id)];
        tokens.insert(tokens.end(), more.begin(), more.end());
    }
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

}  // namespace nmt
