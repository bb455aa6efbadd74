#pragma once
// UTF-8 as the Unicode standard, WHATWG and Python's 'replace' read it: a damaged sequence is one error per maximal
// subpart (Unicode 15, table 3-8), and each becomes one U+FFFD.

#include <cstddef>
#include <string>
#include <string_view>

namespace nmt {

inline constexpr char32_t replacement_character = 0xFFFD;
inline constexpr char32_t byte_order_mark = 0xFEFF;

/// One step of decoding.
struct DecodedCodePoint {
    char32_t value;     // replacement_character when not valid
    std::size_t bytes;  // bytes read, at least 1
    bool is_valid;
};

/// Decodes the first code point of `text`, which must not be empty. An invalid start reads its maximal subpart.
DecodedCodePoint decode_code_point(std::string_view text);

/// Appends a Unicode scalar value (not a surrogate, at most U+10FFFF) to `text`.
void append_utf8(std::string& text, char32_t code_point);

/// Walks over the code points of a text: `for (CodePoints walk(text); !walk.done(); walk.next()) use(walk.value());`
class CodePoints {
public:
    explicit CodePoints(std::string_view text) : rest_(text) { decode(); }
    bool done() const { return rest_.empty(); }
    char32_t value() const { return current_.value; }
    /// The bytes of the current code point; a view into the text.
    std::string_view bytes() const { return rest_.substr(0, current_.bytes); }
    void next() {
        rest_.remove_prefix(current_.bytes);
        decode();
    }

private:
    void decode() {
        if (!rest_.empty()) current_ = decode_code_point(rest_);
    }
    std::string_view rest_;
    DecodedCodePoint current_{};
};

/// Where the first invalid byte sequence of `text` begins; text.size() when all is valid.
std::size_t find_invalid_utf8(std::string_view text);

bool is_valid_utf8(std::string_view text);

/// `text` with every maximal invalid subpart replaced by U+FFFD. `changed`, unless null, tells whether there was one.
std::string replace_invalid_utf8(std::string_view text, bool* changed = nullptr);

/// Python's white space (str.isspace) for one code point.
bool is_white_space(char32_t code_point);

/// True when `text` holds nothing but white space and byte order marks (or nothing at all). Invalid bytes are not
/// blank.
bool is_blank(std::string_view text);

/// `text` without a byte order mark at its start.
std::string_view without_bom(std::string_view text);

}  // namespace nmt
