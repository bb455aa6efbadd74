#include "config/option_table.h"

#include <map>
#include <set>

#include "base/error.h"
#include "catch.h"
#include "config/dump_config.h"
#include "config/option_value.h"

using namespace nmt;

namespace {

/// Stands for a value of any type; with it an aggregate tells how many fields it has.
struct Anything {
    template <class T>
    operator T() const;
};

template <class T, class... Fields>
constexpr std::size_t field_count() {
    if constexpr (requires { T{Fields{}..., Anything{}}; }) {
        return field_count<T, Fields..., Anything>();
    } else {
        return sizeof...(Fields);
    }
}

std::size_t options_in(const std::string& section) {
    std::size_t count = 0;
    for (const Option& option : option_table()) count += section_of(option.key) == section ? 1 : 0;
    return count;
}

std::size_t sections_in(const std::string& section) {
    std::size_t count = 0;
    for (const Section& inner : section_table()) {
        count += !inner.key.empty() && section_of(inner.key) == section ? 1 : 0;
    }
    return count;
}

/// As YAML, a value of the option's type that is allowed and not the default.
std::string other_value(const Option& option) {
    const std::string usual = value_text(option, Config());
    if (option.key == "device") return "cuda:1";
    if (!option.choices.empty()) {
        return option.choices.back().name == usual ? option.choices.front().name : option.choices.back().name;
    }
    if (std::holds_alternative<FieldOf<bool>>(option.field)) return usual == "true" ? "false" : "true";
    if (std::holds_alternative<FieldOf<std::string>>(option.field)) return "other/" + option.key;
    if (std::holds_alternative<FieldOf<double>>(option.field))
        return option.key == "text.character_coverage" ? "0.99" : "0.0625";
    return "11";
}

}  // namespace

TEST_CASE("every field of the settings has one option") {
    CHECK(options_in("") + sections_in("") == field_count<Config>());
    CHECK(options_in("data") == field_count<DataOptions>());
    CHECK(options_in("text") == field_count<TextOptions>());
    CHECK(options_in("model") + sections_in("model") == field_count<ModelOptions>());
    CHECK(options_in("model.encoder") == field_count<EncoderOptions>());
    CHECK(options_in("model.decoder") == field_count<DecoderOptions>());
    CHECK(options_in("model.dropout") == field_count<DropoutOptions>());
    CHECK(options_in("model.init") == field_count<InitOptions>());
    CHECK(options_in("train") == field_count<TrainOptions>());
    CHECK(options_in("validate") == field_count<ValidateOptions>());
    CHECK(options_in("search") == field_count<SearchOptions>());
}

TEST_CASE("every option has a name of its own, a known section, help, a source and an allowed default") {
    std::set<std::string> keys;
    for (const Option& option : option_table()) {
        INFO(option.key);
        CHECK(keys.insert(option.key).second);
        CHECK(find_section(section_of(option.key)) != nullptr);
        CHECK(find_section(option.key) == nullptr);
        CHECK(find_option(option.key) == &option);
        CHECK(option.help.size() > 10);
        CHECK(option.help.back() == '.');
        CHECK(!option.source.empty());
        Config config;
        std::string usual = value_text(option, config);
        if (usual == "\"\"") usual.clear();
        CHECK_NOTHROW(assign_value(option, {usual, false}, config));
    }
}

TEST_CASE("an option sets its own field and no other") {
    for (const Option& option : option_table()) {
        INFO(option.key);
        Config config;
        assign_value(option, {other_value(option), false}, config);
        std::vector<std::string> changed;
        for (const Option& looked_at : option_table()) {
            if (value_text(looked_at, config) != value_text(looked_at, Config())) changed.push_back(looked_at.key);
        }
        CHECK(changed == std::vector<std::string>{option.key});
    }
}

TEST_CASE("words mean the values of their enumerations") {
    const auto read = [](const std::string& key, const std::string& word) {
        Config config;
        assign_value(*find_option(key), {word, false}, config);
        return config;
    };
    const std::map<std::string, Attention> attentions = {
        {"none", Attention::none},       {"additive", Attention::additive},     {"dot", Attention::dot},
        {"general", Attention::general}, {"scaled_dot", Attention::scaled_dot}, {"query_key", Attention::query_key}};
    for (const auto& [word, value] : attentions) CHECK(read("model.attention", word).model.attention == value);
    CHECK(read("model.position", "auto").model.position == Position::automatic);
    CHECK(read("model.position", "before_cell").model.position == Position::before_cell);
    CHECK(read("model.position", "after_cell").model.position == Position::after_cell);
    CHECK(read("model.bridge", "learned").model.bridge == Bridge::learned);
    CHECK(read("model.bridge", "mean").model.bridge == Bridge::mean);
    CHECK(read("model.bridge", "last").model.bridge == Bridge::last);
    CHECK(read("model.bridge", "zero").model.bridge == Bridge::zero);
    CHECK(read("model.tie_embeddings", "none").model.tie_embeddings == Tying::none);
    CHECK(read("model.tie_embeddings", "target").model.tie_embeddings == Tying::target);
    CHECK(read("model.tie_embeddings", "all").model.tie_embeddings == Tying::all);
    CHECK(read("model.init.kind", "uniform").model.init.kind == Init::uniform);
    CHECK(read("model.init.kind", "xavier").model.init.kind == Init::xavier);
    CHECK(read("model.encoder.cell", "lstm").model.encoder.cell == Cell::lstm);
    CHECK(read("model.encoder.cell", "gru").model.encoder.cell == Cell::gru);
    CHECK(read("model.decoder.cell", "tanh").model.decoder.cell == Cell::tanh);
    CHECK(read("train.optimizer", "adam").train.optimizer == OptimizerKind::adam);
    CHECK(read("train.optimizer", "adamw").train.optimizer == OptimizerKind::adamw);
    CHECK(read("train.optimizer", "sgd").train.optimizer == OptimizerKind::sgd);
    CHECK(read("train.schedule", "constant").train.schedule == Schedule::constant);
    CHECK(read("train.schedule", "inverse_sqrt").train.schedule == Schedule::inverse_sqrt);
    CHECK(read("train.schedule", "plateau").train.schedule == Schedule::plateau);
    CHECK(read("validate.metric", "bleu").validate.metric == DevMetric::bleu);
    CHECK(read("validate.metric", "loss").validate.metric == DevMetric::loss);
    CHECK(read("validate.metric", "perplexity").validate.metric == DevMetric::perplexity);
    CHECK(read("text.type", "unigram").text.type == TextType::unigram);
    CHECK(read("text.type", "bpe").text.type == TextType::bpe);
    CHECK(read("text.type", "char").text.type == TextType::character);
    CHECK(read("text.type", "word").text.type == TextType::word);
    CHECK(read("text.src_type", "char").text.src_type == "char");
}

TEST_CASE("what is allowed is said in words") {
    CHECK(allowed_text(*find_option("train.label_smoothing")) == "0 <= value < 1");
    CHECK(allowed_text(*find_option("train.learning_rate")) == "0 < value <= 100");
    CHECK(allowed_text(*find_option("train.max_updates")) == "value >= 0");
    CHECK(allowed_text(*find_option("text.size")) == "8 <= value <= 1000000");
    CHECK(allowed_text(*find_option("model.encoder.cell")) == "lstm | gru | tanh");
    CHECK(allowed_text(*find_option("model.input_feeding")) == "true | false");
    CHECK(allowed_text(*find_option("device")) == "auto | cpu | cuda | cuda:N");
    CHECK(allowed_text(*find_option("output")).empty());
}
