#include "run/lexicon_run.h"

#include "base/cat.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/number_text.h"
#include "config/load_config.h"
#include "run/device.h"
#include "run/training_inputs.h"

namespace nmt {
namespace {

/// More teach the lexicon little and cost minutes.
constexpr std::size_t kMostPairs = 500000;

}  // namespace

void write_lexicon(const ModelDirectory& directory, const EncodedCorpus& corpus, const Vocabulary& src,
                   const Vocabulary& tgt, int threads) {
    const auto started = seconds_now();
    const auto lexicon = Lexicon::estimate(corpus, src.size(), tgt.size(), kMostPairs, static_cast<unsigned>(threads));
    lexicon.write(directory.lexicon_file(), src, tgt);
    log_info(cat("wrote ", directory.lexicon_file(), " in ", fixed_text(seconds_now() - started, 1), " s"));
}

std::unique_ptr<Shortlist> read_shortlist(const ModelDirectory& directory, const SearchOptions& search,
                                          const Vocabulary& src, const Vocabulary& tgt) {
    if (search.shortlist == 0) return nullptr;
    if (!directory.has_lexicon())
        throw UserError(cat("a shortlist needs ", directory.lexicon_file(),
                            ", which `nmt-train CONFIG.yaml --lexicon` makes from the training corpus"));
    return std::make_unique<Shortlist>(Lexicon::read(directory.lexicon_file(), src, tgt), src, tgt, search.shortlist);
}

void run_lexicon(const Config& config) {
    const ModelDirectory directory(config.output);
    if (!directory.has_training())
        throw UserError(cat("--lexicon: ", config.output, " holds no training; its vocabularies are needed"));
    const auto threads = set_threads(config.threads);
    const auto text = load_config(directory.config_file()).config.text;
    const Vocabulary src(directory.src_vocabulary_file(text)), tgt(directory.tgt_vocabulary_file(text));
    write_lexicon(directory, open_train_corpus(config.data, src, tgt, threads), src, tgt, threads);
}

}  // namespace nmt
