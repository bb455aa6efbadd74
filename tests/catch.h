#pragma once
// Catch2 version 2 (Debian 12) and version 3 (newer systems) under one name.
#if NMT_CATCH_VERSION == 2
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
using Catch::Approx;
namespace Catch::Matchers {
using Catch::Matchers::ContainsSubstring;
inline auto Contains(const std::string& text) { return ContainsSubstring(text); }
}  // namespace Catch::Matchers
#endif
