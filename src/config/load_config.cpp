#include "config/load_config.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "base/cat.h"
#include "base/error.h"
#include "base/nearest.h"
#include "config/check_config.h"
#include "config/option_value.h"
#include "config/yaml_tree.h"

namespace nmt {
namespace {

constexpr std::uintmax_t largest_config_bytes = 1 << 20;

std::string read_text(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) throw UserError(cat(path, ": is a directory, not a config"));
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) throw UserError(cat(path, ": cannot be read: ", std::generic_category().message(errno)));
    const auto bytes = std::filesystem::file_size(path, error);
    if (!error && bytes > largest_config_bytes) {
        throw UserError(cat(path, ": has ", bytes, " bytes; this is no config (at most ", largest_config_bytes, ")"));
    }
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) throw UserError(cat(path, ": cannot be read: ", std::generic_category().message(errno)));
    return text;
}

std::vector<std::string> known_keys() {
    std::vector<std::string> keys;
    for (const Section& section : section_table()) {
        if (!section.key.empty()) keys.push_back(section.key);
    }
    for (const Option& option : option_table()) keys.push_back(option.key);
    return keys;
}

/// The known key that is probably meant: one that ends alike in another section, else a misspelt one of the same
/// section, else a misspelt one of any section. "" if there is none.
std::string probable_key(const std::string& unknown) {
    const std::string section = section_of(unknown), name = last_part(unknown);
    std::string same_ending;
    std::vector<std::string> siblings, endings;
    for (const auto& key : known_keys()) {
        endings.push_back(last_part(key));
        if (section_of(key) == section) siblings.push_back(last_part(key));
        if (last_part(key) != name) continue;
        const bool is_nearer = same_ending.empty() || edit_distance(key, unknown) < edit_distance(same_ending, unknown);
        if (is_nearer) same_ending = key;
    }
    if (!same_ending.empty()) return same_ending;
    if (const auto sibling = nearest_name(name, siblings))
        return section.empty() ? *sibling : cat(section, ".", *sibling);
    const auto ending = nearest_name(name, endings);
    return ending ? probable_key(*ending) : "";
}

std::string suggestion(const std::string& unknown) {
    const std::string key = probable_key(unknown);
    return key.empty() ? "" : cat("; did you mean \"", key, "\"?");
}

/// A reminder, if line `line` (from 1) of `text` is indented with a tab: yaml-cpp's own message does not say so.
std::string tab_hint(const std::string& text, int line) {
    std::istringstream lines(text);
    std::string content;
    for (int i = 0; i < line; ++i) std::getline(lines, content);
    const auto indentation = content.substr(0, content.find_first_not_of(" \t"));
    return indentation.find('\t') == std::string::npos ? "" : "; YAML is indented with spaces, not with tabs";
}

/// Fills a Config and gathers the mistakes.
class Reader {
public:
    void read_file(const std::string& path) {
        loaded_.origins.file = path;
        const std::string text = read_text(path);
        try {
            const YamlValue root = parse_yaml(text);
            if (root.kind == YamlValue::Kind::null) {
                complain(path, "is empty; a config needs at least `output` and `data`");
            } else if (root.kind != YamlValue::Kind::map) {
                complain(cat(path, ":", root.line), "expected lines of the form `key: value`");
            } else {
                read_section("", root);
            }
        } catch (const YamlError& error) {
            complain(cat(path, ":", error.line, ":", error.column),
                     cat("not valid YAML: ", error.what(), tab_hint(text, error.line)));
        }
    }

    void read_override(const std::string& assignment) {
        const std::string place = "--set " + assignment;
        const auto equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0) {
            complain(place, "expected key=value, such as train.learning_rate=0.001");
            return;
        }
        const std::string key = assignment.substr(0, equals);
        try {
            read_value(key, parse_yaml(assignment.substr(equals + 1)), place, false);
        } catch (const YamlError& error) {
            complain(place, cat("not a valid YAML value: ", error.what()));
        }
    }

    LoadedConfig finish() {
        if (!mistakes_.empty()) throw UserError(mistakes_);
        return std::move(loaded_);
    }

private:
    void read_section(const std::string& section, const YamlValue& map) {
        for (const auto& [key, value] : map.entries) {
            const std::string place = cat(loaded_.origins.file, ":", key.line);
            if (key.kind != YamlValue::Kind::scalar) {
                complain(place, "a key must be a plain word");
                continue;
            }
            const std::string full_key = section.empty() ? key.text : cat(section, ".", key.text);
            const auto [first, is_new] = first_lines_.emplace(full_key, key.line);
            if (!is_new) complain(place, cat("duplicate key \"", full_key, "\", first given in line ", first->second));
            read_value(full_key, value, place, true);
        }
    }

    void read_value(const std::string& key, const YamlValue& value, const std::string& place, bool allows_section) {
        if (const Option* option = find_option(key)) {
            read_option(*option, value, place);
        } else if (key.empty() || find_section(key) == nullptr) {
            complain(place, cat("unknown key ", in_quotes(key), suggestion(key)));
        } else if (!allows_section) {
            complain(place, cat("\"", key, "\" is a section; set one of its keys, such as ", example(key)));
        } else if (value.kind == YamlValue::Kind::map) {
            read_section(key, value);
        } else if (value.kind != YamlValue::Kind::null) {
            complain(place,
                     cat("\"", key, "\" is a section; its keys stand indented below it, such as ", example(key)));
        }
    }

    void read_option(const Option& option, const YamlValue& value, const std::string& place) {
        const bool is_text = std::holds_alternative<FieldOf<std::string>>(option.field);
        if (value.kind == YamlValue::Kind::map) {
            complain(place, cat(option.key, ": expected one value, not a section"));
        } else if (value.kind == YamlValue::Kind::sequence) {
            complain(place, cat(option.key, ": expected one value, not a list"));
        } else if (value.kind == YamlValue::Kind::null && !is_text) {
            complain(place, cat(option.key, ": has no value"));
        } else {
            assign(option, value, place);
        }
    }

    void assign(const Option& option, const YamlValue& value, const std::string& place) {
        try {
            assign_value(option, {value.text, value.is_quoted}, loaded_.config);
            loaded_.origins.of_key[option.key] = place;
        } catch (const UserError& error) {
            complain(place, error.what());
        }
    }

    static std::string example(const std::string& section) {
        for (const Option& option : option_table()) {
            if (section_of(option.key) == section) return option.key;
        }
        return "";
    }

    void complain(const std::string& place, const std::string& what) {
        if (!mistakes_.empty()) mistakes_ += '\n';
        mistakes_ += cat(place, ": ", what);
    }

    LoadedConfig loaded_;
    std::map<std::string, int> first_lines_;  // by full key: `model.attention:` and `attention:` below `model:` are one
    std::string mistakes_;
};

}  // namespace

LoadedConfig read_config(const std::string& path, const std::vector<std::string>& overrides) {
    Reader reader;
    reader.read_file(path);
    for (const auto& assignment : overrides) reader.read_override(assignment);
    return reader.finish();
}

LoadedConfig load_config(const std::string& path, const std::vector<std::string>& overrides) {
    auto loaded = read_config(path, overrides);
    check_config(loaded.config, loaded.origins);
    loaded.config = resolve(loaded.config);
    return loaded;
}

}  // namespace nmt
