#pragma once
// The one place where an option's name, type, default, range, unit, help and source stand. Loading, checking, dumping,
// --help and configs/REFERENCE.md are all read off this table. The default is that of a default-constructed Config.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace nmt {

/// How one field of Config is reached.
template <class T>
struct FieldOf {
    const T& (*read)(const Config&) = nullptr;
    T& (*write)(Config&) = nullptr;
};

/// An enumeration, as the place of its value in Option::choices.
struct ChoiceField {
    std::size_t (*read)(const Config&) = nullptr;
    void (*write)(Config&, std::size_t) = nullptr;
};

using Field = std::variant<FieldOf<bool>, FieldOf<std::int64_t>, FieldOf<std::uint64_t>, FieldOf<double>,
                           FieldOf<std::string>, ChoiceField>;

/// The numbers that are allowed: from `low` to `high`, either of them excluded if open.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_low_open = false, is_high_open = false;

    bool contains(double value) const {
        return (is_low_open ? value > low : value >= low) && (is_high_open ? value < high : value <= high);
    }
};

/// One of the allowed words and what it means.
struct Choice {
    std::string name;
    std::string meaning;
};

struct Option {
    std::string key = {};  // dotted: "model.encoder.hidden"
    Field field = {};
    Range range = {};                             // of numbers
    std::vector<Choice> choices = {};             // of words; empty: any text
    bool (*accepts)(std::string_view) = nullptr;  // of text that follows a pattern
    std::string pattern = {};                     // that pattern in words
    std::string unit = {};                        // of numbers; may be empty
    std::string help = {};                        // for a learner: what it does, with the equation where there is one
    std::string source = {};         // the paper, or the peers' practice, that the option and its default come from
    bool is_free_on_resume = false;  // may change when a training goes on: it does not change what is learnt
};

/// A level of the YAML file; "" is the file itself.
struct Section {
    std::string key;
    std::string help;
};

/// Every option, in the order of Config's fields.
const std::vector<Option>& option_table();

/// Every section, in the order of the table; the first one is the top level.
const std::vector<Section>& section_table();

/// nullptr when there is no such option or section.
const Option* find_option(std::string_view key);
const Section* find_section(std::string_view key);

/// "model.encoder" of "model.encoder.hidden", "" of "seed"; and "hidden" and "seed".
std::string section_of(std::string_view key);
std::string last_part(std::string_view key);

/// "flag", "integer", "number", "text" or "word".
std::string type_name(const Option& option);

/// What is allowed, in words: "0 <= value < 1", "lstm | gru | tanh"; empty: everything of the type.
std::string allowed_text(const Option& option);

}  // namespace nmt
