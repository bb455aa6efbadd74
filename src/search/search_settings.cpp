#include "search/search_settings.h"

#include <algorithm>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {

bool is_banned(const SearchSettings& settings, std::int64_t token) {
    return std::find(settings.banned_tokens.begin(), settings.banned_tokens.end(), token) !=
           settings.banned_tokens.end();
}

void check_search(const StepScorer& scorer, const SearchSettings& settings,
                  const std::vector<std::int64_t>& max_lengths) {
    if (settings.beam < 1) throw UserError(cat("the beam is ", settings.beam, ", but must be at least 1"));
    if (settings.n_best < 1 || settings.n_best > settings.beam) {
        throw UserError(cat("n_best is ", settings.n_best, ", but must be from 1 to the beam, ", settings.beam));
    }
    require(!is_banned(settings, settings.eos), "search: eos must not be banned, for no hypothesis could end");
    if (static_cast<std::int64_t>(max_lengths.size()) != scorer.sentences()) {
        throw InternalError(cat("search: ", max_lengths.size(), " limits for ", scorer.sentences(), " sentences"));
    }
    require(std::all_of(max_lengths.begin(), max_lengths.end(), [](std::int64_t limit) { return limit >= 0; }),
            "search: an output limit is negative");
}

}  // namespace nmt
