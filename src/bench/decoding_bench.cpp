#include "bench/decoding_bench.h"

#include <algorithm>

#include "base/clock.h"
#include "bench/machine.h"
#include "bench/model_work.h"
#include "translate/translator.h"

namespace nmt {

DecodingMeasure measure_decoding(Seq2SeqImpl& model, const Vocabulary& src, const Vocabulary& tgt,
                                 const SearchOptions& given, std::int64_t beam, std::int64_t batch_sentences,
                                 std::span<const std::string> lines, const at::Device& device,
                                 const Shortlist* shortlist) {
    SearchOptions search = given;
    search.beam = beam;
    search.batch_sentences = batch_sentences;
    search.batch_tokens = 0;
    Translator translator(model, src, tgt, search, device, shortlist);
    translator.translate(lines.first(std::min<std::size_t>(lines.size(), 16)));
    const auto before = translator.counts();
    wait_for(device);
    const auto start = seconds_now();
    translator.translate(lines);
    wait_for(device);

    DecodingMeasure measure{beam, batch_sentences, std::ssize(lines), seconds_now() - start, 0, 0};
    const auto& after = translator.counts();
    const auto work = model_work(model.options(), tgt.size());
    measure.output_tokens = static_cast<double>(after.output_tokens - before.output_tokens);
    measure.flops = work.per_src_position * static_cast<double>(after.src_positions - before.src_positions) +
                    work.per_tgt_position * static_cast<double>(after.decoder_rows - before.decoder_rows);
    return measure;
}

}  // namespace nmt
