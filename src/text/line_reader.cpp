#include "text/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"

namespace nmt {
namespace {

constexpr std::size_t block_bytes = 1 << 18;
// A "line" of this size means that the file is no text; without a limit it would fill the memory.
constexpr std::size_t max_line_bytes = std::size_t{1} << 28;

}  // namespace

LineReader::LineReader(std::string path) : path_(std::move(path)), block_(block_bytes) {
    open_file();
    try {
        if (!fill()) throw UserError(cat(path_, ": the file is empty"));
        const std::string_view start(block_.data(), end_);
        begin_ = start.size() - without_bom(start).size();
        if (begin_ == end_ && !fill()) throw UserError(cat(path_, ": the file is empty"));
    } catch (...) {
        gzclose_r(file_);
        throw;
    }
}

LineReader::~LineReader() {
    gzclose_r(file_);
}

void LineReader::open_file() {
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw UserError(cat("cannot open ", path_, ": ", std::strerror(errno)));
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        ::close(descriptor);
        throw UserError(cat("cannot read ", path_, ": it is a directory"));
    }
    file_ = gzdopen(descriptor, "rb");
    if (file_ == nullptr) {
        ::close(descriptor);
        throw UserError(cat("cannot open ", path_, ": out of memory"));
    }
    gzbuffer(file_, block_bytes);
}

bool LineReader::fill() {
    begin_ = end_ = 0;
    errno = 0;
    const int count = gzread(file_, block_.data(), static_cast<unsigned>(block_.size()));
    if (count > 0) {
        if (line_number_ == 0 && path_.ends_with(".gz") && gzdirect(file_) != 0) {
            throw UserError(cat(path_, ": the name ends in .gz but the content is not gzip"));
        }
        end_ = static_cast<std::size_t>(count);
        return true;
    }
    // A cut-off stream gives its good part first and reports the missing rest here.
    int error = Z_OK;
    gzerror(file_, &error);
    if (error == Z_ERRNO) throw UserError(cat("cannot read ", path_, ": ", std::strerror(errno)));
    if (error != Z_OK) throw UserError(cat(path_, ": the gzip data is damaged or cut off after line ", line_number_));
    return false;
}

bool LineReader::next(std::string& line) {
    line.clear();
    if (begin_ == end_ && !fill()) return false;
    ++line_number_;
    do {
        const char* start = block_.data() + begin_;
        const auto* line_end = static_cast<const char*>(std::memchr(start, '\n', end_ - begin_));
        line.append(start, line_end == nullptr ? block_.data() + end_ : line_end);
        if (line_end != nullptr) {
            begin_ = static_cast<std::size_t>(line_end - block_.data()) + 1;
            break;
        }
        if (line.size() > max_line_bytes) {
            throw UserError(cat(path_, ":", line_number_, ": a line of more than ", max_line_bytes >> 20,
                                " MiB; is this a text file?"));
        }
    } while (fill());
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return true;
}

}  // namespace nmt
