#include "evaluate/segment_reader.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

std::string read_stream(std::istream& stream) {
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string read_file(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw UserError(cat(path, ": is a directory, not a file"));
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw UserError(cat(path, ": cannot be opened: ", std::strerror(errno)));
    std::string bytes = read_stream(file);
    if (file.bad()) throw UserError(cat(path, ": cannot be read: ", std::strerror(errno)));
    return bytes;
}

/// One gzip member after another (RFC 1952), then nothing but zero bytes, as Python's gzip module accepts it.
class Gunzip {
public:
    Gunzip(const std::string& path, std::string_view compressed) : path_(path), left_(compressed) {}

    std::string run() {
        while (!left_.empty()) {
            inflate_member();
            left_.remove_prefix(std::min(left_.find_first_not_of('\0'), left_.size()));
        }
        return std::move(plain_);
    }

private:
    [[noreturn]] void fail(const char* reason) const {
        throw UserError(cat(path_, ": is not a sound .gz file: ", reason));
    }

    void inflate_member() {
        z_stream stream{};
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (inflateInit2(&stream, gzip_only) != Z_OK) throw InternalError("zlib cannot start");
        const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, inflateEnd);
        int status = Z_OK;
        while (status != Z_STREAM_END) {
            const auto chunk = static_cast<uInt>(std::min<std::size_t>(left_.size(), 1U << 20));
            char buffer[1 << 16];
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left_.data()));
            stream.avail_in = chunk;
            stream.next_out = reinterpret_cast<Bytef*>(buffer);
            stream.avail_out = sizeof(buffer);
            status = inflate(&stream, Z_NO_FLUSH);
            plain_.append(buffer, sizeof(buffer) - stream.avail_out);
            left_.remove_prefix(chunk - stream.avail_in);
            if (status == Z_BUF_ERROR) fail("it ends too early");
            if (status != Z_OK && status != Z_STREAM_END) fail(stream.msg ? stream.msg : "damaged data");
        }
    }

    const std::string& path_;
    std::string_view left_;
    std::string plain_;
};

std::string checked_segment(std::string_view line, std::string_view source, std::size_t line_number) {
    if (!is_valid_utf8(line)) throw UserError(cat(source, ":", line_number, ": is not valid UTF-8"));
    return std::string(right_strip(line));
}

/// `ends` holds the bytes that end a line; CR LF, if both are in it, is one end.
std::vector<std::string> split_lines(std::string_view text, std::string_view ends, std::string_view source) {
    std::vector<std::string> segments;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(ends), text.size());
        segments.push_back(checked_segment(text.substr(0, end), source, segments.size() + 1));
        const bool is_cr_lf = text.substr(end, 2) == "\r\n";
        text.remove_prefix(std::min(end + (is_cr_lf ? 2 : 1), text.size()));
    }
    return segments;
}

}  // namespace

std::vector<std::string> read_segments(const std::string& path) {
    const std::string bytes = read_file(path);
    return split_lines(path.ends_with(".gz") ? Gunzip(path, bytes).run() : bytes, "\n", path);
}

std::vector<std::string> read_segments(std::istream& standard_input) {
    const std::string bytes = read_stream(standard_input);
    return split_lines(bytes, "\r\n", kStandardInputName);
}

}  // namespace nmt
