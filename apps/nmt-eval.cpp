// nmt-eval REF... [-i SYSTEM...]: scores translations as sacreBLEU does.

#include <unistd.h>

#include <iostream>

#include "base/error.h"
#include "base/log.h"
#include "evaluate/colour.h"
#include "evaluate/command_line.h"
#include "evaluate/evaluate.h"
#include "exit_code.h"

namespace {

int run(int argc, char** argv) {
    const nmt::CommandLine line = nmt::parse_command_line({argv + 1, argv + argc});
    if (line.is_quiet) nmt::set_log_level(nmt::LogLevel::error);
    const std::string output = line.information ? *line.information : nmt::evaluate(line.options, std::cin);
    std::cout << (::isatty(STDOUT_FILENO) ? output : nmt::without_colours(output));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return nmt::exit_code_of("nmt-eval", [&] { return run(argc, argv); });
}
