#include "translate/translator.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "model/precision.h"
#include "search/search.h"
#include "translate/model_scorer.h"

namespace nmt {
namespace {

/// What a picture calls the end token.
constexpr const char* kEndMark = "</s>";

void add_details(Translation& translation, const Hypothesis& hypothesis, const TokenIds& source, const Vocabulary& src,
                 const Vocabulary& tgt) {
    for (const auto id : source) translation.src_tokens.push_back(src.piece(id));
    translation.src_tokens.emplace_back(kEndMark);
    for (const auto id : hypothesis.tokens) translation.tgt_tokens.push_back(tgt.piece(static_cast<std::int32_t>(id)));
    translation.tgt_tokens.emplace_back(kEndMark);
    translation.token_log_probs = hypothesis.token_log_probs;
    translation.attention = hypothesis.attention;
    for (auto& row : translation.attention) row.resize(translation.src_tokens.size());  // off with the batch's padding
}

}  // namespace

Translator::Translator(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt, const SearchOptions& search,
                       const torch::Device& device, const Shortlist* shortlist)
    : model_(model),
      src_(src),
      tgt_(tgt),
      search_(search),
      device_(device),
      shortlist_(shortlist),
      precision_(usable_precision(search.precision, device)),
      was_training_(model.is_training()) {
    model_.eval();
    model_.pack(precision_);
}

Translator::~Translator() {
    model_.unpack();
    model_.train(was_training_);
}

std::size_t Translator::batch_end(std::span<const Sentence> sorted, std::size_t begin) const {
    if (search_.batch_tokens == 0)
        return std::min(sorted.size(), begin + static_cast<std::size_t>(search_.batch_sentences));
    auto end = begin + 1;
    const auto fits = [&](std::size_t last) {  // sorted by length: the last is the longest
        return (last - begin + 1) * (sorted[last].ids.size() + 1) <= static_cast<std::size_t>(search_.batch_tokens);
    };
    while (end < sorted.size() && fits(end)) ++end;
    return end;
}

std::vector<Translation> Translator::translate(std::span<const std::string> lines, bool with_details,
                                               const std::function<void()>& before_batch) {
    std::vector<Translation> results(lines.size());
    std::vector<Sentence> sentences;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        if (is_blank(lines[line])) continue;
        auto ids = src_.encode(lines[line]);
        const auto limit = static_cast<std::size_t>(search_.max_source_length);
        if (ids.size() > limit) {
            results[line].cut_tokens = static_cast<std::int64_t>(ids.size() - limit);
            ids.resize(limit);
        }
        if (!ids.empty()) sentences.push_back({line, std::move(ids)});
    }
    std::stable_sort(sentences.begin(), sentences.end(),
                     [](const Sentence& a, const Sentence& b) { return a.ids.size() < b.ids.size(); });
    for (std::size_t begin = 0; begin < sentences.size();) {
        if (before_batch) before_batch();
        const auto end = batch_end(sentences, begin);
        translate_batch(std::span(sentences).subspan(begin, end - begin), results, with_details);
        begin = end;
    }
    return results;
}

void Translator::translate_batch(std::span<const Sentence> batch, std::vector<Translation>& results,
                                 bool with_details) {
    std::vector<TokenIds> ids;
    std::vector<std::int64_t> max_lengths;
    for (const auto& sentence : batch) {
        ids.push_back(sentence.ids);
        const auto m = static_cast<std::int64_t>(sentence.ids.size());
        max_lengths.push_back(std::min(2 * m + 10, search_.max_length));
    }
    SearchSettings settings;
    settings.beam = search_.beam;
    settings.length_penalty = search_.length_penalty;
    settings.bos = tgt_.bos_id();
    settings.eos = tgt_.eos_id();
    settings.banned_tokens = {tgt_.pad_id(), tgt_.unk_id(), tgt_.bos_id()};
    settings.with_attention = with_details && model_.options().attention != Attention::none;

    const SpecialIds special{src_.pad_id(), src_.bos_id(), src_.eos_id()};
    const auto source = make_source(ids, special, device_);
    std::optional<Bf16Products> products;  // off the CPU nothing is packed
    if (precision_ == Precision::bf16 && !device_.is_cpu()) products.emplace(device_.type());
    std::vector<std::vector<std::int32_t>> possible;
    if (shortlist_ != nullptr)
        for (const auto& sentence : batch) possible.push_back(shortlist_->tokens_for(sentence.ids));
    ModelScorer scorer(model_, source, settings.with_attention, possible);
    const auto found = search(scorer, settings, max_lengths, device_);
    counts_.src_positions += source.tokens.numel();
    counts_.decoder_rows += scorer.rows_stepped();
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto& best = found[i].front();
        auto& result = results[batch[i].line];
        const TokenIds tokens(best.tokens.begin(), best.tokens.end());
        counts_.output_tokens += static_cast<std::int64_t>(tokens.size()) + 1;
        result.text = tgt_.decode(tokens);
        result.score = best.score;
        result.normalized_score = best.normalized_score;
        if (with_details) add_details(result, best, batch[i].ids, src_, tgt_);
    }
}

}  // namespace nmt
