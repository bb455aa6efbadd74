// With packed weights a sentence's numbers are the same to the last bit, alone and in any company, with any number of
// threads: a translation does not depend on the batch it stands in. Sizes are those of a real model.

#include <algorithm>

#include "catch.h"
#include "model/precision.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

constexpr Sizes kRealSizes{512, 512, 256, 256, 512, 512};
constexpr Sizes kUnevenSizes{90, 75, 61, 53, 71, 47};  // no multiple of a vector register's length
constexpr std::int64_t kVocabulary = 1000;
constexpr std::int64_t kSteps = 3;

/// The sentence at `row` of an endless corpus; lengths from 1 to 25.
std::vector<std::int64_t> sentence_at(std::int64_t row) {
    static const std::vector<std::int64_t> lengths{9, 1, 17, 2, 25, 5, 8, 21, 3, 13, 1, 12, 16, 7};
    const auto length = lengths[static_cast<std::size_t>(row) % lengths.size()];
    return make_sentences({length}, kVocabulary, row)[0];
}

std::int64_t word_at(std::int64_t row, std::int64_t beam, std::int64_t step) {
    return (101 * row + 37 * beam + 389 * step + 4) % kVocabulary;
}

struct Trace {
    std::vector<torch::Tensor> logits, weights;  // per step
};

/// Decodes kSteps words of the sentences `rows`, `beams` hypotheses each.
Trace decode(Seq2SeqImpl& model, const std::vector<std::int64_t>& rows, std::int64_t beams) {
    Sentences sentences;
    for (const auto row : rows) sentences.push_back(sentence_at(row));
    auto [memory, state] = model.start(make_source(sentences));
    if (beams > 1) state = select_rows(state, torch::arange(std::ssize(rows)).repeat_interleave(beams));
    Trace trace;
    for (std::int64_t step = 0; step < kSteps; ++step) {
        std::vector<std::int64_t> words;
        for (const auto row : rows)
            for (std::int64_t beam = 0; beam < beams; ++beam) words.push_back(word_at(row, beam, step));
        const auto output = model.decoder->step(torch::tensor(words, torch::kInt64), state, memory);
        trace.logits.push_back(model.decoder->logits(output.readout));
        trace.weights.push_back(output.weights);
        // As in a beam search, where hypotheses extend the same one: beam 0 goes on from itself.
        std::vector<std::int64_t> extended;
        for (std::int64_t row = 0; row < std::ssize(words); ++row)
            extended.push_back(row - row % beams + row % beams % 2);
        state = beams > 1 ? select_rows(output.state, torch::tensor(extended, torch::kInt64)) : output.state;
    }
    return trace;
}

/// Whether row `at` of `big` equals the only row of `alone`, bit for bit.
bool same_bits(const Trace& big, std::int64_t at, const Trace& alone) {
    for (std::size_t step = 0; step < big.logits.size(); ++step) {
        if (!torch::equal(big.logits[step][at], alone.logits[step][0])) return false;
        if (!big.weights[step].defined()) continue;
        const auto few = alone.weights[step][0];
        if (!torch::equal(big.weights[step][at].narrow(0, 0, few.size(0)), few)) return false;
    }
    return true;
}

constexpr std::int64_t kProbes = 5;  // sentences of 9, 1, 17, 2 and 25 words

/// The place of probe k in a batch of `size` sentences: spread over the batch.
std::int64_t place_of(std::int64_t probe, std::int64_t size) {
    return size < kProbes ? probe : probe * size / kProbes;
}

/// Sentences of a batch: probes at their places, others between them.
std::vector<std::int64_t> batch_of(std::int64_t size) {
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 0; row < size; ++row) rows.push_back(1000 + row);
    for (std::int64_t probe = 0; probe < std::min(kProbes, size); ++probe)
        rows[static_cast<std::size_t>(place_of(probe, size))] = probe;
    return rows;
}

struct Company {
    std::int64_t sentences, beams;
};

/// The probes alone, with one beam and one thread, against these batches. Beam 0 reads the same
/// words in any batch.
void check_variant(const Variant& variant, const std::vector<Company>& companies,
                   const std::vector<int>& thread_counts = {1, 2}, Precision precision = Precision::fp32) {
    INFO(variant.name << ", " << name_of(precision));
    const torch::NoGradGuard no_grad;
    Seq2Seq model(variant.options, kVocabulary, kVocabulary);
    initialise(*model, 1);
    model->eval();
    model->pack(precision);
    std::vector<Trace> alone;
    {
        const Threads threads(1);
        for (std::int64_t probe = 0; probe < kProbes; ++probe) alone.push_back(decode(*model, {probe}, 1));
    }
    for (const int thread_count : thread_counts) {
        const Threads threads(thread_count);
        for (const auto& [sentences, beams] : companies) {
            INFO(sentences << " sentences of " << beams << " beams, " << thread_count << " threads");
            const auto together = decode(*model, batch_of(sentences), beams);
            for (std::int64_t probe = 0; probe < std::min(kProbes, sentences); ++probe) {
                INFO("probe " << probe);
                CHECK(same_bits(together, place_of(probe, sentences) * beams, alone[static_cast<std::size_t>(probe)]));
            }
        }
    }
}

}  // namespace

TEST_CASE("a row is the same alone and among others, for every scoring, cell and place of attention") {
    for (const auto& variant : all_variants(kRealSizes)) check_variant(variant, {{1, 1}, {2, 1}, {7, 3}, {33, 1}});
}

TEST_CASE("a row is the same alone and among others, for every bridge, depth, direction and tying") {
    for (const auto& variant : other_variants(kRealSizes)) check_variant(variant, {{3, 5}, {64, 1}});
}

TEST_CASE("rows that share a state are the same as rows that each have a copy of it, also when sentences leave") {
    const torch::NoGradGuard no_grad;
    const auto precision = GENERATE(Precision::fp32, Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    for (const auto& variant : every_variant(kUnevenSizes)) {
        INFO(variant.name << ", " << name_of(precision));
        Seq2Seq model(variant.options, kVocabulary, kVocabulary);
        initialise(*model, 1);
        model->eval();
        model->pack(precision);
        auto [memory, start] = model->start(make_source({sentence_at(0), sentence_at(3), sentence_at(2)}));
        const auto first = model->decoder->step(torch::tensor({5L, 6L, 7L}), start, memory).state;
        const auto rows = torch::tensor({2L, 2L, 2L, 0L, 0L, 0L});
        const auto some = select_sentences(memory, torch::tensor({2L, 0L}));
        const auto beams =
            model->decoder->step(torch::tensor({5L, 9L, 9L, 5L, 8L, 9L}), select_rows(first, rows), some);
        // Named twice over: rows of rows that already share.
        const auto shared = select_rows(select_rows(beams.state, torch::tensor({1L, 1L, 0L, 5L, 3L, 5L})),
                                        torch::tensor({0L, 2L, 1L, 5L, 5L, 4L}));
        DecoderState copies;
        const auto named = torch::tensor({1L, 0L, 1L, 5L, 5L, 3L});
        for (const auto& layer : beams.state.layers) copies.layers.push_back(select_rows(layer, named));
        if (beams.state.feed.defined()) copies.feed = beams.state.feed.index_select(0, named);
        REQUIRE(shared.layers[0].hidden.size(0) == 4);
        const auto words = torch::tensor({4L, 4L, 11L, 12L, 4L, 13L});
        const auto got = model->decoder->step(words, shared, some);
        const auto expected = model->decoder->step(words, copies, some);
        CHECK(torch::equal(got.readout, expected.readout));
        if (expected.weights.defined()) CHECK(torch::equal(got.weights, expected.weights));
        CHECK(torch::equal(got.state.layers.back().hidden, expected.state.layers.back().hidden));
    }
}

TEST_CASE("a row is the same for uneven sizes and threads") {
    for (const auto& variant : every_variant(kUnevenSizes)) check_variant(variant, {{2, 1}, {70, 1}}, {1, 2, 3});
}

TEST_CASE("a row is the same among 2 to 70 others") {
    const auto variants = all_variants(kRealSizes);
    std::vector<Company> companies;
    for (std::int64_t rows = 2; rows <= 70; ++rows)
        companies.push_back(rows % 7 == 0 ? Company{rows, 1} : Company{1, rows});
    for (const auto& variant : variants)
        if (variant.name == "additive lstm before_cell" || variant.name == "query_key gru input_feeding")
            check_variant(variant, companies);
}

TEST_CASE("a row is the same alone and among others in bf16 and int8") {
    const auto precision = GENERATE(Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    // linear_test holds every product in these precisions to the same law: here they are joined, in fewer models.
    for (const auto& sizes : {kRealSizes, kUnevenSizes})
        for (const auto& variant : all_variants(sizes))
            if (variant.options.attention == Attention::additive || variant.options.attention == Attention::none)
                check_variant(variant, {{7, 3}, {64, 1}}, {2}, precision);
    for (const auto& variant : other_variants(kRealSizes)) check_variant(variant, {{7, 3}}, {2}, precision);
}
