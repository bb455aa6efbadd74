#include "base/utf8.h"

#include <unicode/unistr.h>

#include <utility>
#include <vector>

#include "base/random_stream.h"
#include "catch.h"

using namespace nmt;
using namespace std::string_literals;

namespace {

/// ICU's reading of the bytes: the second opinion.
std::string replaced_by_icu(const std::string& bytes) {
    std::string result;
    icu::UnicodeString::fromUTF8(bytes).toUTF8String(result);
    return result;
}

}  // namespace

TEST_CASE("invalid UTF-8 is replaced as Python's decode(errors='replace') does") {
    // Printed by Python 3.11: bytes.decode('utf-8', 'replace').encode().
    const std::vector<std::pair<std::string, std::string>> table = {
        {"\141\142\143"s, "\141\142\143"s},
        {"\303\251"s, "\303\251"s},
        {"\303"s, "\357\277\275"s},
        {"\303\141"s, "\357\277\275\141"s},
        {"\200"s, "\357\277\275"s},
        {"\277\277"s, "\357\277\275\357\277\275"s},
        {"\300\257"s, "\357\277\275\357\277\275"s},
        {"\301\277"s, "\357\277\275\357\277\275"s},
        {"\340\200\200"s, "\357\277\275\357\277\275\357\277\275"s},
        {"\340\240"s, "\357\277\275"s},
        {"\340\240\141"s, "\357\277\275\141"s},
        {"\344\270"s, "\357\277\275"s},
        {"\344\270\255\344"s, "\344\270\255\357\277\275"s},
        {"\355\240\200"s, "\357\277\275\357\277\275\357\277\275"s},
        {"\355\237\277"s, "\355\237\277"s},
        {"\356\200\200"s, "\356\200\200"s},
        {"\360\237\230"s, "\357\277\275"s},
        {"\360\237\230\200"s, "\360\237\230\200"s},
        {"\360\217\277\277"s, "\357\277\275\357\277\275\357\277\275\357\277\275"s},
        {"\364\220\200\200"s, "\357\277\275\357\277\275\357\277\275\357\277\275"s},
        {"\364\217\277\277"s, "\364\217\277\277"s},
        {"\365\200\200\200"s, "\357\277\275\357\277\275\357\277\275\357\277\275"s},
        {"\377\376"s, "\357\277\275\357\277\275"s},
        {"\141\360\237\142\342\202\143\303"s, "\141\357\277\275\142\357\277\275\143\357\277\275"s},
        {"\370\210\200\200\200"s, "\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275"s},
        {"\341\200\342\360\221\222\361\277\101"s, "\357\277\275\357\277\275\357\277\275\357\277\275\101"s},
    };
    for (const auto& [bytes, expected] : table) {
        bool changed = false;
        CHECK(replace_invalid_utf8(bytes, &changed) == expected);
        CHECK(changed == (bytes != expected));
        CHECK(is_valid_utf8(bytes) == (bytes == expected));
    }
}

TEST_CASE("invalid UTF-8 is replaced as ICU does, on random bytes") {
    RandomStream random(5);
    for (int trial = 0; trial < 20000; ++trial) {
        std::string bytes;
        for (std::uint64_t left = random.below(24); left > 0; --left) {
            // Mostly lead and continuation bytes, so that long sequences come about.
            static constexpr std::string_view favourites = "a\xC3\xE0\xE2\xED\xF0\xF1\xF4\x80\x8F\x9F\xA0\xBF";
            const bool any = random.below(4) == 0;
            bytes += any ? static_cast<char>(random.below(256)) : favourites[random.below(favourites.size())];
        }
        const std::string expected = replaced_by_icu(bytes);
        REQUIRE(replace_invalid_utf8(bytes) == expected);
        REQUIRE(is_valid_utf8(bytes) == (bytes == expected));
    }
}

TEST_CASE("every Unicode scalar value survives encoding and decoding") {
    for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string bytes;
        append_utf8(bytes, c);
        const DecodedCodePoint decoded = decode_code_point(bytes);
        if (!decoded.is_valid || decoded.value != c || decoded.bytes != bytes.size()) FAIL("U+" << std::hex << c);
    }
}

TEST_CASE("code points are walked one by one") {
    std::vector<char32_t> values;
    std::string copy;
    const std::string text = "a\0\xC3\xA9\xFF\xE4\xB8\xAD"s;
    for (CodePoints walk(text); !walk.done(); walk.next()) {
        values.push_back(walk.value());
        copy += walk.bytes();
    }
    CHECK(values == std::vector<char32_t>{'a', 0, 0xE9, 0xFFFD, 0x4E2D});
    CHECK(copy == text);
}

TEST_CASE("the place of the first invalid byte is found behind a long valid text") {
    const std::string valid = "twenty-one bytes: \xC3\xA9.";
    CHECK(find_invalid_utf8(valid) == valid.size());
    CHECK(find_invalid_utf8(valid + "\xC3") == valid.size());
}

TEST_CASE("a line is blank when it holds only Unicode white space and byte order marks") {
    CHECK(is_blank(""));
    CHECK(is_blank(" \t\r\v\f\x1C\x1F"));
    CHECK(is_blank("\u0085\u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF"));
    CHECK_FALSE(is_blank("\u200B"));  // a zero width space is no white space, in Python neither
    CHECK_FALSE(is_blank(" ."));
    CHECK_FALSE(is_blank("\xFF"));
    CHECK_FALSE(is_blank("\0"s));
}

TEST_CASE("only the byte order mark at the start goes away") {
    CHECK(without_bom("\uFEFFa\uFEFF") == "a\uFEFF");
    CHECK(without_bom("a") == "a");
    CHECK(without_bom("\xEF\xBB") == "\xEF\xBB");
}
