#pragma once
// A YAML document with the place of every value. yaml-cpp's own nodes forget repeated keys, quotes and aliases; this
// keeps what a good error message needs and nothing else.

#include <stdexcept>
#include <string>
#include <vector>

namespace nmt {

struct YamlEntry;

struct YamlValue {
    enum class Kind { null, scalar, sequence, map };
    Kind kind = Kind::null;
    std::string text;                // of a scalar
    bool is_quoted = false;          // a scalar in quotes, or a block of text
    int line = 1, column = 1;        // from 1
    std::vector<YamlEntry> entries;  // of a map, in the order of the file, repeated keys included
};

struct YamlEntry {
    YamlValue key, value;
};

/// A document that cannot be read, or that uses what configs do not support.
struct YamlError : std::runtime_error {
    YamlError(int error_line, int error_column, const std::string& what)
        : std::runtime_error(what), line(error_line), column(error_column) {}
    int line, column;  // from 1
};

/// The only document of `text`; null when there is none. The items of a sequence are not kept: no option is a list.
/// Throws YamlError on a syntax error, a second document, an anchor, an alias, or a tag.
YamlValue parse_yaml(const std::string& text);

}  // namespace nmt
