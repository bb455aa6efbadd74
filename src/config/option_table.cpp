#include "config/option_table.h"

#include <algorithm>
#include <cmath>

#include "base/cat.h"
#include "config/table_sections.h"

namespace nmt {
namespace {

std::vector<Option> all_options() {
    std::vector<Option> all;
    for (auto part :
         {run_options, data_options, text_options, model_options, train_options, validate_options, search_options}) {
        for (auto& option : part()) all.push_back(std::move(option));
    }
    return all;
}

std::string range_text(const Range& range) {
    const bool has_low = std::isfinite(range.low), has_high = std::isfinite(range.high);
    if (!has_low && !has_high) return "";
    if (!has_high) return cat("value ", range.is_low_open ? "> " : ">= ", range.low);
    std::ostringstream text;
    text.precision(10);
    if (has_low) text << range.low << (range.is_low_open ? " < " : " <= ");
    text << "value" << (range.is_high_open ? " < " : " <= ") << range.high;
    return text.str();
}

}  // namespace

const std::vector<Option>& option_table() {
    static const std::vector<Option> table = all_options();
    return table;
}

const std::vector<Section>& section_table() {
    static const std::vector<Section> table = {
        {"", "The run as a whole. These keys stand at the top level of the file."},
        {"data", "The parallel corpus: two line-aligned files or one TSV."},
        {"text", "From sentences to ids and back: the sentencepiece vocabularies."},
        {"model",
         "The network. Letters as in the papers: source x_1..x_m, annotations h_j, decoder states s_i, energies "
         "e_ij, weights a_ij, contexts c_i, target words y_i."},
        {"model.encoder", "Reads the source: embedding and stacked recurrent layers give h_1..h_m."},
        {"model.decoder", "Writes the target, one word a step."},
        {"model.dropout", "Noise in training against learning the corpus by heart (Srivastava 2014)."},
        {"model.init", "The weights before the first update."},
        {"train", "Loss, optimizer, batches and limits. At least one limit is needed."},
        {"validate", "Measuring on the dev data during training."},
        {"search", "Turning the model's probabilities into a translation; nmt-translate starts from these too."},
    };
    return table;
}

const Option* find_option(std::string_view key) {
    const auto& table = option_table();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Option& option) { return option.key == key; });
    return found == table.end() ? nullptr : &*found;
}

const Section* find_section(std::string_view key) {
    const auto& table = section_table();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Section& section) { return section.key == key; });
    return found == table.end() ? nullptr : &*found;
}

std::string section_of(std::string_view key) {
    const auto dot = key.rfind('.');
    return dot == std::string_view::npos ? "" : std::string(key.substr(0, dot));
}

std::string last_part(std::string_view key) {
    const auto dot = key.rfind('.');
    return std::string(dot == std::string_view::npos ? key : key.substr(dot + 1));
}

std::string type_name(const Option& option) {
    if (!option.choices.empty()) return "word";
    static const char* const names[] = {"flag", "integer", "integer", "number", "text", "word"};  // in Field's order
    return names[option.field.index()];
}

std::string allowed_text(const Option& option) {
    if (!option.pattern.empty()) return option.pattern;
    if (std::holds_alternative<FieldOf<bool>>(option.field)) return "true | false";
    if (std::holds_alternative<FieldOf<std::uint64_t>>(option.field)) return "value >= 0";
    std::string words;
    for (const Choice& choice : option.choices) {
        words += (words.empty() ? "" : " | ") + (choice.name.empty() ? "\"\"" : choice.name);
    }
    return words.empty() ? range_text(option.range) : words;
}

}  // namespace nmt
