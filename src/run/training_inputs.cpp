#include "run/training_inputs.h"

#include <filesystem>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "text/train_vocabulary.h"

namespace nmt {
namespace {

Vocabulary make_vocabulary(const ModelDirectory& directory, const std::string& path, const std::string& given,
                           Side side, const Config& config) {
    if (!std::filesystem::exists(path)) {
        // A new one would give every piece another number, and the weights would still fit.
        if (directory.has_state())
            throw UserError(cat(path, " is missing, but ", directory.path(),
                                " holds weights that were trained with it; ",
                                "put it back, or pass --restart to begin anew"));
        if (!given.empty()) {
            write_file_atomically(path, Vocabulary(given).serialized());
        } else {
            log_info(cat("training the sentencepiece model ", path));
            train_vocabulary(train_files(config.data), side, vocabulary_spec(config.text, side), config.seed, path);
        }
    }
    return Vocabulary(path);
}

}  // namespace

CorpusFiles train_files(const DataOptions& data) {
    return {data.train_src, data.train_tgt, data.train_tsv};
}
CorpusFiles dev_files(const DataOptions& data) {
    return {data.dev_src, data.dev_tgt, data.dev_tsv};
}
bool has_dev(const DataOptions& data) {
    return !data.dev_tsv.empty() || !data.dev_src.empty();
}

EncodedCorpus open_train_corpus(const DataOptions& data, const Vocabulary& src, const Vocabulary& tgt, int threads) {
    return EncodedCorpus::open_or_build(train_files(data), src, tgt, {data.max_src_tokens, data.max_tgt_tokens},
                                        data.cache_dir, static_cast<std::size_t>(threads));
}

void check_inputs(const Config& config, bool is_resumed) {
    require_regular_files(train_files(config.data));
    CorpusReader check_train(train_files(config.data));
    if (has_dev(config.data)) {
        require_regular_files(dev_files(config.data));
        CorpusReader check_dev(dev_files(config.data));
    }
    if (is_resumed) return;  // the directory has its own copies of the sentencepiece models
    for (const auto* path : {&config.text.src_model, &config.text.tgt_model, &config.text.joint_model})
        if (!path->empty()) Vocabulary check(*path);
}

Vocabularies make_vocabularies(const ModelDirectory& directory, const Config& config) {
    const auto& text = config.text;
    const auto src_path = directory.src_vocabulary_file(text);
    if (text.joint)
        return {make_vocabulary(directory, src_path, text.joint_model, Side::both, config), Vocabulary(src_path)};
    return {make_vocabulary(directory, src_path, text.src_model, Side::src, config),
            make_vocabulary(directory, directory.tgt_vocabulary_file(text), text.tgt_model, Side::tgt, config)};
}

}  // namespace nmt
