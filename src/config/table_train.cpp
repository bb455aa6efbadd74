// The option table: train, validate and search.

#include "config/table_sections.h"

namespace nmt {
namespace {

std::vector<Option> optimizer_options() {
    return {
        {NMT_OPTION(train.optimizer),
         .choices = {{"adam", "steps scaled by running means of the gradient and of its square (Kingma 2015)"},
                     {"adamw", "adam with weight decay kept out of the gradient (Loshchilov 2019)"},
                     {"sgd", "plain gradient descent, with train.momentum"}},
         .help = "How a gradient becomes a step.", .source = "Kingma 2015"},
        {NMT_OPTION(train.learning_rate), .range = from_above_to(0, 100),
         .help = "Size of the steps: the constant or the highest rate. About 0.001 for adam, 1.0 for sgd.",
         .source = "Kingma 2015"},
        {NMT_OPTION(train.beta1), .range = from_to_below(0, 1),
         .help = "adam, adamw: how much of the gradient's running mean is kept at each update.",
         .source = "Kingma 2015"},
        {NMT_OPTION(train.beta2), .range = from_to_below(0, 1),
         .help = "adam, adamw: how much of the squared gradient's running mean is kept at each update.",
         .source = "Kingma 2015"},
        {NMT_OPTION(train.epsilon), .range = from_above_to(0, 1),
         .help = "adam, adamw: added to the denominator, against division by zero.", .source = "Kingma 2015"},
        {NMT_OPTION(train.momentum), .range = from_to_below(0, 1),
         .help = "sgd only: how much of the last step is repeated.", .source = "PyTorch's default"},
        {NMT_OPTION(train.weight_decay), .range = between(0, 1),
         .help = "Pull of the weights towards zero: through the gradient (adam, sgd) or beside it (adamw).",
         .source = "PyTorch's default for adam"},
        {NMT_OPTION(train.schedule),
         .choices = {{"constant", "one rate"},
                     {"inverse_sqrt", "rises for warmup_updates, then falls as 1 / sqrt(update) (Vaswani 2017, 5.3)"},
                     {"plateau", "is multiplied by plateau_factor when validation stops improving"}},
         .help = "How the learning rate changes with time.", .source = "common practice with Adam"},
        {NMT_OPTION(train.warmup_updates), .range = at_least(0), .unit = "updates",
         .help = "The rate rises linearly from 0 over so many updates, with every schedule.",
         .source = "Vaswani 2017, 5.3"},
        {NMT_OPTION(train.plateau_factor), .range = {.low = 0, .high = 1, .is_low_open = true, .is_high_open = true},
         .help = "plateau: what the rate is multiplied by.", .source = "Luong 2015, 4.1 (halved)"},
        {NMT_OPTION(train.plateau_patience), .range = at_least(1), .unit = "validations",
         .help = "plateau: the rate is cut after so many validations without improvement.",
         .source = "OpenNMT-lua (at the first)"},
        {NMT_OPTION(train.min_learning_rate), .range = at_least(0),
         .help = "Training stops when the rate has fallen below it; 0: never.",
         .source = "Joey NMT (learning_rate_min)"},
        {NMT_OPTION(train.clip_norm), .range = at_least(0),
         .help = "A gradient longer than this is scaled down to it: g <- g clip_norm / |g|; 0: off.",
         .source = "Pascanu 2013; Bahdanau 2015 (1)"},
        {NMT_OPTION(train.average_decay), .range = from_to_below(0, 1),
         .help = "How much of the weights' moving average is kept at each update (0.999: the mean of about the last "
                 "1000 weights). What is validated and saved as weights is then the average. 0: off.",
         .source = "Polyak 1992; Marian (exponential smoothing)"},
        {NMT_OPTION(train.precision),
         .choices = {{"fp32", "everything in float"},
                     {"bf16",
                      "matrix products in bf16, all else in float; on a CPU without AVX512-BF16 fp32 is taken, "
                      "with a warning"}},
         .help = "Arithmetic of the matrix products. Weights, states, loss and optimizer are float in either.",
         .source = "Micikevicius 2018; Kalamkar 2019 (bf16)"},
        {NMT_OPTION(train.label_smoothing), .range = from_to_below(0, 1), .unit = "probability",
         .help = "Share of the probability spread evenly over the vocabulary; the reference word gets the rest.",
         .source = "Szegedy 2016; Vaswani 2017, 5.4"},
    };
}

std::vector<Option> pace_options() {
    return {
        {NMT_OPTION(train.batch_tokens), .range = at_least(0), .unit = "tokens",
         .help = "Size of a batch: source and target tokens with padding; 0 when batches are counted in sentences.",
         .source = "fairseq's and OpenNMT-py's examples (4096)"},
        {NMT_OPTION(train.batch_sentences), .range = at_least(0), .unit = "sentences",
         .help = "Size of a batch in sentences instead; 0: by train.batch_tokens.", .source = "Bahdanau 2015 (80)"},
        {NMT_OPTION(train.max_updates), .range = at_least(0), .unit = "updates",
         .help = "Training ends after so many updates; 0: no limit.", .source = "common practice",
         .is_free_on_resume = true},
        {NMT_OPTION(train.max_epochs), .range = at_least(0), .unit = "epochs",
         .help = "Training ends after so many passes over the corpus; 0: no limit.", .source = "common practice",
         .is_free_on_resume = true},
        {NMT_OPTION(train.max_minutes), .range = at_least(0), .unit = "minutes",
         .help = "Training ends after so many minutes, over all resumptions; 0: no limit.", .source = "ours",
         .is_free_on_resume = true},
        {NMT_OPTION(train.log_every_updates), .range = at_least(1), .unit = "updates",
         .help = "Distance of the progress lines.", .source = "OpenNMT-py (50)", .is_free_on_resume = true},
        {NMT_OPTION(train.save_every_updates), .range = at_least(0), .unit = "updates",
         .help = "Distance of the saved states (`last`); 0: at each validation.", .source = "ours",
         .is_free_on_resume = true},
    };
}

}  // namespace

std::vector<Option> train_options() {
    auto options = optimizer_options();
    for (auto& option : pace_options()) options.push_back(option);
    return options;
}

std::vector<Option> validate_options() {
    return {
        {NMT_OPTION(validate.every_updates), .range = at_least(0), .unit = "updates",
         .help = "Distance of the validations; 0: after each epoch.", .source = "common practice"},
        {NMT_OPTION(validate.metric),
         .choices = {{"bleu", "BLEU of real translations, as `nmt-translate | nmt-eval` gives it; higher is better"},
                     {"loss", "cross entropy per target token, without label smoothing; lower is better"},
                     {"perplexity", "exp(loss); lower is better"}},
         .help = "What decides which checkpoint is the best, when to stop and when plateau cuts the rate.",
         .source = "ours: keep the checkpoint that translates best"},
        {NMT_OPTION(validate.patience), .range = at_least(0), .unit = "validations",
         .help = "Training stops after so many validations without improvement; 0: never.", .source = "fairseq (off)"},
        {NMT_OPTION(validate.samples), .range = between(0, 100), .unit = "sentences",
         .help = "Sample translations shown in the log.", .source = "Joey NMT", .is_free_on_resume = true},
    };
}

std::vector<Option> search_options() {
    return {
        {NMT_OPTION(search.beam), .range = between(1, 1000), .unit = "hypotheses",
         .help = "Hypotheses kept at each step; 1 is greedy search: the best word at every step.",
         .source = "Sutskever 2014; fairseq (5)"},
        {NMT_OPTION(search.length_penalty), .range = between(0, 10),
         .help = "Hypotheses are compared by log P(y|x) / |y|^length_penalty; 0: by log P, which favours short ones.",
         .source = "Wu 2016, 7; fairseq (1)"},
        {NMT_OPTION(search.max_length), .range = between(1, 100000), .unit = "tokens",
         .help = "A translation of m source tokens ends after min(2 m + 10, max_length) tokens at the latest.",
         .source = "ours; fairseq's max-len-a and max-len-b"},
        {NMT_OPTION(search.max_source_length), .range = between(1, 100000), .unit = "tokens",
         .help = "A longer source is cut, with a warning.", .source = "ours"},
        {NMT_OPTION(search.batch_sentences), .range = between(0, 100000), .unit = "sentences",
         .help = "Sentences translated together, for speed: the translations do not depend on it. 0: by "
                 "search.batch_tokens.",
         .source = "ours"},
        {NMT_OPTION(search.batch_tokens), .range = between(0, 100000000), .unit = "tokens",
         .help = "Size of these batches in source tokens with padding instead; 0: by sentences.", .source = "ours"},
        {NMT_OPTION(search.precision),
         .choices = {{"fp32", "everything in float"},
                     {"bf16", "matrix products of bf16 numbers; needs AVX512-BF16 or CUDA"},
                     {"int8", "matrix products of whole numbers, a scale for each row; needs AVX512-VNNI"},
                     {"auto", "bf16 where the machine has it, otherwise fp32"}},
         .help = "Arithmetic of the matrix products of translation, in validation, too. What the machine lacks is "
                 "replaced by fp32, with a warning.",
         .source = "Kalamkar 2019 (bf16); Bhandare 2019 (int8)", .is_free_on_resume = true},
        {NMT_OPTION(search.shortlist), .range = between(0, 100), .unit = "tokens",
         .help = "A translation is made of the target tokens that a lexicon of the training corpus gives each source "
                 "token: so many, and 100 common ones. Faster on a CPU with AVX512. 0: of the whole vocabulary.",
         .source = "Jean 2015, 3.3; Marian (--shortlist)"},
    };
}

}  // namespace nmt
