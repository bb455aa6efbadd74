#pragma once

#include <string>
#include <string_view>

namespace nmt {

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits, as sha256sum prints it: for names that a user
/// can check.
std::string sha256_hex(std::string_view bytes);

}  // namespace nmt
