#pragma once
// String building without a formatting library: LibTorch and Debian's spdlog ship different versions of fmt, so no
// header of ours may include either.

#include <sstream>
#include <string>

namespace nmt {

/// The arguments written one after another with operator<<.
template <class... Args>
std::string cat(const Args&... args) {
    std::ostringstream out;
    (out << ... << args);
    return out.str();
}

}  // namespace nmt
