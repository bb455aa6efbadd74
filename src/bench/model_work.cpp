#include "bench/model_work.h"

#include "model/recurrent_layer.h"

namespace nmt {
namespace {

double product(double in, double out) {
    return 2 * in * out;
}

double layer_work(Cell cell, double input, double hidden) {
    return product(input + hidden, static_cast<double>(gates_of(cell)) * hidden);
}

double encoder_work(const EncoderOptions& encoder) {
    const double directions = encoder.bidirectional ? 2 : 1;
    const auto hidden = static_cast<double>(encoder.hidden);
    double work = 0;
    for (std::int64_t layer = 0; layer < encoder.layers; ++layer)
        work += directions * layer_work(encoder.cell, layer == 0 ? static_cast<double>(encoder.embedding) : hidden,
                                        hidden / directions);
    return work;
}

}  // namespace

ModelWork model_work(const ModelOptions& options, std::int64_t vocabulary) {
    const auto annotation = static_cast<double>(options.encoder.hidden);
    const auto hidden = static_cast<double>(options.decoder.hidden);
    const auto embedding = static_cast<double>(options.decoder.embedding);
    const auto readout = static_cast<double>(options.decoder.readout);
    const auto attention_size = static_cast<double>(options.attention_size);
    const bool has_attention = options.attention != Attention::none;
    const bool is_before = has_attention && options.position == Position::before_cell;
    const bool has_query = options.attention == Attention::additive || options.attention == Attention::query_key;

    ModelWork work;
    work.per_src_position = encoder_work(options.encoder);
    if (has_query) work.per_src_position += product(annotation, attention_size);
    if (options.attention == Attention::general) work.per_src_position += product(annotation, hidden);

    const double fed = is_before || options.feed_context ? annotation : options.input_feeding ? readout : 0;
    for (std::int64_t layer = 0; layer < options.decoder.layers; ++layer)
        work.per_tgt_position += layer_work(options.decoder.cell, layer == 0 ? embedding + fed : hidden, hidden);
    if (has_query) work.per_tgt_position += product(hidden, attention_size);
    const double context = has_attention || options.feed_context ? annotation : 0;
    const double word = has_attention && !is_before ? 0 : embedding;
    work.per_tgt_position += product(hidden + context + word, readout);
    work.per_tgt_position += product(readout, static_cast<double>(vocabulary));
    return work;
}

}  // namespace nmt
