#include "config/reference.h"

#include <fstream>
#include <iterator>

#include "catch.h"
#include "config/option_table.h"

using namespace nmt;
using Catch::Matchers::Contains;

TEST_CASE("configs/REFERENCE.md is in step with the option table") {
    std::ifstream in(NMT_SOURCE_DIR "/configs/REFERENCE.md", std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    INFO("regenerate it: build/bin/nmt-train --reference > configs/REFERENCE.md");
    CHECK((page == reference_markdown()));
}

TEST_CASE("the reference and the help name every option") {
    const std::string page = reference_markdown(), help = options_help();
    for (const Option& option : option_table()) {
        CHECK_THAT(page, Contains("\n| `" + option.key + "`"));
        CHECK_THAT(help, Contains("\n  " + option.key + " "));
        for (const Choice& choice : option.choices)
            CHECK_THAT(page, Contains("- `" + (choice.name.empty() ? "\"\"" : choice.name) + "`: "));
    }
    CHECK_THAT(page, Contains("- `additive`: e_ij = v^T tanh(W_h h_j + W_s s)"));
    CHECK_THAT(page, Contains("`0 <= value < 1`"));
    CHECK_THAT(help, Contains("none | additive | dot | general | scaled_dot | query_key"));
}

TEST_CASE("the reference's tables have the same number of cells in every row") {
    const std::string page = reference_markdown();
    int rows = 0;
    for (std::size_t begin = 0; begin < page.size();) {
        const auto end = page.find('\n', begin);
        const std::string line = page.substr(begin, end - begin);
        begin = end + 1;
        if (line.empty() || line[0] != '|') continue;
        int bars = 0;
        for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
        INFO(line);
        CHECK(bars == 8);
        ++rows;
    }
    CHECK(rows > 80);
}
