// The option table: top level, data and text.

#include <algorithm>

#include "config/table_sections.h"

namespace nmt {
namespace {

bool is_device(std::string_view text) {
    if (text == "auto" || text == "cpu" || text == "cuda") return true;
    if (text.substr(0, 5) != "cuda:") return false;
    const auto number = text.substr(5);
    return !number.empty() && number.size() <= 3 &&
           std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

const std::string unigram_help = "pieces of a unigram language model (Kudo 2018)";
const std::string bpe_help = "byte pair encoding: frequent neighbours are merged (Sennrich 2016)";
const std::string char_help = "every character is a unit; the natural choice for Chinese in small corpora";
const std::string word_help = "every word between spaces is a unit; the rest becomes unknown";

}  // namespace

std::vector<Option> run_options() {
    return {
        {NMT_OPTION(seed),
         .help =
             "Start of all random numbers: weights, dropout, order of the batches. Two fresh runs with one seed and "
             "one thread count give equal weights.",
         .source = "ours; fairseq also starts from 1"},
        {NMT_OPTION(output),
         .help =
             "The model directory, made by nmt-train. Required. Relative paths are relative to the current directory.",
         .source = "ours", .is_free_on_resume = true},
        {NMT_OPTION(device), .accepts = is_device, .pattern = "auto | cpu | cuda | cuda:N",
         .help = "Where to compute; auto takes the first GPU, and the CPU if there is none.",
         .source = "PyTorch's names", .is_free_on_resume = true},
        {NMT_OPTION(threads), .range = between(0, 1024), .unit = "threads", .help = "CPU threads; 0: all cores.",
         .source = "PyTorch's practice", .is_free_on_resume = true},
    };
}

std::vector<Option> data_options() {
    const std::string two_files =
        "Line n of the source file and line n of the target file are translations of each other. Relative paths count "
        "from the current directory. ";
    const std::string formats = "UTF-8, plain or .gz.";
    return {
        {NMT_OPTION(data.train_src), .help = two_files + formats, .source = "the form of WMT corpora"},
        {NMT_OPTION(data.train_tgt), .help = "The target side of data.train_src, with as many lines. " + formats,
         .source = "the form of WMT corpora"},
        {NMT_OPTION(data.train_tsv),
         .help = "Instead of two files: one pair a line, source TAB target, with no other tab. " + formats,
         .source = "common practice"},
        {NMT_OPTION(data.dev_src),
         .help = "Held-out source sentences for validation. Without any dev data there is no validation, and the last "
                 "checkpoint is also the best one.",
         .source = "common practice"},
        {NMT_OPTION(data.dev_tgt), .help = "The references of data.dev_src.", .source = "common practice"},
        {NMT_OPTION(data.dev_tsv), .help = "Instead of two files: one pair a line, source TAB target.",
         .source = "common practice"},
        {NMT_OPTION(data.cache_dir),
         .help =
             "Folder of the encoded corpus, which is read from disk rather than held in memory; trainings that share "
             "corpus and vocabulary may share it. Empty: OUTPUT/cache.",
         .source = "fairseq's binarised data", .is_free_on_resume = true},
        {NMT_OPTION(data.max_src_tokens), .range = between(1, 100000), .unit = "tokens",
         .help = "Training pairs with a longer source are skipped and counted.", .source = "Nematus (100)"},
        {NMT_OPTION(data.max_tgt_tokens), .range = between(1, 100000), .unit = "tokens",
         .help = "Training pairs with a longer target are skipped and counted.", .source = "Nematus (100)"},
    };
}

std::vector<Option> text_options() {
    const std::vector<Choice> types = {
        {"unigram", unigram_help}, {"bpe", bpe_help}, {"char", char_help}, {"word", word_help}};
    std::vector<Choice> side_types = {{"", "as text.type"}};
    side_types.insert(side_types.end(), types.begin(), types.end());
    const std::string existing = "An existing sentencepiece model (.model) to use as it is; empty: train one. ";
    return {
        {NMT_OPTION(text.joint),
         .help = "One vocabulary for both languages instead of one each; needed to tie all embeddings.",
         .source = "Sennrich 2016, 3.2"},
        {NMT_OPTION(text.src_model), .help = existing + "For the source side.", .source = "sentencepiece"},
        {NMT_OPTION(text.tgt_model), .help = existing + "For the target side.", .source = "sentencepiece"},
        {NMT_OPTION(text.joint_model), .help = existing + "For both sides, with text.joint.",
         .source = "sentencepiece"},
        {NMT_OPTION(text.type), .choices = types, .help = "The units that sentences are cut into.",
         .source = "sentencepiece's default"},
        {NMT_OPTION(text.src_type), .choices = side_types, .help = "Units of the source side, if they differ.",
         .source = "ours"},
        {NMT_OPTION(text.tgt_type), .choices = side_types, .help = "Units of the target side, if they differ.",
         .source = "ours"},
        {NMT_OPTION(text.size), .range = between(8, 1000000), .unit = "pieces",
         .help =
             "Size of the vocabulary, with pad, unk, bos and eos; reduced with a warning when the corpus cannot fill "
             "it.",
         .source = "sentencepiece's default"},
        {NMT_OPTION(text.src_size), .range = between(0, 1000000), .unit = "pieces",
         .help = "Size of the source vocabulary, if it differs; 0: text.size.", .source = "ours"},
        {NMT_OPTION(text.tgt_size), .range = between(0, 1000000), .unit = "pieces",
         .help = "Size of the target vocabulary, if it differs; 0: text.size.", .source = "ours"},
        {NMT_OPTION(text.character_coverage), .range = between(0.98, 1.0), .unit = "share",
         .help =
             "Share of the corpus's characters that get a piece; the rarest rest becomes unknown (1.0: none is left "
             "out).",
         .source = "sentencepiece's default; it allows no less than 0.98"},
        {NMT_OPTION(text.byte_fallback),
         .help = "Spell unknown characters as UTF-8 bytes, so that nothing is ever unknown; takes 256 pieces.",
         .source = "sentencepiece"},
        {NMT_OPTION(text.normalization),
         .choices = {{"nmt_nfkc", "Unicode NFKC, and white space and invisible characters made plain"},
                     {"nfkc", "Unicode NFKC"},
                     {"nmt_nfkc_cf", "nmt_nfkc with case folding (all lower case)"},
                     {"nfkc_cf", "nfkc with case folding"},
                     {"identity", "the text as it is"}},
         .help = "How text is normalised before it is cut into pieces.", .source = "sentencepiece's default"},
        {NMT_OPTION(text.sample_sentences), .range = at_least(1), .unit = "sentences",
         .help = "At most so many sentences train the vocabulary; sentencepiece holds them in memory.",
         .source = "ours; sentencepiece itself has no limit"},
    };
}

}  // namespace nmt
