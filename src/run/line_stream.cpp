#include "run/line_stream.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"

namespace nmt {
namespace {

/// A producer that is busy writing gets this long before its input counts as paused; nobody notices it at a terminal.
constexpr int kPauseMilliseconds = 2;
constexpr std::size_t kBlock = 1 << 16;

/// After a read or a write that failed: a signal came between, or the other end of a pipe that whoever started us has
/// set not to block is not ready; then this waits until it is.
bool is_worth_another_try(int descriptor, short readiness) {
    const int error = errno;
    if (error == EINTR) return true;
    if (error != EAGAIN && error != EWOULDBLOCK) return false;
    pollfd wanted{descriptor, readiness, 0};
    ::poll(&wanted, 1, /*timeout: none*/ -1);
    return true;
}

}  // namespace

bool LineStream::read_more() {
    const auto old = buffer_.size();
    buffer_.resize(old + kBlock);
    ssize_t count = 0;
    do count = ::read(descriptor_, buffer_.data() + old, kBlock);
    while (count < 0 && is_worth_another_try(descriptor_, POLLIN));
    const int error = errno;
    buffer_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0) throw UserError(cat("standard input cannot be read: ", std::strerror(error)));
    is_at_end_ = count == 0;
    return !is_at_end_;
}

bool LineStream::has_more_now() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    return ::poll(&wanted, 1, kPauseMilliseconds) > 0;
}

std::string LineStream::without_marks(std::string line) {
    if (is_at_start_) line = without_bom(line);
    is_at_start_ = false;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

void LineStream::take_lines(std::vector<std::string>& lines, std::size_t most) {
    std::size_t begin = 0;
    while (lines.size() < most) {
        const auto end = buffer_.find('\n', std::max(begin, scanned_));
        if (end == std::string::npos) {
            scanned_ = buffer_.size();
            break;
        }
        lines.push_back(without_marks(buffer_.substr(begin, end - begin)));
        begin = end + 1;
        scanned_ = begin;
    }
    buffer_.erase(0, begin);
    scanned_ -= begin;
}

std::vector<std::string> LineStream::next(std::size_t most) {
    std::vector<std::string> lines;
    take_lines(lines, most);
    while (lines.size() < most && !is_at_end_ && (lines.empty() || has_more_now())) {
        if (!read_more()) break;
        take_lines(lines, most);
    }
    if (is_at_end_ && lines.size() < most && !buffer_.empty()) {
        lines.push_back(without_marks(std::move(buffer_)));
        buffer_.clear();
        scanned_ = 0;
    }
    return lines;
}

void write_all(int descriptor, const std::string& text) {
    for (std::size_t written = 0; written < text.size();) {
        const auto count = ::write(descriptor, text.data() + written, text.size() - written);
        if (count < 0 && is_worth_another_try(descriptor, POLLOUT)) continue;
        if (count < 0) throw UserError(cat("standard output cannot be written: ", std::strerror(errno)));
        written += static_cast<std::size_t>(count);
    }
}

}  // namespace nmt
