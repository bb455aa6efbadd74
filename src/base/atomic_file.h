#pragma once
// Files that are whole or not there: a crash, a kill or a full disk in the middle of writing leaves the old file as it
// was.

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nmt {

/// Writes to a temporary file in the same folder, which takes the final name at commit(): synced, renamed, and the
/// folder synced. Every failure (no space, no permission, no such folder) throws UserError with the path and the
/// system's reason; the temporary file is then removed, and so is that of an object destroyed without commit().
class AtomicFile {
public:
    explicit AtomicFile(std::string path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Appends `size` bytes; small pieces are gathered before they reach the system.
    void write(const void* bytes, std::size_t size);
    void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }

    /// Replaces bytes that were written before: those from `offset` on, which stay as many.
    void overwrite(std::size_t offset, std::string_view bytes);

    /// Gives the file its name. After it nothing more may be written.
    void commit();

    const std::string& path() const { return path_; }

private:
    void empty_buffer();
    void write_through(const char* bytes, std::size_t size);
    void sync_folder() const;
    void discard();
    [[noreturn]] void fail();

    std::string path_, temporary_path_, buffer_;
    std::size_t written_ = 0;  // bytes that have left the buffer
    int descriptor_ = -1;
};

/// The process that writes `target`, or was killed while it did, if `name` is the name of such a temporary file. Both
/// are names without their folder.
std::optional<pid_t> writer_of(const std::string& name, const std::string& target);

/// The whole of `bytes` becomes the file `path`, or the old file stays and UserError is thrown.
void write_file_atomically(const std::string& path, std::string_view bytes);

}  // namespace nmt
