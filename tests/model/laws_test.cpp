// What must hold for every variant, whatever its weights: a sentence's numbers do not depend on padding, on the order
// of sentences, or on what shares its batch. With packed weights this holds to the last bit, otherwise to rounding.

#include <functional>

#include "catch.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

constexpr std::int64_t kVocabulary = 23;
constexpr double kRounding = 1e-6;

const std::vector<std::int64_t> kSrcLengths{5, 1, 7, 3}, kTgtLengths{2, 4, 3, 6};

struct PaddedPairs {
    Sentences src = make_sentences(kSrcLengths, kVocabulary, 0);
    Sentences tgt_in = make_sentences(kTgtLengths, kVocabulary, 1);
    Sentences tgt_out = make_sentences(kTgtLengths, kVocabulary, 2);

    PaddedPairs only(std::size_t k) const { return {{src[k]}, {tgt_in[k]}, {tgt_out[k]}}; }
    PaddedPairs reversed() const {
        return {{src.rbegin(), src.rend()}, {tgt_in.rbegin(), tgt_in.rend()}, {tgt_out.rbegin(), tgt_out.rend()}};
    }
};

using Run = std::function<torch::Tensor(Seq2SeqImpl&, const PaddedPairs&, std::int64_t extra_padding)>;

torch::Tensor run_forward(Seq2SeqImpl& model, const PaddedPairs& batch, std::int64_t extra_padding) {
    return model.forward(make_source(batch.src, extra_padding),
                         make_target(batch.tgt_in, batch.tgt_out, extra_padding));
}

torch::Tensor run_steps(Seq2SeqImpl& model, const PaddedPairs& batch, std::int64_t extra_padding) {
    return force_steps(model, make_source(batch.src, extra_padding), make_target(batch.tgt_in, batch.tgt_out)).logits;
}

/// Calls law(run, model, tolerance) for every variant, teacher-forced and by steps, plain and packed.
void for_each_model(const std::function<void(const Run&, Seq2SeqImpl&, double)>& law) {
    const torch::NoGradGuard no_grad;
    const Threads threads(1);
    for (const auto& variant : every_variant(kOddSizes)) {
        INFO(variant.name);
        auto model = make_model(variant.options, kVocabulary, kVocabulary);
        law(run_forward, *model, kRounding);
        law(run_steps, *model, kRounding);
        model->pack();
        law(run_steps, *model, 0);
        law(run_forward, *model, kRounding);
    }
}

/// The parts of `logits` that belong to the sentences of these lengths.
std::vector<torch::Tensor> by_sentence(const torch::Tensor& logits, const std::vector<std::int64_t>& lengths) {
    return logits.split_with_sizes(lengths, 0);
}

}  // namespace

TEST_CASE("extra padding changes nothing") {
    for_each_model([](const Run& run, Seq2SeqImpl& model, double tolerance) {
        const auto plain = run(model, PaddedPairs(), 0);
        for (const std::int64_t extra : {1, 6})
            CHECK(largest_difference(run(model, PaddedPairs(), extra), plain) <= tolerance);
    });
}

TEST_CASE("what stands in the padding changes nothing") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double tolerance) {
        const PaddedPairs batch;
        auto source = make_source(batch.src, 2);
        auto target = make_target(batch.tgt_in, batch.tgt_out, 2);
        const auto plain = force_steps(model, source, target).logits;
        const auto forced = model.forward(source, target);
        source.tokens = torch::where(source.tokens == 0, 9, source.tokens);
        target.input = torch::where(target.input == 0, 8, target.input);
        CHECK(largest_difference(force_steps(model, source, target).logits, plain) <= tolerance);
        CHECK(largest_difference(model.forward(source, target), forced) <= kRounding);
    });
}

TEST_CASE("the order of sentences changes nothing in the model") {
    for_each_model([](const Run& run, Seq2SeqImpl& model, double tolerance) {
        const auto there = by_sentence(run(model, PaddedPairs(), 0), kTgtLengths);
        const auto back =
            by_sentence(run(model, PaddedPairs().reversed(), 0), {kTgtLengths.rbegin(), kTgtLengths.rend()});
        for (std::size_t k = 0; k < there.size(); ++k)
            CHECK(largest_difference(there[k], back[there.size() - 1 - k]) <= tolerance);
    });
}

TEST_CASE("a batch of n equals n batches of one") {
    for_each_model([](const Run& run, Seq2SeqImpl& model, double tolerance) {
        const auto together = by_sentence(run(model, PaddedPairs(), 0), kTgtLengths);
        for (std::size_t k = 0; k < together.size(); ++k)
            CHECK(largest_difference(run(model, PaddedPairs().only(k), 0), together[k]) <= tolerance);
    });
}

TEST_CASE("teacher forcing equals decoding word by word") {
    for_each_model([](const Run& run, Seq2SeqImpl& model, double) {
        CHECK(largest_difference(run(model, PaddedPairs(), 0), run_steps(model, PaddedPairs(), 0)) <= kRounding);
    });
}

TEST_CASE("the encoder's states of a padded sentence are those of the sentence alone") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double tolerance) {
        const PaddedPairs batch;
        const auto together = model.encoder->forward(make_source(batch.src, 3));
        CHECK(together.annotations.masked_select(together.is_padding.unsqueeze(-1)).abs().sum().item<double>() == 0);
        for (std::size_t k = 0; k < batch.src.size(); ++k) {
            const auto alone = model.encoder->forward(make_source({batch.src[k]}));
            const auto row = static_cast<std::int64_t>(k);
            CHECK(largest_difference(together.annotations[row].narrow(0, 0, kSrcLengths[k]), alone.annotations[0]) <=
                  tolerance);
            for (std::size_t layer = 0; layer < alone.final_states.size(); ++layer) {
                const auto& padded = together.final_states[layer];
                const auto& expected = alone.final_states[layer];
                CHECK(largest_difference(padded.hidden[row], expected.hidden[0]) <= tolerance);
                REQUIRE(padded.cell.defined() == expected.cell.defined());
                if (padded.cell.defined()) CHECK(largest_difference(padded.cell[row], expected.cell[0]) <= tolerance);
            }
        }
    });
}

TEST_CASE("final states are the states at the ends of the annotations") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double) {
        const auto& options = model.options().encoder;
        const PaddedPairs batch;
        const auto encoded = model.encoder->forward(make_source(batch.src));
        for (std::size_t k = 0; k < batch.src.size(); ++k) {
            const auto row = static_cast<std::int64_t>(k);
            const auto first = encoded.annotations[row][0], last = encoded.annotations[row][kSrcLengths[k] - 1];
            const auto half = options.hidden / (options.bidirectional ? 2 : 1);
            // Read backwards, the forward direction ends at the first word of the source.
            const auto& forward_end = options.reverse_source ? first : last;
            const auto& backward_end = options.reverse_source ? last : first;
            const auto& state = encoded.final_states.back().hidden[row];
            CHECK(torch::equal(state.narrow(0, 0, half), forward_end.narrow(0, 0, half)));
            if (options.bidirectional)
                CHECK(torch::equal(state.narrow(0, half, half), backward_end.narrow(0, half, half)));
        }
    });
}

TEST_CASE("reversal within the length leaves padding in place and undoes itself") {
    const auto index = reversal_index(torch::tensor({3, 1, 5}, torch::kInt64), 5);
    CHECK(torch::equal(index, torch::tensor({{2, 1, 0, 3, 4}, {0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}}, torch::kInt64)));
    CHECK(torch::equal(index.gather(1, index), torch::arange(5).expand({3, 5})));
}

TEST_CASE("a model that reverses its source equals one that is given the source reversed by hand") {
    const torch::NoGradGuard no_grad;
    for (auto variant : other_variants(kOddSizes)) {
        INFO(variant.name);
        variant.options.encoder.reverse_source = true;
        auto reversing = make_model(variant.options, kVocabulary, kVocabulary);
        variant.options.encoder.reverse_source = false;
        auto plain = make_model(variant.options, kVocabulary, kVocabulary);
        PaddedPairs batch, by_hand;
        for (auto& sentence : by_hand.src) sentence = {sentence.rbegin(), sentence.rend()};
        // Attention sees the same set of annotations, so only their order differs.
        CHECK(largest_difference(run_forward(*reversing, batch, 0), run_forward(*plain, by_hand, 0)) <= kRounding);
        const auto there = reversing->encoder->forward(make_source(batch.src));
        const auto back = plain->encoder->forward(make_source(by_hand.src));
        for (std::size_t k = 0; k < batch.src.size(); ++k) {
            const auto row = static_cast<std::int64_t>(k);
            CHECK(largest_difference(there.annotations[row].narrow(0, 0, kSrcLengths[k]),
                                     back.annotations[row].narrow(0, 0, kSrcLengths[k]).flip(0)) <= kRounding);
        }
    }
}

TEST_CASE("attention weights sum to one over a sentence's own words and are zero at padding") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double) {
        if (model.options().attention == Attention::none) return;
        const PaddedPairs batch;
        const auto [memory, state] = model.start(make_source(batch.src, 2));
        const auto output = model.decoder->step(torch::full({4}, 2, torch::kInt64), state, memory);
        CHECK(largest_difference(output.weights.sum(1), torch::ones({4})) < 1e-6);
        CHECK(output.weights.masked_select(memory.attention.is_padding).abs().sum().item<double>() == 0);
        CHECK(output.weights.masked_select(memory.attention.is_padding.logical_not()).min().item<double>() > 0);
    });
}

TEST_CASE("beams share a sentence's memory: three rows a sentence equal the rows alone") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double tolerance) {
        const PaddedPairs batch;
        constexpr std::int64_t kBeams = 3;
        const auto sentences = static_cast<std::int64_t>(batch.src.size());
        const auto word = [](std::int64_t sentence, std::int64_t beam, std::int64_t t) {
            return 4 + (5 * sentence + 3 * beam * beam + 7 * t) % (kVocabulary - 4);
        };
        auto [memory, state] = model.start(make_source(batch.src));
        state = select_rows(state, torch::arange(sentences).repeat_interleave(kBeams));
        std::vector<torch::Tensor> logits, weights;
        for (std::int64_t t = 0; t < 3; ++t) {
            std::vector<std::int64_t> tokens;
            for (std::int64_t row = 0; row < sentences * kBeams; ++row)
                tokens.push_back(word(row / kBeams, row % kBeams, t));
            const auto output = model.decoder->step(torch::tensor(tokens, torch::kInt64), state, memory);
            logits.push_back(model.decoder->logits(output.readout));
            weights.push_back(output.weights);
            state = output.state;
        }
        for (std::int64_t sentence = 0; sentence < sentences; ++sentence)
            for (std::int64_t beam = 0; beam < kBeams; ++beam) {
                auto [own_memory, own] = model.start(make_source({batch.src[static_cast<std::size_t>(sentence)]}));
                for (std::int64_t t = 0; t < 3; ++t) {
                    const auto tokens = torch::full({1}, word(sentence, beam, t), torch::kInt64);
                    const auto output = model.decoder->step(tokens, own, own_memory);
                    const auto step = static_cast<std::size_t>(t);
                    CHECK(largest_difference(model.decoder->logits(output.readout)[0],
                                             logits[step][sentence * kBeams + beam]) <= tolerance);
                    if (output.weights.defined())
                        CHECK(largest_difference(output.weights[0], weights[step][sentence * kBeams + beam].narrow(
                                                                        0, 0, output.weights.size(1))) <= tolerance);
                    own = output.state;
                }
            }
    });
}

TEST_CASE("sentences that are finished can be dropped from memory and state") {
    for_each_model([](const Run&, Seq2SeqImpl& model, double tolerance) {
        const PaddedPairs batch;
        const auto tokens = torch::tensor({7, 9, 11, 13}, torch::kInt64);
        const auto [memory, start] = model.start(make_source(batch.src));
        const auto state = model.decoder->step(tokens, start, memory).state;
        const auto all = model.decoder->step(tokens, state, memory).readout;
        const auto kept = torch::tensor({3, 0}, torch::kInt64);
        const auto some =
            model.decoder->step(tokens.index_select(0, kept), select_rows(state, kept), select_sentences(memory, kept));
        CHECK(largest_difference(some.readout, all.index_select(0, kept)) <= tolerance);
    });
}
