#include "translate/shortlist.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace nmt {
namespace {

constexpr std::size_t kCommonest = 100;

std::span<const Lexicon::Entry> first(std::span<const Lexicon::Entry> entries, std::size_t count) {
    return entries.first(std::min(entries.size(), count));
}

}  // namespace

Shortlist::Shortlist(const Lexicon& lexicon, const Vocabulary& src, const Vocabulary& tgt, std::int64_t per_token) {
    always_.push_back(tgt.eos_id());
    for (const auto& entry : first(lexicon.commonest(), kCommonest)) always_.push_back(entry.target);
    std::unordered_map<std::string, std::int32_t> spelt;
    for (std::int32_t id = 0; id < tgt.size(); ++id) spelt.emplace(tgt.piece(id), id);
    of_source_.resize(static_cast<std::size_t>(src.size()));
    for (std::int32_t id = 0; id < src.size(); ++id) {
        auto& tokens = of_source_[static_cast<std::size_t>(id)];
        for (const auto& entry : first(lexicon.of(id), static_cast<std::size_t>(per_token)))
            tokens.push_back(entry.target);
        if (const auto same = spelt.find(src.piece(id)); same != spelt.end()) tokens.push_back(same->second);
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
