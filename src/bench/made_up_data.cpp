#include "bench/made_up_data.h"

#include <ATen/ATen.h>

#include "base/random_stream.h"

namespace nmt {

MadeUpData::MadeUpData(std::int64_t sentences, std::int64_t src_len, std::int64_t tgt_len, std::int64_t src_vocabulary,
                       std::int64_t tgt_vocabulary, std::uint64_t seed, const at::Device& device)
    : sentences_(sentences),
      src_len_(src_len),
      tgt_len_(tgt_len),
      src_vocabulary_(src_vocabulary),
      tgt_vocabulary_(tgt_vocabulary),
      seed_(seed),
      device_(device) {}

std::int64_t MadeUpData::batches(std::int64_t /*epoch*/) {
    return 1000;
}

std::vector<TokenIds> MadeUpData::words(std::int64_t length, std::int64_t vocabulary, std::uint64_t place) const {
    constexpr std::int32_t kFirstWord = 4;
    RandomStream stream(random_key(seed_, RandomPurpose::sample, {place}));
    std::vector<TokenIds> result(static_cast<std::size_t>(sentences_), TokenIds(static_cast<std::size_t>(length - 1)));
    for (auto& sentence : result)
        for (auto& word : sentence)
            word = kFirstWord +
                   static_cast<std::int32_t>(stream.below(static_cast<std::uint64_t>(vocabulary - kFirstWord)));
    return result;
}

Batch MadeUpData::batch(std::int64_t epoch, std::int64_t index) {
    const auto place = static_cast<std::uint64_t>(epoch * batches(epoch) + index) * 2;
    Batch batch;
    batch.source = make_source(words(src_len_, src_vocabulary_, place), {}, device_);
    batch.target = make_target(words(tgt_len_, tgt_vocabulary_, place + 1), {}, device_);
    batch.src_tokens = sentences_ * src_len_;
    batch.tgt_tokens = sentences_ * tgt_len_;
    for (std::int64_t line = 1; line <= sentences_; ++line) batch.line_numbers.push_back(line);
    return batch;
}

}  // namespace nmt
