#pragma once
// What `--version` prints.

#include <string>

namespace nmt {

/// "PROGRAM VERSION (commit COMMIT)", a line break, and then `more` as it is (the torch side adds torch's version and
/// whether CUDA is there); without `more` there is no line break.
std::string version_text(const std::string& program, const std::string& more = "");

}  // namespace nmt
