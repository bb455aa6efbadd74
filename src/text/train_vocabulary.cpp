#include "text/train_vocabulary.h"

#include <sentencepiece_trainer.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unordered_map>
#include <vector>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "base/random_stream.h"
#include "text/vocabulary.h"

namespace nmt {
namespace {

constexpr std::array<std::string_view, 5> normalizations = {"nmt_nfkc", "nfkc", "nmt_nfkc_cf", "nfkc_cf", "identity"};
constexpr std::int64_t max_pieces = 1 << 24;
// Unigram adds its counts thread by thread, so the number belongs to the result. 16 is spm_train's own default.
constexpr int training_threads = 16;
// A longer line does not take part: the BPE trainer ends the process at a word of 65536 characters, and normalisation
// makes up to six characters of three bytes.
constexpr std::size_t max_sentence_bytes = 10000;
// The trainer's own mark; it drops sentences that hold it without a word.
constexpr std::string_view reserved_character = "\u2585";
// Above this the suffix array of the unigram trainer would overflow its 32-bit indices.
constexpr std::size_t large_corpus_bytes = std::size_t{1} << 30;

/// A uniform sample of a stream (reservoir sampling, Vitter 1985, algorithm R), given back in the stream's order.
class SentenceSample {
public:
    SentenceSample(std::uint64_t capacity, std::uint64_t key) : capacity_(capacity), random_(key) {}

    void offer(std::string&& sentence) {
        const std::uint64_t place = seen_++;
        if (kept_.size() < capacity_) {
            kept_.push_back({place, std::move(sentence)});
        } else if (const std::uint64_t slot = random_.below(seen_); slot < capacity_) {
            kept_[slot] = {place, std::move(sentence)};
        }
    }

    std::uint64_t seen() const { return seen_; }

    std::vector<std::string> take() {
        std::sort(kept_.begin(), kept_.end(), [](const Item& a, const Item& b) { return a.place < b.place; });
        std::vector<std::string> sentences;
        sentences.reserve(kept_.size());
        for (Item& item : kept_) sentences.push_back(std::move(item.sentence));
        kept_ = {};
        return sentences;
    }

private:
    struct Item {
        std::uint64_t place;
        std::string sentence;
    };
    std::uint64_t capacity_, seen_ = 0;
    RandomStream random_;
    std::vector<Item> kept_;
};

/// Hands the sentences to the trainer, which copies them; what it has passed is released.
class ReleasingIterator : public sentencepiece::SentenceIterator {
public:
    explicit ReleasingIterator(std::vector<std::string> sentences) : sentences_(std::move(sentences)) {}
    bool done() const override { return next_ == sentences_.size(); }
    void Next() override { std::string().swap(sentences_[next_++]); }
    const std::string& value() const override { return sentences_[next_]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    std::vector<std::string> sentences_;
    std::size_t next_ = 0;
};

void check_spec(const VocabularySpec& spec) {
    const std::int64_t least = spec.byte_fallback ? 261 : 5;  // four marks, the bytes, and something to say
    if (spec.size < least || spec.size > max_pieces) {
        throw UserError(cat("a vocabulary of ", spec.size, " pieces: allowed is ", least, " to ", max_pieces,
                            spec.byte_fallback ? " with byte fallback" : ""));
    }
    if (!(spec.character_coverage >= 0.98 && spec.character_coverage <= 1.0)) {
        throw UserError(cat("character coverage ", spec.character_coverage, ": allowed is 0.98 to 1"));
    }
    if (std::find(normalizations.begin(), normalizations.end(), spec.normalization) == normalizations.end()) {
        std::string known;
        for (const auto name : normalizations) known += cat(known.empty() ? "" : ", ", name);
        throw UserError(cat("unknown normalization '", spec.normalization, "': allowed are ", known));
    }
    if (spec.sample_sentences < 1) throw UserError("sample_sentences must be at least 1");
}

std::vector<std::string> sample_corpus(const CorpusFiles& files, Side side, const VocabularySpec& spec,
                                       std::uint64_t seed) {
    CorpusReader reader(files);
    SentenceSample sample(static_cast<std::uint64_t>(spec.sample_sentences),
                          random_key(seed, RandomPurpose::sample, {static_cast<std::uint64_t>(side)}));
    std::uint64_t left_out = 0;
    const auto offer = [&](std::string& sentence) {
        if (sentence.size() > max_sentence_bytes || sentence.find(reserved_character) != std::string::npos) {
            ++left_out;
        } else {
            sample.offer(std::move(sentence));
        }
    };
    for (SentencePair pair; reader.next(pair);) {
        if (side != Side::tgt) offer(pair.src);
        if (side != Side::src) offer(pair.tgt);
    }
    if (sample.seen() == 0) {
        throw UserError(cat("no usable pair in ", files.describe(), ": of ", reader.total_pairs(), " pairs ",
                            reader.blank_pairs(), " are blank and the rest is too long or holds U+2585"));
    }
    if (left_out > 0) {
        log_warning(cat("vocabulary training leaves out ", left_out, " sentences of ", files.describe(), " (over ",
                        max_sentence_bytes, " bytes, or with the reserved character U+2585)"));
    }
    return sample.take();
}

std::unordered_map<std::string, std::string> trainer_arguments(const VocabularySpec& spec, std::size_t corpus_bytes) {
    return {
        {"model_type", std::string(text_type_name(spec.type))},
        {"vocab_size", cat(spec.size)},
        {"character_coverage", cat(spec.character_coverage)},
        {"byte_fallback", spec.byte_fallback ? "true" : "false"},
        {"normalization_rule_name", spec.normalization},
        {"pad_id", "0"},
        {"unk_id", "1"},
        {"bos_id", "2"},
        {"eos_id", "3"},
        {"hard_vocab_limit", "false"},  // fewer pieces than asked is a warning of ours, not an error
        {"max_sentence_length", cat(2 * max_sentence_bytes)},  // the default drops lines of 4192 bytes
        {"num_threads", cat(training_threads)},
        {"train_extremely_large_corpus", corpus_bytes > large_corpus_bytes ? "true" : "false"},
        {"minloglevel", "3"},  // its own chatter is hundreds of lines
    };
}

/// The trainer's reasons in our words; an unknown one as it is.
std::string explain(const std::string& reason) {
    // "Vocabulary size is smaller than required_chars. 100 vs 2319. Increase ..."
    if (const auto versus = reason.find(" vs ");
        reason.find("required_chars") != std::string::npos && versus != std::string::npos) {
        return cat("its characters alone need ", std::strtoll(reason.c_str() + versus + 4, nullptr, 10),
                   " pieces; raise the size or lower the character coverage");
    }
    return reason;
}

/// Whether normalisation leaves any character of the sentences. The unigram trainer ends the process when there is
/// none; the character trainer just gives the four marks.
bool has_usable_text(const VocabularySpec& spec, const std::vector<std::string>& sentences) {
    VocabularySpec characters = spec;
    characters.type = TextType::character;
    characters.byte_fallback = false;
    characters.size = max_pieces;
    for (const std::size_t tried : {std::min<std::size_t>(sentences.size(), 1000), sentences.size()}) {
        ReleasingIterator iterator({sentences.begin(), sentences.begin() + static_cast<std::ptrdiff_t>(tried)});
        std::string model;
        sentencepiece::SentencePieceProcessor processor;
        if (sentencepiece::SentencePieceTrainer::Train(trainer_arguments(characters, 0), &iterator, &model).ok() &&
            processor.LoadFromSerializedProto(model).ok() && processor.GetPieceSize() > 4) {
            return true;
        }
    }
    return false;
}

std::string train_model(const VocabularySpec& spec, std::vector<std::string> sentences, const std::string& where) {
    const std::string what =
        cat("cannot train a ", text_type_name(spec.type), " vocabulary of ", spec.size, " pieces on ", where, ": ");
    if (!has_usable_text(spec, sentences)) throw UserError(what + "normalisation leaves nothing of the text");

    std::size_t bytes = 0;
    for (const std::string& sentence : sentences) bytes += sentence.size();
    ReleasingIterator iterator(std::move(sentences));
    std::string model;
    const auto status = sentencepiece::SentencePieceTrainer::Train(trainer_arguments(spec, bytes), &iterator, &model);
    if (status.ok()) return model;
    throw UserError(what + explain(status.error_message()));
}

}  // namespace

TextType text_type_from_name(std::string_view name) {
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        if (text_type_name(type) == name) return type;
    }
    throw UserError(cat("unknown vocabulary type '", name, "': allowed are unigram, bpe, char, word"));
}

std::string_view text_type_name(TextType type) {
    switch (type) {
        case TextType::unigram:
            return "unigram";
        case TextType::bpe:
            return "bpe";
        case TextType::character:
            return "char";
        case TextType::word:
            return "word";
    }
    throw InternalError("a text type without a name");
}

VocabularySpec vocabulary_spec(const TextOptions& options, Side side) {
    VocabularySpec spec{options.type,          options.size,          options.character_coverage,
                        options.byte_fallback, options.normalization, options.sample_sentences};
    if (side == Side::both) return spec;
    const std::string& type = side == Side::src ? options.src_type : options.tgt_type;
    const std::int64_t size = side == Side::src ? options.src_size : options.tgt_size;
    if (!type.empty()) spec.type = text_type_from_name(type);
    if (size > 0) spec.size = size;
    return spec;
}

std::int64_t train_vocabulary(const CorpusFiles& files, Side side, const VocabularySpec& spec, std::uint64_t seed,
                              const std::string& model_path) {
    check_spec(spec);
    require_regular_files(files);
    const std::string where = side == Side::both || !files.tsv.empty() ? files.describe()
                              : side == Side::src                      ? files.src
                                                                       : files.tgt;
    write_file_atomically(model_path, train_model(spec, sample_corpus(files, side, spec, seed), where));
    const std::int64_t size = Vocabulary(model_path).size();
    if (size < spec.size) {
        log_warning(cat("the vocabulary of ", where, " has ", size, " pieces instead of the ", spec.size,
                        " asked for: the corpus cannot fill more"));
    }
    return size;
}

}  // namespace nmt
