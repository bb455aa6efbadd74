#include "config/dump_config.h"

#include "base/cat.h"
#include "config/option_value.h"

namespace nmt {
namespace {

const Config& defaults() {
    static const Config config;
    return config;
}

std::string origin_text(const Option& option, const std::string& value, const Origins& origins) {
    const auto origin = origins.of_key.find(option.key);
    if (origin == origins.of_key.end()) return value == value_text(option, defaults()) ? "default" : "automatic";
    return origin->second.starts_with("--set ") ? "--set" : origin->second;
}

std::string indentation(std::string_view key) {
    std::string spaces;
    for (const char c : key) {
        if (c == '.') spaces += "  ";
    }
    return spaces;
}

std::string dump(const Config& config, const Origins* origins) {
    std::string text, section;
    for (const Option& option : option_table()) {
        const std::string own_section = section_of(option.key);
        if (own_section != section) {
            section = own_section;
            const std::string indent = indentation(section);
            text += cat(indent.empty() ? "\n" : "", indent, last_part(section), ":\n");
        }
        const std::string value = value_text(option, config);
        text += cat(indentation(option.key), last_part(option.key), ": ", value);
        if (origins != nullptr) text += "  # " + origin_text(option, value, *origins);
        text += '\n';
    }
    return text;
}

}  // namespace

std::string dump_yaml(const Config& config) {
    return dump(config, nullptr);
}

std::string dump_yaml(const Config& config, const Origins& origins) {
    return dump(config, &origins);
}

std::vector<ConfigDifference> difference(const Config& old_config, const Config& new_config) {
    std::vector<ConfigDifference> differences;
    for (const Option& option : option_table()) {
        if (option.is_free_on_resume) continue;
        auto old_value = value_text(option, old_config), new_value = value_text(option, new_config);
        if (old_value != new_value) differences.push_back({option.key, std::move(old_value), std::move(new_value)});
    }
    return differences;
}

}  // namespace nmt
