// Inputs that once reached something new in a fuzzer, replayed.
#include <filesystem>
#include <string>

#include "catch.h"
#include "targets.h"
#include "temporary_folder.h"

using namespace nmt;

TEST_CASE("no kept input of the fuzzers breaks a law") {
    for (const FuzzTarget& target : kFuzzTargets) {
        std::size_t inputs = 0;
        const auto folder = std::filesystem::path(NMT_SOURCE_DIR) / "tests/fuzz/corpus" / target.name;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            INFO(entry.path().string());
            const std::string bytes = read_file(entry.path().string());
            CHECK_NOTHROW(target.run({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
            ++inputs;
        }
        INFO(folder.string());
        CHECK(inputs > 0);
    }
}

TEST_CASE("every fuzz target takes nothing at all, and a single byte") {
    for (const FuzzTarget& target : kFuzzTargets) {
        INFO(target.name);
        CHECK_NOTHROW(target.run({}));
        for (unsigned value = 0; value < 256; ++value) {
            const auto byte = static_cast<std::uint8_t>(value);
            CHECK_NOTHROW(target.run({&byte, 1}));
        }
    }
}
