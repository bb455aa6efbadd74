#pragma once
// Lines from a pipe or a terminal, as they arrive.

#include <string>
#include <vector>

namespace nmt {

/// Only LF ends a line; a last line without LF counts. One CR before the end of a line and a byte order mark at the
/// start of the input are dropped, as text/line_reader.h does.
class LineStream {
public:
    /// descriptor: open for reading; not closed here.
    explicit LineStream(int descriptor) : descriptor_(descriptor) {}

    /// Waits for at least one line, then takes what else has arrived, up to `most` lines, without waiting for more.
    /// Returns nothing at the end of the input. Throws UserError when reading fails.
    std::vector<std::string> next(std::size_t most);

private:
    bool read_more();           // false at the end
    bool has_more_now() const;  // whether a read would not wait
    std::string without_marks(std::string line);
    void take_lines(std::vector<std::string>& lines, std::size_t most);

    int descriptor_;
    std::string buffer_;
    std::size_t scanned_ = 0;  // no LF before this
    bool is_at_start_ = true;
    bool is_at_end_ = false;
};

/// Writes all of `text`; throws UserError when the output refuses it.
void write_all(int descriptor, const std::string& text);

}  // namespace nmt
