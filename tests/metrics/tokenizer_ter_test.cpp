#include "metrics/tokenizer_ter.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "catch.h"
#include "metrics/golden_ter.h"
#include "metrics/joined_tokens.h"
#include "metrics/white_space.h"

using namespace nmt;

namespace {

/// `form` with the character put in where it has a question mark.
std::string with_character(std::string form, const std::string& character) {
    const std::size_t at = form.find('?');
    return at == std::string::npos ? form : form.replace(at, 1, character);
}

}  // namespace

TEST_CASE("tercom's tokens equal sacrebleu's with every option") {
    for (const auto& row : golden_ter()["tokens"]) {
        INFO(row.dump());
        const TokenizerTer tokenizer(ter_options_from(row[1]));
        const auto line = row[0].get<std::string>();
        CHECK(joined_tokens(tokenizer, right_strip(line)) == row[2].get<std::string>());
    }
}

TEST_CASE("tercom's Asian support knows the same characters as sacrebleu's") {
    const TokenizerTer keeps({.is_case_sensitive = true, .is_normalized = true, .has_asian_support = true});
    const TokenizerTer drops({.is_case_sensitive = true, .has_no_punctuation = true, .has_asian_support = true});
    const auto& ranges = golden_ter()["behaviours"];
    std::size_t next_range = 0;
    for (char32_t c = 0x80; c < 0x30000; ++c) {
        // Above what is on any list a sample will do.
        if (c > 0x10100 && c % 97 != 0) continue;
        if ((c >= 0xD800 && c < 0xE000) || is_white_space(c)) continue;
        while (next_range < ranges.size() && ranges[next_range][1].get<char32_t>() < c) ++next_range;
        const bool is_listed = next_range < ranges.size() && ranges[next_range][0].get<char32_t>() <= c;
        std::string character;
        append_utf8(character, c);
        const std::string kept = joined_tokens(keeps, "a" + character + "a");
        const std::string left = joined_tokens(drops, "a" + character + "a");
        const std::string form_kept = is_listed ? ranges[next_range][2].get<std::string>() : "a?a";
        const std::string form_left = is_listed ? ranges[next_range][3].get<std::string>() : "a?a";
        if (kept == with_character(form_kept, character) && left == with_character(form_left, character)) continue;
        FAIL_CHECK("U+" << std::hex << static_cast<unsigned>(c) << " gives '" << kept << "' and '" << left << "'");
    }
    CHECK(next_range == ranges.size());
}

TEST_CASE("tercom answers to its name") {
    CHECK(TokenizerTer().name() == "tercom");
}
