#include "evaluate/argument_spelling.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

struct UnofferedOption {
    std::string_view long_name, short_name, reason;
};

constexpr std::string_view kNoTestSets =
    "nmt-eval downloads nothing and knows no test sets; give the references as files";

constexpr std::array kUnofferedOptions{
    UnofferedOption{"--test-set", "-t", kNoTestSets}, UnofferedOption{"--language-pair", "-l", kNoTestSets},
    UnofferedOption{"--list", "", kNoTestSets},       UnofferedOption{"--download", "", kNoTestSets},
    UnofferedOption{"--echo", "", kNoTestSets},       UnofferedOption{"--citation", "", kNoTestSets},
    UnofferedOption{"--cite", "", kNoTestSets},       UnofferedOption{"--origlang", "-ol", kNoTestSets},
    UnofferedOption{"--subset", "", kNoTestSets},     UnofferedOption{"--detail", "-d", kNoTestSets},
};

const std::map<std::string, std::string>& one_dash_names() {
    static const std::map<std::string, std::string> names{
        {"-tok", "--tokenize"},       {"-lc", "--lowercase"},     {"-sv", "--smooth-value"},
        {"-sl", "--sentence-level"},  {"-nr", "--num-refs"},      {"-cc", "--chrf-char-order"},
        {"-cw", "--chrf-word-order"}, {"-ci", "--confidence"},    {"-cin", "--confidence-n"},
        {"-par", "--paired-ar"},      {"-parn", "--paired-ar-n"}, {"-pbs", "--paired-bs"},
        {"-pbsn", "--paired-bs-n"},   {"-sh", "--short"},         {"-nc", "--no-color"},
        {"-ol", "--origlang"}};
    return names;
}

std::string_view name_of(const std::string& argument) {
    return std::string_view(argument).substr(0, argument.find('='));
}

/// The one long name that begins with `name`; `name` itself if it is whole or begins none.
std::string whole_name(const std::string& name, const std::vector<std::string>& long_names) {
    std::vector<std::string> meanings;
    for (const std::string& known : long_names) {
        if (known == name) return name;
        if (known.starts_with(name)) meanings.push_back(known);
    }
    if (meanings.empty()) return name;
    if (meanings.size() > 1) {
        std::string text;
        for (const std::string& meaning : meanings) text += (text.empty() ? "" : ", ") + meaning;
        throw UserError(cat("the option ", name, " could be ", text));
    }
    return meanings[0];
}

}  // namespace

std::vector<std::string> spelled_out(std::vector<std::string> arguments, const std::vector<std::string>& long_names) {
    for (std::string& argument : arguments) {
        if (argument == "--") break;
        const std::string name(name_of(argument));
        const std::string rest = argument.substr(name.size());
        if (const auto found = one_dash_names().find(name); found != one_dash_names().end())
            argument = found->second + rest;
        else if (name.starts_with("--"))
            argument = whole_name(name, long_names) + rest;
    }
    return arguments;
}

void refuse_unoffered_options(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
        if (argument == "--") return;
        for (const UnofferedOption& option : kUnofferedOptions)
            if (name_of(argument) == option.long_name || (!option.short_name.empty() && argument == option.short_name))
                throw UserError(cat("the option ", name_of(argument), " is not offered: ", option.reason));
    }
}

std::vector<std::string> unoffered_long_names() {
    std::vector<std::string> names;
    for (const UnofferedOption& option : kUnofferedOptions) names.emplace_back(option.long_name);
    return names;
}

void refuse_unoffered_tokenizer(const std::string& tokenizer) {
    if (tokenizer == "ja-mecab" || tokenizer == "ko-mecab")
        throw UserError(
            cat("the tokenizer ", tokenizer,
                " is not offered: it needs MeCab and its dictionary; tokenize elsewhere and take -tok none"));
    if (tokenizer == "flores101" || tokenizer == "flores200" || tokenizer == "spBLEU-1K")
        throw UserError(cat("the tokenizer ", tokenizer,
                            " is not offered: nmt-eval downloads nothing; get its sentencepiece model and take "
                            "-tok spm --spm-model FILE"));
}

}  // namespace nmt
