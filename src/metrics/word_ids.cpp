#include "metrics/word_ids.h"

#include <bit>
#include <functional>

namespace nmt {

WordIds::Slot& WordIds::slot_of(std::string_view word) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(word)&mask;
    while (slots_[at].id != 0 && slots_[at].word != word) at = (at + 1) & mask;
    return slots_[at];
}

void WordIds::set_words(const std::vector<std::string_view>& words, std::vector<std::uint32_t>& ids) {
    slots_.assign(std::bit_ceil(2 * words.size() + 2), {});
    ids.clear();
    std::uint32_t known_words = 0;
    for (std::string_view word : words) {
        Slot& slot = slot_of(word);
        if (slot.id == 0) slot = {word, ++known_words};
        ids.push_back(slot.id);
    }
}

void WordIds::look_up(const std::vector<std::string_view>& words, std::vector<std::uint32_t>& ids) {
    ids.clear();
    for (std::string_view word : words) ids.push_back(slot_of(word).id);
}

}  // namespace nmt
