#include "config/reference.h"

#include <algorithm>

#include "base/cat.h"
#include "config/option_value.h"

namespace nmt {
namespace {

const char* const introduction =
    "# Settings\n"
    "\n"
    "Written by `nmt-train --reference > configs/REFERENCE.md` from the program's own option table; a test fails when "
    "it\n"
    "is out of step.\n"
    "\n"
    "A config is a YAML file. A value is the default, or what the file says, or what `--set key=value` says; the last "
    "one\n"
    "wins. `--set` takes the dotted key of this page; in the file the part before the last dot is a section:\n"
    "\n"
    "```yaml\n"
    "output: runs/mine\n"
    "model:\n"
    "  attention: general\n"
    "  encoder:\n"
    "    hidden: 1024\n"
    "```\n"
    "\n"
    "Settings marked with \\* may change freely when a training goes on.\n";

/// Text inside a table's cell.
std::string cell(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string code(const std::string& text) {
    return text.empty() ? "" : cat("`", text, "`");
}

std::string default_text(const Option& option) {
    return value_text(option, Config());
}

std::string table_row(const Option& option) {
    const std::string allowed = option.choices.empty() ? code(allowed_text(option)) : "see below";
    return cat("| ", code(option.key), option.is_free_on_resume ? " \\*" : "", " | ", type_name(option), " | ",
               code(default_text(option)), " | ", cell(allowed), " | ", option.unit, " | ", cell(option.help), " | ",
               cell(option.source), " |\n");
}

std::string choice_list(const Option& option) {
    std::string list = cat("\n", code(option.key), ":\n\n");
    for (const Choice& choice : option.choices) {
        list += cat("- ", code(choice.name.empty() ? "\"\"" : choice.name), ": ", choice.meaning, "\n");
    }
    return list;
}

std::string section_text(const Section& section) {
    std::string rows, lists;
    for (const Option& option : option_table()) {
        if (section_of(option.key) != section.key) continue;
        rows += table_row(option);
        if (!option.choices.empty()) lists += choice_list(option);
    }
    return cat("\n## ", section.key.empty() ? "top level" : section.key, "\n\n", section.help,
               "\n\n| key | type | default | allowed | unit | meaning | source |\n|---|---|---|---|---|---|---|\n",
               rows, lists);
}

std::string first_sentence(const std::string& text) {
    const auto end = text.find(". ");
    return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text;
}

}  // namespace

std::string reference_markdown() {
    std::string page = introduction;
    for (const Section& section : section_table()) page += section_text(section);
    return page;
}

std::string options_help() {
    std::size_t key_width = 0, default_width = 0;
    for (const Option& option : option_table()) {
        key_width = std::max(key_width, option.key.size());
        default_width = std::max(default_width, default_text(option).size());
    }
    std::string text = "Settings (key, default, meaning), in the YAML file or as --set key=value:\n";
    for (const Option& option : option_table()) {
        text += cat("  ", padded(option.key, key_width), "  ", padded(default_text(option), default_width), "  ",
                    first_sentence(option.help), "\n");
        if (!option.choices.empty()) {
            text += cat(std::string(key_width + default_width + 6, ' '), allowed_text(option), "\n");
        }
    }
    return text;
}

}  // namespace nmt
