#include "search/search.h"

#include "search/beam_search.h"
#include "search/greedy_search.h"

namespace nmt {

std::vector<std::vector<Hypothesis>> search(StepScorer& scorer, const SearchSettings& settings,
                                            const std::vector<std::int64_t>& max_lengths, const at::Device& device) {
    check_search(scorer, settings, max_lengths);
    if (settings.beam == 1) return greedy_search(scorer, settings, max_lengths, device);
    return beam_search(scorer, settings, max_lengths, device);
}

}  // namespace nmt
