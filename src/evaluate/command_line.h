#pragma once
// nmt-eval's command line: sacreBLEU's, as far as we have what it asks for, and our own additions.

#include <optional>
#include <string>
#include <vector>

#include "evaluate/evaluate.h"

namespace nmt {

struct CommandLine {
    std::optional<std::string> information;  // --help or --version: the text to print; nothing else is to be done
    EvaluateOptions options;
    bool is_quiet = false;  // no warnings
};

/// `arguments` without the program's name. The variables SACREBLEU_FORMAT, SACREBLEU_SEED and NO_COLOR count as in
/// sacreBLEU. Throws UserError for an unknown or refused option or value.
CommandLine parse_command_line(const std::vector<std::string>& arguments);

}  // namespace nmt
