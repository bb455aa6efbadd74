#include "base/signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace nmt {
namespace {

std::atomic<int> noted_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch only lock-free atomics");

extern "C" void note_or_leave(int number) {
    int none = 0;
    if (!noted_signal.compare_exchange_strong(none, number)) _exit(128 + number);
}

void handle(int number, void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;  // a half-done read or write goes on; the flag is looked at between updates
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

}  // namespace

void install_stop_signals() {
    handle(SIGINT, note_or_leave);
    handle(SIGTERM, note_or_leave);
    handle(SIGPIPE, SIG_IGN);
}

int stop_signal() {
    return noted_signal.load();
}

void end_on_broken_pipe() {
    handle(SIGPIPE, SIG_DFL);
}

}  // namespace nmt
