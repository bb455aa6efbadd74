#include "bench/start_up.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/cat.h"
#include "base/clock.h"
#include "base/error.h"

namespace nmt {
namespace {

/// Seconds from start to end of a child that reads `text`, which must fit into a pipe.
double seconds_of(std::vector<std::string> arguments, const std::string& text) {
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw UserError("nmt-bench: no pipe can be made");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = seconds_now();
    pid_t child = 0;
    const int failure = posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    const bool is_written = write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(ends[1]);
    if (failure != 0) throw UserError(cat(arguments[0], " cannot be run"));
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0 || !is_written) throw UserError(cat(arguments[0], " failed"));
    return seconds_now() - start;
}

}  // namespace

StartUpMeasure measure_start_up(const std::string& model_directory, const std::string& sentence,
                                const std::vector<std::string>& options, int runs) {
    const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "nmt-translate";
    std::vector<std::string> arguments{program.string(), "--model", model_directory};
    arguments.insert(arguments.end(), options.begin(), options.end());
    StartUpMeasure best;
    for (int i = 0; i < runs; ++i) {
        const auto empty = seconds_of(arguments, "");
        const auto one = seconds_of(arguments, sentence + "\n");
        best.empty_seconds = i == 0 ? empty : std::min(best.empty_seconds, empty);
        best.one_sentence_seconds = i == 0 ? one : std::min(best.one_sentence_seconds, one);
    }
    return best;
}

}  // namespace nmt
