#include "metrics/lower_case.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {

std::string lower_case(std::string_view text) {
    std::string lowered;
    lowered.reserve(text.size());
    const bool is_ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
    if (is_ascii) {
        for (char c : text) lowered.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
        return lowered;
    }
    icu::StringByteSink<std::string> sink(&lowered);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                              nullptr, status);
    if (U_FAILURE(status)) throw InternalError(cat("lower-casing failed: ", u_errorName(status)));
    return lowered;
}

}  // namespace nmt
