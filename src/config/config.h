#pragma once
// The typed settings of a run. Defaults stand here; names, ranges, units and help stand in the option table
// (option_table.cpp), which fills these structs. Modules receive only their own struct.

#include <cstdint>
#include <string>

namespace nmt {

enum class Cell { lstm, gru, tanh };
enum class Attention { none, additive, dot, general, scaled_dot, query_key };
enum class Position { automatic, before_cell, after_cell };  // YAML: auto | before_cell | after_cell
enum class Bridge { learned, mean, last, zero };
enum class Tying { none, target, all };
enum class Init { uniform, xavier };
enum class OptimizerKind { adam, adamw, sgd };
enum class Precision { fp32, bf16, int8, automatic };  // YAML: fp32 | bf16 | int8 | auto
enum class Schedule { constant, inverse_sqrt, plateau };
enum class DevMetric { bleu, loss, perplexity };
enum class TextType { unigram, bpe, character, word };  // YAML: unigram | bpe | char | word

struct DataOptions {
    std::string train_src, train_tgt;  // two line-aligned files ...
    std::string train_tsv;             // ... or one file, source TAB target
    std::string dev_src, dev_tgt;
    std::string dev_tsv;
    std::string cache_dir;  // empty: OUTPUT/cache
    std::int64_t max_src_tokens = 100;
    std::int64_t max_tgt_tokens = 100;
};

struct TextOptions {
    bool joint = false;                             // one model for both languages
    std::string src_model, tgt_model, joint_model;  // existing sentencepiece files; empty: train them
    TextType type = TextType::unigram;
    std::string src_type, tgt_type;  // override `type` for one side; empty: as `type`
    std::int64_t size = 8000;
    std::int64_t src_size = 0, tgt_size = 0;  // 0: as `size`
    double character_coverage = 0.9995;
    bool byte_fallback = false;
    std::string normalization = "nmt_nfkc";
    std::int64_t sample_sentences = 2000000;
};

struct EncoderOptions {
    Cell cell = Cell::lstm;
    std::int64_t layers = 1;
    std::int64_t hidden = 512;  // size of h_j, both directions together
    std::int64_t embedding = 256;
    bool bidirectional = true;
    bool reverse_source = false;
};

struct DecoderOptions {
    Cell cell = Cell::lstm;
    std::int64_t layers = 1;
    std::int64_t hidden = 512;
    std::int64_t embedding = 256;
    std::int64_t readout = 0;  // 0: the embedding's size when tied, else `hidden`
};

struct DropoutOptions {
    double embedding = 0.2;
    double between_layers = 0.2;
    double annotations = 0.0;  // on the encoder's h_j
    double output = 0.2;       // on the readout, before the output layer
};

struct InitOptions {
    Init kind = Init::uniform;
    double range = 0.1;  // for uniform: +-range
    bool orthogonal_recurrent = false;
    double forget_bias = 1.0;
};

struct ModelOptions {
    Attention attention = Attention::additive;
    std::int64_t attention_size = 0;          // of the additive hidden layer and of query/key; 0: decoder.hidden
    bool attention_scale = true;              // query_key: divide by sqrt(size)
    Position position = Position::automatic;  // automatic: before_cell for every scoring
    bool input_feeding = false;               // after_cell only
    bool feed_context = false;                // attention none only: the fixed context enters every step (Cho 2014)
    Bridge bridge = Bridge::learned;
    Tying tie_embeddings = Tying::none;
    EncoderOptions encoder;
    DecoderOptions decoder;
    DropoutOptions dropout;
    InitOptions init;
};

struct TrainOptions {
    OptimizerKind optimizer = OptimizerKind::adam;
    double learning_rate = 0.001;
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    double momentum = 0.0;  // sgd
    double weight_decay = 0.0;
    Schedule schedule = Schedule::constant;
    std::int64_t warmup_updates = 0;
    double plateau_factor = 0.5;
    std::int64_t plateau_patience = 1;  // validations without improvement before the rate is cut
    double min_learning_rate = 0.0;     // training stops below it; 0: never
    double clip_norm = 1.0;             // 0: off
    double label_smoothing = 0.1;
    double average_decay = 0.0;  // of the weights' moving average; 0: off
    Precision precision = Precision::fp32;
    std::int64_t batch_tokens = 4096;              // source + target, padding counted; 0 when batch_sentences is set
    std::int64_t batch_sentences = 0;              // 0: by tokens
    std::int64_t max_updates = 0, max_epochs = 0;  // 0: no limit
    double max_minutes = 0.0;
    std::int64_t log_every_updates = 50;
    std::int64_t save_every_updates = 0;  // 0: at each validation
};

struct ValidateOptions {
    std::int64_t every_updates = 0;      // 0: each epoch
    DevMetric metric = DevMetric::bleu;  // keep-best and early stopping
    std::int64_t patience = 0;           // validations without improvement before training stops; 0: never
    std::int64_t samples = 3;
};

struct SearchOptions {
    std::int64_t beam = 5;
    double length_penalty = 1.0;
    std::int64_t max_length = 256;         // output limit: min(2 m + 10, max_length) tokens
    std::int64_t max_source_length = 512;  // a longer source is cut, with a warning
    std::int64_t batch_sentences = 64;
    std::int64_t batch_tokens = 0;  // 0: by sentences
    Precision precision = Precision::automatic;
    std::int64_t shortlist = 0;  // target tokens for each source token; 0: the whole vocabulary
};

struct Config {
    std::uint64_t seed = 1;
    std::string output;
    std::string device = "auto";  // auto | cpu | cuda | cuda:N
    std::int64_t threads = 0;     // 0: all cores
    DataOptions data;
    TextOptions text;
    ModelOptions model;
    TrainOptions train;
    ValidateOptions validate;
    SearchOptions search;
};

}  // namespace nmt
