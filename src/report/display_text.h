#pragma once
// Numbers and foreign text as people read them on a terminal or on a page.

#include <cstdint>
#include <string>

namespace nmt {

/// 1234567 -> "1,234,567".
std::string with_thousands(std::int64_t number);

/// 75 -> "1:15", 3675 -> "1:01:15"; rounded to seconds. Negative or not finite: "?".
std::string clock_text(double seconds);

/// As printf's %.*g.
std::string significant_text(double number, int digits);

/// `text` with every ASCII control character as a space: one line, and no escape sequence reaches the terminal.
std::string one_line(std::string text);

/// `text` for HTML, between tags or inside a quoted attribute: & < > " ' escaped, invalid UTF-8 and characters that
/// HTML forbids as U+FFFD.
std::string html_escaped(const std::string& text);

}  // namespace nmt
