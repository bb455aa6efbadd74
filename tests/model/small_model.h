#pragma once
// Small models and batches for the tests of src/model: unequal odd sizes, so that a swapped axis fails; weights and
// sentences by formula rather than by seed.

#include <string>
#include <vector>

#include "model/seq2seq.h"

namespace nmt {

using Sentences = std::vector<std::vector<std::int64_t>>;

/// Pads with zeros to the longest sentence plus `extra_padding`.
Source make_source(const Sentences& sentences, std::int64_t extra_padding = 0);

/// input and output: equal lengths, sentence by sentence. Padded as make_source does.
Target make_target(const Sentences& input, const Sentences& output, std::int64_t extra_padding = 0);

/// Sentences of these lengths, words by formula from [first_word, vocabulary); another `salt`, other words.
Sentences make_sentences(const std::vector<std::int64_t>& lengths, std::int64_t vocabulary, std::int64_t salt = 0,
                         std::int64_t first_word = 4);

struct Sizes {
    std::int64_t encoder_hidden, decoder_hidden, src_embedding, tgt_embedding, attention, readout;
};
constexpr Sizes kOddSizes{6, 7, 5, 3, 4, 5};

/// A variant of the model and its name for messages.
struct Variant {
    std::string name;
    ModelOptions options;
};

/// Every scoring (none with and without feed_context, query_key scaled and not) x cell x place (before the cell, after
/// it, after it with input feeding): 60 variants with the learned bridge, without dropout. dot and scaled_dot take the
/// encoder's size for the decoder.
std::vector<Variant> all_variants(const Sizes& sizes);

/// Other bridges, two layers, one direction, reversed source, tied embeddings: one or a few variants of each.
std::vector<Variant> other_variants(const Sizes& sizes);

/// Both lists, one after the other.
std::vector<Variant> every_variant(const Sizes& sizes);

/// Whether this processor can multiply so at all. A test of what it cannot has nothing to test.
bool has_instructions(Precision precision);

/// w_i = 0.4 cos(1 + 0.37 i + 1.1 rank), where rank is the index of the weight's name in byte order and i the row-major
/// index; the formula of scripts/make_golden_model.py.
void fill_by_formula(Seq2SeqImpl& model);

/// A model in evaluation mode, filled by formula.
Seq2Seq make_model(const ModelOptions& options, std::int64_t src_vocabulary, std::int64_t tgt_vocabulary);

/// What forced decoding gives, word by word through Seq2Seq::start and Decoder::step.
struct ForcedSteps {
    torch::Tensor logits;                // [n, vocabulary], in the order of Target.positions
    std::vector<torch::Tensor> weights;  // per word: [its sentence's source length]; empty for attention none
};
ForcedSteps force_steps(Seq2SeqImpl& model, const Source& source, const Target& target);

/// Mean token cross entropy.
torch::Tensor mean_loss(const torch::Tensor& logits, const Target& target);

/// Sets the number of threads of tensor operations while it lives. Small models are fastest with one.
class Threads {
public:
    explicit Threads(int count) : previous_(at::get_num_threads()) { at::set_num_threads(count); }
    ~Threads() { at::set_num_threads(previous_); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

private:
    int previous_;
};

/// cos(0.37 i^2 + salt) of the row-major index i, [shape] float: no row is like another.
torch::Tensor cosines(at::IntArrayRef shape, double salt);

/// The largest absolute difference of two tensors of one shape; infinity when a number is not finite.
double largest_difference(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace nmt
