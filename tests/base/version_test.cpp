#include "base/version.h"

#include "catch.h"

TEST_CASE("the version text names program, version and commit, and then what it is given") {
    const std::string text = nmt::version_text("nmt-train");
    CHECK(text.rfind("nmt-train ", 0) == 0);
    CHECK(text.find(" (commit ") != std::string::npos);
    CHECK(text.find('\n') == std::string::npos);
    CHECK(nmt::version_text("nmt-train", "torch 2.13.0") == text + "\ntorch 2.13.0");
}
