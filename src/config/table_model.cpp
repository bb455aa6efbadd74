// The option table: model.

#include "config/table_sections.h"

namespace nmt {
namespace {

const std::vector<Choice>& cells() {
    static const std::vector<Choice> all = {
        {"lstm", "three gates and a cell of its own: c_i = f c_{i-1} + i g, s_i = o tanh(c_i) (Hochreiter 1997)"},
        {"gru", "two gates: s_i = (1 - z) n + z s_{i-1} (Cho 2014)"},
        {"tanh", "the simple RNN: s_i = tanh(W x_i + U s_{i-1} + b) (Elman 1990)"}};
    return all;
}

Option dropout_option(Option option) {
    option.range = from_to_below(0, 1);
    option.unit = "probability";
    return option;
}

std::vector<Option> scoring_options() {
    return {
        {NMT_OPTION(model.attention),
         .choices = {{"none",
                      "no attention: one fixed context, the encoder's final state, starts the decoder (Sutskever "
                      "2014; Cho 2014)"},
                     {"additive", "e_ij = v^T tanh(W_h h_j + W_s s) (Bahdanau 2015, A.1.2)"},
                     {"dot", "e_ij = s^T h_j; needs encoder.hidden = decoder.hidden (Luong 2015, eq. 8)"},
                     {"general", "e_ij = s^T W h_j (Luong 2015, eq. 8)"},
                     {"scaled_dot",
                      "e_ij = s^T h_j / sqrt(hidden); needs equal sizes as dot does (Vaswani 2017, eq. 1)"},
                     {"query_key", "e_ij = (W_Q s)^T (W_K h_j), see model.attention_scale (Vaswani 2017, 3.2)"}},
         .help =
             "How well the decoder state s fits the annotation h_j of source word j: the energy e_ij. The weights are "
             "a_ij = softmax over j of e_ij, and the context is c_i = sum over j of a_ij h_j.",
         .source = "Bahdanau 2015"},
        {NMT_OPTION(model.attention_size), .range = between(0, 65536), .unit = "units",
         .help =
             "Length of v in additive scoring and of the queries and keys in query_key; other scorings have no use for "
             "it. 0: decoder.hidden.",
         .source = "Bahdanau 2015, A.2.3 (n' = n)"},
        {NMT_OPTION(model.attention_scale),
         .help =
             "query_key only: divide the energies by sqrt(attention_size), so that their spread does not grow with it.",
         .source = "Vaswani 2017, 3.2.1"},
        {NMT_OPTION(model.position),
         .choices = {{"auto", "before_cell, whichever the scoring"},
                     {"before_cell",
                      "s_i = cell(s_{i-1}, [y_{i-1} ; c_i]), where c_i is computed from s_{i-1} (Bahdanau "
                      "2015)"},
                     {"after_cell",
                      "s_i = cell(s_{i-1}, y_{i-1}), then c_i from s_i, then tanh(W_c [c_i ; s_i]) (Luong "
                      "2015, eq. 5)"}},
         .help = "Where attention sits in the decoder. Any scoring goes with either; not with attention none.",
         .source = "Bahdanau 2015; Luong 2015, 3.1"},
        {NMT_OPTION(model.input_feeding),
         .help = "after_cell only: the readout tanh(W_c [c_i ; s_i]) also enters the next step, so that past choices "
                 "of the "
                 "attention are known.",
         .source = "Luong 2015, 3.3"},
        {NMT_OPTION(model.feed_context),
         .help =
             "attention none only: the fixed context enters every step (Cho 2014) instead of only starting the decoder "
             "(Sutskever 2014).",
         .source = "Cho 2014"},
        {NMT_OPTION(model.bridge),
         .choices = {{"learned",
                      "s_0 = tanh(W [forward_m ; backward_1] + b) for each decoder layer, and a map of its own "
                      "without tanh for the LSTM's cell"},
                     {"mean", "the same from the mean of all h_j"},
                     {"last", "a copy of the encoder's last states, layer by layer; sizes and depths must be equal"},
                     {"zero", "zeros"}},
         .help = "How the decoder starts.",
         .source = "Bahdanau 2015, A.2.2 (learned); Nematus and Marian (mean); Sutskever 2014 (last)"},
        {NMT_OPTION(model.tie_embeddings),
         .choices = {{"none", "all matrices are their own"},
                     {"target", "the target embedding is also the output layer's matrix"},
                     {"all", "the source embedding too; needs text.joint"}},
         .help = "Which matrices over the vocabulary are one and the same.", .source = "Press 2017"},
    };
}

}  // namespace

std::vector<Option> model_options() {
    auto options = scoring_options();
    for (auto& option : encoder_decoder_options()) options.push_back(option);
    const std::string zeroes = "Share of the numbers set to zero in training, the others scaled up: ";
    options.push_back(
        dropout_option({NMT_OPTION(model.dropout.embedding), .help = zeroes + "in the word embeddings of both sides.",
                        .source = "Zaremba 2014; tensorflow/nmt (0.2)"}));
    options.push_back(dropout_option({NMT_OPTION(model.dropout.between_layers),
                                      .help = zeroes + "between stacked layers, never from step to step.",
                                      .source = "Zaremba 2014; tensorflow/nmt (0.2)"}));
    options.push_back(dropout_option({NMT_OPTION(model.dropout.annotations),
                                      .help = zeroes + "in the annotations h_j that attention reads. The states that "
                                                       "`learned` and `last` bridges take are left whole.",
                                      .source = "Caglayan 2017 (0.5 for 29,000 pairs)"}));
    options.push_back(
        dropout_option({NMT_OPTION(model.dropout.output), .help = zeroes + "in the readout, before the output layer.",
                        .source = "Zaremba 2014; tensorflow/nmt (0.2)"}));
    options.push_back({NMT_OPTION(model.init.kind),
                       .choices = {{"uniform", "every weight uniform in +-model.init.range"},
                                   {"xavier",
                                    "matrices uniform in +-sqrt(6 / (rows + columns)), embeddings as uniform "
                                    "(Glorot 2010)"}},
                       .help = "How the weights start.", .source = "Sutskever 2014; Luong 2015"});
    options.push_back({NMT_OPTION(model.init.range), .range = from_above_to(0, 10),
                       .help = "Bound of the uniform start.", .source = "Luong 2015, 4.1; fairseq lstm (0.1)"});
    options.push_back({NMT_OPTION(model.init.orthogonal_recurrent),
                       .help = "Recurrent matrices U start orthogonal: they keep a state's length.",
                       .source = "Saxe 2014; Bahdanau 2015, B.1"});
    options.push_back({NMT_OPTION(model.init.forget_bias), .range = between(-10, 10),
                       .help = "Start of the LSTM's forget gate bias: at 1 it remembers by default.",
                       .source = "Gers 2000; Jozefowicz 2015"});
    return options;
}

std::vector<Option> encoder_decoder_options() {
    const Range layers = between(1, 32), size = between(1, 65536);
    return {
        {NMT_OPTION(model.encoder.cell), .choices = cells(), .help = "The recurrent cell of the encoder.",
         .source = "Sutskever 2014 (LSTM); Cho 2014 (GRU)"},
        {NMT_OPTION(model.encoder.layers), .range = layers, .unit = "layers", .help = "Stacked layers.",
         .source = "Bahdanau 2015 (1); Sutskever 2014 used 4"},
        {NMT_OPTION(model.encoder.hidden), .range = size, .unit = "units",
         .help =
             "Length of the annotation h_j, both directions together: [forward_j ; backward_j] has half of it each.",
         .source = "256, 512 and 1024 are the usual lengths"},
        {NMT_OPTION(model.encoder.embedding), .range = size, .unit = "units",
         .help = "Length of a source word's vector.", .source = "Joey NMT's IWSLT example (256)"},
        {NMT_OPTION(model.encoder.bidirectional),
         .help = "Read the sentence in both directions, so that h_j knows what stands before and after word j.",
         .source = "Bahdanau 2015, 3.2"},
        {NMT_OPTION(model.encoder.reverse_source),
         .help =
             "Read x_m ... x_1, so that the first words of source and target stand close; attention still counts in "
             "the original order.",
         .source = "Sutskever 2014, 3.3"},
        {NMT_OPTION(model.decoder.cell), .choices = cells(), .help = "The recurrent cell of the decoder.",
         .source = "Sutskever 2014 (LSTM); Cho 2014 (GRU)"},
        {NMT_OPTION(model.decoder.layers), .range = layers, .unit = "layers", .help = "Stacked layers.",
         .source = "Bahdanau 2015 (1); Sutskever 2014 used 4"},
        {NMT_OPTION(model.decoder.hidden), .range = size, .unit = "units", .help = "Length of the state s_i.",
         .source = "256, 512 and 1024 are the usual lengths"},
        {NMT_OPTION(model.decoder.embedding), .range = size, .unit = "units",
         .help = "Length of a target word's vector.", .source = "Joey NMT's IWSLT example (256)"},
        {NMT_OPTION(model.decoder.readout), .range = between(0, 65536), .unit = "units",
         .help =
             "Length of the vector before the output layer: tanh(W_r [s_i ; c_i ; y_{i-1}]) before the cell, tanh(W_c "
             "[c_i ; s_i]) after it; with attention: none c is there only with feed_context. 0: decoder.embedding when "
             "the output layer is tied to it, else decoder.hidden.",
         .source = "Luong 2015, eq. 5; Pascanu 2014 (deep output)"},
    };
}

}  // namespace nmt
