#pragma once
// The two errors of the whole project. A library function throws; only the programs in apps/ exit.

#include <stdexcept>
#include <string>

namespace nmt {

/// The user's mistake (a bad option, a missing file, a full disk): exit code 2. The text says what, where
/// (file:line when there is one), what was allowed, and the nearest name when a name was misspelt.
class UserError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Our mistake (an invariant that does not hold): exit code 3.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// Throws InternalError with `what` unless `holds`. For invariants, never for the user's input.
inline void require(bool holds, const char* what) {
    if (!holds) throw InternalError(what);
}

}  // namespace nmt
