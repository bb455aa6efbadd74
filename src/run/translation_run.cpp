#include "run/translation_run.h"

#include <algorithm>
#include <memory>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "base/utf8.h"
#include "config/load_config.h"
#include "config/option_value.h"
#include "report/attention_page.h"
#include "run/device.h"
#include "run/lexicon_run.h"
#include "run/line_stream.h"
#include "run/model_directory.h"
#include "translate/translator.h"

namespace nmt {
namespace {

/// Lines read ahead, in batches: enough to put sentences of like length together.
constexpr std::size_t kBatchesAhead = 16;
constexpr std::size_t kLinesAheadByTokens = 1024;

SearchOptions search_options(SearchOptions search, const TranslationRunOptions& options) {
    if (options.beam) search.beam = *options.beam;
    if (options.length_penalty) search.length_penalty = *options.length_penalty;
    if (options.max_length) search.max_length = *options.max_length;
    if (options.max_source_length) search.max_source_length = *options.max_source_length;
    if (options.shortlist) search.shortlist = *options.shortlist;
    if (options.batch_sentences) {
        search.batch_sentences = *options.batch_sentences;
        search.batch_tokens = 0;
    }
    if (options.batch_tokens) search.batch_tokens = *options.batch_tokens;
    return search;
}

/// Warns of what was wrong with the input: once for bytes, and for every line that was cut.
class InputWarnings {
public:
    void check_bytes(const std::string& line, std::size_t number) {
        if (has_warned_ || is_valid_utf8(line)) return;
        has_warned_ = true;
        log_warning(
            cat("line ", number, " is not valid UTF-8; here and in any later line such bytes are read as U+FFFD"));
    }
    static void report_cut(const Translation& translation, std::size_t number, std::int64_t limit) {
        if (translation.cut_tokens > 0)
            log_warning(cat("line ", number, " is longer than ", limit, " tokens; its last ", translation.cut_tokens,
                            " were not translated (--max-source-length)"));
    }

private:
    bool has_warned_ = false;
};

AttentionExample example_of(const std::string& source, const Translation& translation) {
    return {replace_invalid_utf8(source), translation.text,      translation.src_tokens,
            translation.tgt_tokens,       translation.attention, translation.normalized_score,
            translation.token_log_probs};
}

AttentionPageHead page_head(const Config& config, const SearchOptions& search, const ModelDirectory& directory) {
    return {directory.path(), value_text(*find_option("model.attention"), config),
            cat("beam ", search.beam, ", length penalty ", search.length_penalty)};
}

}  // namespace

void run_translation(const TranslationRunOptions& options, int input, int output) {
    const ModelDirectory directory(options.model_directory);
    if (!directory.has_config())
        throw UserError(cat("--model: ", options.model_directory, " is not a model directory (it has no config.yaml)"));
    set_threads(options.threads);
    const auto device = choose_device(options.device);
    directory.check_format(options.checkpoint);
    auto config = load_config(directory.config_file()).config;
    if (options.precision) assign_value(*find_option("search.precision"), {*options.precision}, config);
    auto search = search_options(config.search, options);
    search.precision = choose_precision("search.precision", search.precision, device);
    const Vocabulary src(directory.src_vocabulary_file(config.text));
    const Vocabulary tgt(directory.tgt_vocabulary_file(config.text));
    Seq2Seq model(config.model, src.size(), tgt.size());
    directory.load_weights(options.checkpoint, *model);
    model->to(device);

    const auto shortlist = read_shortlist(directory, search, src, tgt);
    Translator translator(*model, src, tgt, search, device, shortlist.get());
    std::unique_ptr<AttentionPage> page;
    if (!options.attention_page.empty())
        page = std::make_unique<AttentionPage>(options.attention_page, page_head(config, search, directory));
    LineStream stream(input);
    InputWarnings warnings;
    const auto ahead = search.batch_tokens > 0 ? kLinesAheadByTokens
                                               : kBatchesAhead * static_cast<std::size_t>(search.batch_sentences);
    std::size_t number = 0;
    while (true) {
        const auto lines = stream.next(ahead);
        if (lines.empty()) break;
        for (std::size_t i = 0; i < lines.size(); ++i) warnings.check_bytes(lines[i], number + i + 1);
        const auto translations = translator.translate(lines, page != nullptr);
        require(translations.size() == lines.size(), "a line was lost in translation");
        std::string text;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            InputWarnings::report_cut(translations[i], ++number, search.max_source_length);
            text += translations[i].text + "\n";
            if (page) page->add(example_of(lines[i], translations[i]));
        }
        write_all(output, text);
    }
    if (page) page->finish();
}

}  // namespace nmt
