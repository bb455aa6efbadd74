// Waiting OpenMP threads shall not hold on to a core that somebody else needs.
//
// Unless told otherwise, libgomp's threads spin for milliseconds before they sleep. Alone on the machine nobody
// notices; beside any other busy program a thread that waits keeps the core from the one it waits for, and a
// translation can take ten times as long. With kSpins it takes as long alone as before, and beside a busy program hardly
// longer than its share of the cores. libgomp reads its setting once, when it is loaded, from the environment: so the
// program starts itself again with the setting, before LibTorch's initialisation, the long part of a start, has begun.
// A tool that does not follow a program into exec, such as valgrind, needs one of kUsersOwn to be set.

#include <sys/auxv.h>
#include <unistd.h>

#include <climits>
#include <cstring>

namespace {

constexpr const char* kSpins = "GOMP_SPINCOUNT=3000";
constexpr const char* kUsersOwn[] = {"GOMP_SPINCOUNT=", "OMP_WAIT_POLICY="};
constexpr int kMostVariables = 4096;

// Runs before the constructors of all libraries, the standard library's included: system calls and plain loops only.
void start_again_with_short_waits(int, char** arguments, char** environment) {
    if (::getauxval(AT_BASE) == 0) return;  // started through the loader by name: /proc/self/exe is the loader
    static char* changed[kMostVariables + 2];
    int count = 0;
    for (; environment[count] != nullptr; ++count) {
        if (count == kMostVariables) return;
        for (const char* name : kUsersOwn)
            if (std::strncmp(environment[count], name, std::strlen(name)) == 0) return;
        changed[count] = environment[count];
    }
    changed[count] = const_cast<char*>(kSpins);
    static char program[PATH_MAX];
    // By its own name, not as /proc/self/exe, so that `ps` and `killall` know it.
    if (::readlink("/proc/self/exe", program, sizeof program - 1) > 0) ::execve(program, arguments, changed);
    // Without /proc, or where starting is forbidden: the program goes on as it is.
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const before_all_libraries)(int, char**,
                                                                                 char**) = start_again_with_short_waits;

}  // namespace
