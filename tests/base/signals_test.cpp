#include "base/signals.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "catch.h"

using namespace nmt;

namespace {

/// What waitpid says of a child that runs `body` and then leaves with 0.
template <class Body>
int status_of_child(Body body) {
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        body();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

template <class Body>
int exit_code_of_child(Body body) {
    const int status = status_of_child(body);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// A pipe that nobody reads.
int broken_pipe() {
    int ends[2];
    if (pipe(ends) != 0) _exit(99);
    close(ends[0]);
    return ends[1];
}

}  // namespace

TEST_CASE("no signal, no stop") {
    CHECK(exit_code_of_child([] {
              install_stop_signals();
              _exit(stop_signal());
          }) == 0);
}

TEST_CASE("the first signal is noted, the second one leaves at once with 128 + n") {
    for (const int number : {SIGINT, SIGTERM}) {
        CHECK(exit_code_of_child([&] {
                  install_stop_signals();
                  raise(number);
                  _exit(stop_signal());
              }) == number);
        CHECK(exit_code_of_child([&] {
                  install_stop_signals();
                  raise(SIGINT);
                  raise(number);
              }) == 128 + number);
    }
}

TEST_CASE("a stop signal counts even if it was ignored before") {
    CHECK(exit_code_of_child([] {
              signal(SIGINT, SIG_IGN);  // as a shell does for `nmt-train ... &`
              install_stop_signals();
              raise(SIGINT);
              _exit(stop_signal());
          }) == SIGINT);
}

TEST_CASE("a training outlives the reader of its messages") {
    CHECK(exit_code_of_child([] {
              install_stop_signals();
              const bool is_refused = write(broken_pipe(), "x", 1) < 0 && errno == EPIPE;
              _exit(is_refused ? 7 : 8);
          }) == 7);
}

TEST_CASE("a filter ends quietly when its reader is gone") {
    const int status = status_of_child([] {
        signal(SIGPIPE, SIG_IGN);
        end_on_broken_pipe();
        _exit(write(broken_pipe(), "x", 1) < 0 ? 1 : 2);
    });
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGPIPE);
}
