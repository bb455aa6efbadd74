#include "metrics/segment_traits.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <functional>

#include "metrics/word_cutter.h"

namespace nmt {
namespace {

constexpr std::size_t longest_loop_period = 8;      // words
constexpr std::size_t least_length_difference = 3;  // words; below it, over-long and under-long say nothing

std::size_t table_size(std::size_t entries) {
    return std::bit_ceil(2 * entries + 2);
}

}  // namespace

void WordNumbers::start(std::size_t most) {
    slots_.assign(table_size(most), {});
    count_ = 0;
}

std::uint32_t WordNumbers::number_of(std::string_view word) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(word)&mask;
    while (slots_[at].number != 0 && slots_[at].word != word) at = (at + 1) & mask;
    if (slots_[at].number == 0) slots_[at] = {word, ++count_};
    return slots_[at].number - 1;
}

void PairNumbers::start(std::size_t most) {
    slots_.assign(table_size(most), {});
    count_ = 0;
}

std::uint32_t PairNumbers::number_of(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t key = (static_cast<std::uint64_t>(first) << 32) | second;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = ((key * 0x9E3779B97F4A7C15ULL) >> 32) & mask;
    while (slots_[at].number != 0 && slots_[at].key != key) at = (at + 1) & mask;
    if (slots_[at].number == 0) slots_[at] = {key, ++count_};
    return slots_[at].number - 1;
}

void SegmentExaminer::examine(std::span<const Words> outputs, std::span<const Words> references, const Words* source,
                              std::vector<OutputTraits>& traits) {
    reference_count_ = references.size();
    output_count_ = outputs.size();
    has_source_ = source != nullptr;
    const std::size_t text_count = reference_count_ + output_count_ + (has_source_ ? 1 : 0);
    std::size_t word_count = has_source_ ? source->size() : 0;
    for (const auto& texts : {references, outputs})
        for (const Words& words : texts) word_count += words.size();
    ids_.resize(text_count);
    word_numbers_.start(word_count);
    is_word_.clear();
    for (std::size_t i = 0; i < references.size(); ++i) number_words(i, references[i]);
    for (std::size_t i = 0; i < outputs.size(); ++i) number_words(reference_count_ + i, outputs[i]);
    if (has_source_) number_words(text_count - 1, *source);

    traits.assign(output_count_, {});
    for (std::size_t i = 0; i < output_count_; ++i) find_length_faults(i, traits[i]);
    find_repetitions(traits);
    find_loops(traits);
    if (has_source_) find_copies(traits);
}

void SegmentExaminer::number_words(std::size_t text, Words words) {
    Ids& ids = ids_[text];
    ids.clear();
    for (std::string_view word : words) {
        ids.push_back(word_numbers_.number_of(word));
        if (ids.back() == is_word_.size()) is_word_.push_back(has_letter_or_digit(word));
    }
}

void SegmentExaminer::find_length_faults(std::size_t output, OutputTraits& traits) const {
    const std::size_t length = ids_[reference_count_ + output].size();
    std::size_t shortest = ids_[0].size(), longest = shortest, closest = shortest;
    const auto distance = [&](std::size_t other) { return other > length ? other - length : length - other; };
    for (std::size_t i = 1; i < reference_count_; ++i) {
        const std::size_t candidate = ids_[i].size();
        shortest = std::min(shortest, candidate);
        longest = std::max(longest, candidate);
        if (distance(candidate) < distance(closest) ||
            (distance(candidate) == distance(closest) && candidate < closest))
            closest = candidate;
    }
    traits.words = length;
    if (closest > 0) traits.length_ratio = static_cast<double>(length) / static_cast<double>(closest);
    traits.is_empty = length == 0 && shortest > 0;
    traits.is_over_long = length > 2 * longest && length >= longest + least_length_difference;
    traits.is_under_long = length > 0 && 2 * length < shortest && length + least_length_difference <= shortest;
}

void SegmentExaminer::find_repetitions(std::span<OutputTraits> traits) {
    gram_ids_.assign(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(reference_count_ + output_count_));
    gram_is_word_ = is_word_;
    std::size_t gram_count = 0;
    for (const Ids& ids : gram_ids_) gram_count += ids.size();
    for (std::size_t order = 1;; ++order) {
        max_counts_.assign(gram_is_word_.size(), 0);
        for (std::size_t text = 0; text < gram_ids_.size(); ++text) {
            counts_.assign(gram_is_word_.size(), 0);
            for (std::uint32_t gram : gram_ids_[text]) {
                const std::uint32_t count = ++counts_[gram];
                if (text < reference_count_) {
                    max_counts_[gram] = std::max(max_counts_[gram], count);
                } else if (count > 1 && count > max_counts_[gram] && gram_is_word_[gram]) {
                    traits[text - reference_count_].is_repeated[order - 1] = true;
                }
            }
        }
        if (order == kMaxRepeatedOrder) return;
        // An n-gram of the next order is one of this order and the word behind it.
        gram_numbers_.start(gram_count);
        std::vector<bool> longer_is_word;
        for (std::size_t text = 0; text < gram_ids_.size(); ++text) {
            Ids& grams = gram_ids_[text];
            if (!grams.empty()) grams.pop_back();
            for (std::size_t start = 0; start < grams.size(); ++start) {
                const std::uint32_t last = ids_[text][start + order];
                const bool is_word = gram_is_word_[grams[start]] || is_word_[last];
                grams[start] = gram_numbers_.number_of(grams[start], last);
                if (grams[start] == longer_is_word.size()) longer_is_word.push_back(is_word);
            }
        }
        gram_is_word_ = std::move(longer_is_word);
    }
}

SegmentExaminer::Loop SegmentExaminer::longest_loop(const Ids& ids, std::size_t period) const {
    Loop loop;
    std::size_t repeated = 0;  // words up to here that equal the one a period before
    bool is_word = false;
    for (std::size_t i = period; i < ids.size(); ++i) {
        if (ids[i] != ids[i - period]) {
            repeated = 0;
            is_word = false;
            continue;
        }
        ++repeated;
        is_word = is_word || is_word_[ids[i]];
        // After a whole turn every word of the loop has been seen.
        if (repeated < period || !is_word) continue;
        loop.turns = std::max(loop.turns, repeated / period + 1);
        loop.repeated_words = std::max(loop.repeated_words, repeated);
    }
    return loop;
}

void SegmentExaminer::find_loops(std::span<OutputTraits> traits) const {
    for (std::size_t period = 1; period <= longest_loop_period; ++period) {
        std::size_t reference_turns = 1;
        for (std::size_t i = 0; i < reference_count_; ++i)
            reference_turns = std::max(reference_turns, longest_loop(ids_[i], period).turns);
        for (std::size_t i = 0; i < output_count_; ++i) {
            const Loop loop = longest_loop(ids_[reference_count_ + i], period);
            if (loop.turns > reference_turns)
                traits[i].loop_words = std::max(traits[i].loop_words, loop.repeated_words);
        }
    }
}

void SegmentExaminer::find_copies(std::span<OutputTraits> traits) {
    const Ids& source = ids_.back();
    is_in_source_.assign(word_numbers_.count(), false);
    is_in_reference_.assign(word_numbers_.count(), false);
    for (std::uint32_t id : source) is_in_source_[id] = true;
    bool is_source_right = false;  // a reference is the source itself
    for (std::size_t i = 0; i < reference_count_; ++i) {
        for (std::uint32_t id : ids_[i]) is_in_reference_[id] = true;
        is_source_right = is_source_right || ids_[i] == source;
    }
    const bool has_word = std::any_of(source.begin(), source.end(), [&](std::uint32_t id) { return is_word_[id]; });
    for (std::size_t i = 0; i < output_count_; ++i) {
        const Ids& output = ids_[reference_count_ + i];
        traits[i].is_copied = has_word && !is_source_right && output == source;
        for (std::uint32_t id : output)
            if (is_in_source_[id] && !is_in_reference_[id] && is_word_[id]) ++traits[i].copied_words;
    }
}

}  // namespace nmt
