#include "base/version.h"

#include "base/cat.h"
#include "build_info.h"  // changes with every commit: included here only, so that nothing else is built anew

namespace nmt {

std::string version_text(const std::string& program, const std::string& more) {
    std::string text = cat(program, " ", NMT_VERSION, " (commit ", NMT_COMMIT, ")");
    if (!more.empty()) text += "\n" + more;
    return text;
}

}  // namespace nmt
