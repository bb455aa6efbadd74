#pragma once
// Segments as sacreBLEU reads them, so that every line that it counts is counted here, and no other.

#include <iosfwd>
#include <string>
#include <vector>

namespace nmt {

/// The lines of a file, plain or, if its name ends in .gz, compressed. Only LF ends a line; a last line without LF
/// counts; white space at a line's end is dropped. A byte order mark stays. Throws UserError for a missing file, a
/// directory, damaged compression, and bytes that are not UTF-8 (with file:line).
std::vector<std::string> read_segments(const std::string& path);

/// The same from standard input, where LF, CR and CR LF each end a line, as in Python's text streams.
std::vector<std::string> read_segments(std::istream& standard_input);

/// How messages name standard input.
inline constexpr const char* kStandardInputName = "<stdin>";

}  // namespace nmt
