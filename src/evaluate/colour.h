#pragma once
// Terminal colours, where sacreBLEU has them.

#include <string>
#include <string_view>

namespace nmt {

enum class Colour { red = 31, green = 32, yellow = 33, cyan = 36 };

/// Puts colour round text, or leaves it alone.
class Painter {
public:
    explicit Painter(bool is_on) : is_on_(is_on) {}
    std::string operator()(const std::string& text, Colour colour) const;

private:
    bool is_on_;
};

/// `text` without control sequences (ESC [ digits letter): for output that is no terminal.
std::string without_colours(std::string_view text);

/// Code points of `text` (UTF-8) but for control sequences.
std::size_t visible_width(std::string_view text);

}  // namespace nmt
