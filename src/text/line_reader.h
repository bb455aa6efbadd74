#pragma once
// The lines of a text file, plain or gzip, as every program of the project sees them.

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

namespace nmt {

/// Reads a file line by line in constant memory. Regular files, FIFOs and /dev/fd/N all work; gzip is recognised by its
/// first two bytes.
/// Only LF ends a line, and a last line without LF counts. One CR before the end of a line is dropped (CRLF files), and
/// so is a byte order mark at the start of the file. Bytes are not checked: see base/utf8.h.
class LineReader {
public:
    /// Opens `path` and reads its first block.
    /// Throws UserError, naming `path`: missing or unreadable, a directory, empty, or a .gz that is none.
    explicit LineReader(std::string path);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    /// Puts the next line, without its end, into `line`; false at the end of the file.
    /// Throws UserError when reading fails or the gzip data is damaged or cut off.
    bool next(std::string& line);

    /// The number of the line last read, from 1; after the end, the number of lines.
    std::uint64_t line_number() const { return line_number_; }
    const std::string& path() const { return path_; }

private:
    void open_file();
    /// Refills the block; false at the end of the file.
    bool fill();

    std::string path_;
    gzFile file_ = nullptr;
    std::vector<char> block_;
    std::size_t begin_ = 0, end_ = 0;  // the unread part of block_
    std::uint64_t line_number_ = 0;
};

}  // namespace nmt
