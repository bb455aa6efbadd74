#include "base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;
constexpr const char* temporary_mark = ".tmp-";  // then process id, -, counter

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
    // The process id keeps two programs apart that share a folder; the counter steps over what a killed one left.
    for (int attempt = 0; descriptor_ < 0; ++attempt) {
        temporary_path_ = cat(path_, temporary_mark, ::getpid(), "-", attempt);
        descriptor_ = ::open(temporary_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ < 0 && errno != EEXIST && errno != EINTR) {
            temporary_path_.clear();  // not ours to remove
            fail();
        }
    }
    buffer_.reserve(buffer_bytes);
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::write(const void* bytes, std::size_t size) {
    require(descriptor_ >= 0, "AtomicFile: write after commit or failure");
    const char* begin = static_cast<const char*>(bytes);
    if (buffer_.size() + size > buffer_bytes) empty_buffer();
    if (size >= buffer_bytes) {
        write_through(begin, size);
    } else {
        buffer_.append(begin, size);
    }
}

void AtomicFile::overwrite(std::size_t offset, std::string_view bytes) {
    require(descriptor_ >= 0, "AtomicFile: overwrite after commit or failure");
    empty_buffer();
    require(offset + bytes.size() <= written_, "AtomicFile: overwrite beyond the end");
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0) {
            if (errno == EINTR) continue;
            fail();
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::size_t>(count);
    }
}

void AtomicFile::empty_buffer() {
    write_through(buffer_.data(), buffer_.size());
    buffer_.clear();
}

void AtomicFile::commit() {
    require(descriptor_ >= 0, "AtomicFile: commit after commit or failure");
    empty_buffer();
    if (::fsync(descriptor_) != 0) fail();
    // Network file systems report a full disk only here.
    if (::close(std::exchange(descriptor_, -1)) != 0) fail();
    if (std::rename(temporary_path_.c_str(), path_.c_str()) != 0) fail();
    temporary_path_.clear();
    sync_folder();
}

void AtomicFile::write_through(const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(descriptor_, bytes, size);
        if (written < 0) {
            if (errno == EINTR) continue;
            fail();
        }
        bytes += written;
        size -= static_cast<std::size_t>(written);
        written_ += static_cast<std::size_t>(written);
    }
}

// The rename itself lives in the folder; without this a power cut may undo it. The file is already in place, so a
// file system that cannot sync folders is no reason to fail.
void AtomicFile::sync_folder() const {
    const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    const bool is_synced = ::fsync(folder) == 0;
    const int reason = errno;
    ::close(folder);
    if (!is_synced && reason == EIO) {
        throw UserError(cat("cannot sync the folder of \"", path_, "\": ", std::generic_category().message(reason)));
    }
}

void AtomicFile::discard() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
    temporary_path_.clear();
}

void AtomicFile::fail() {
    const int reason = errno;
    discard();
    throw UserError(cat("cannot write \"", path_, "\": ", std::generic_category().message(reason)));
}

std::optional<pid_t> writer_of(const std::string& name, const std::string& target) {
    const auto start = target + temporary_mark;
    if (!name.starts_with(start)) return std::nullopt;
    pid_t process = 0;
    int attempt = 0, length = 0;
    const auto* rest = name.c_str() + start.size();
    const bool is_whole = std::sscanf(rest, "%d-%d%n", &process, &attempt, &length) == 2 && rest[length] == '\0';
    return is_whole ? std::optional(process) : std::nullopt;
}

void write_file_atomically(const std::string& path, std::string_view bytes) {
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

}  // namespace nmt
