#pragma once
// Time as a difference.

#include <chrono>

namespace nmt {

/// A steady clock, in seconds: only differences mean something.
inline double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace nmt
