#pragma once
// How every program ends: 0 fine, 2 the user's mistake, 3 our bug (128 + n: stopped by signal n).

#include <exception>
#include <filesystem>
#include <iostream>

#include "base/error.h"

namespace nmt {

/// Runs `body` (which returns an exit code) and turns what it throws into a message and an exit code.
template <class Body>
int exit_code_of(const char* program, const Body& body) {
    try {
        const int code = body();
        if (!std::cout.flush()) throw UserError("standard output cannot be written");
        return code;
    } catch (const UserError& error) {
        std::cerr << program << ": error: " << error.what() << "\n";
        return 2;
    } catch (const std::filesystem::filesystem_error& error) {
        std::cerr << program << ": error: " << error.what() << "\n";
        return 2;
    } catch (const std::exception& error) {
        std::cerr << program << ": internal error, please report it: " << error.what() << "\n";
        return 3;
    }
}

}  // namespace nmt
