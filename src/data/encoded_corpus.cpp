#include "data/encoded_corpus.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <thread>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "data/cache_builder.h"

namespace nmt {
namespace {

/// Holds an exclusive lock on a file while alive, so that one process builds and the others wait.
class BuildLock {
public:
    explicit BuildLock(const std::string& path)
        : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
        if (descriptor_ < 0) throw UserError(cat("cannot write ", path, ": ", std::strerror(errno)));
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
            is_held_ = true;
        } else if (errno == EWOULDBLOCK) {
            log_info(cat("another process builds this cache; waiting for it (", path, ")"));
            while (!(is_held_ = ::flock(descriptor_, LOCK_EX) == 0) && errno == EINTR) {
            }
        }
    }
    ~BuildLock() { ::close(descriptor_); }
    BuildLock(const BuildLock&) = delete;
    BuildLock& operator=(const BuildLock&) = delete;

    /// False on a file system without locks.
    bool is_held() const { return is_held_; }

private:
    int descriptor_;
    bool is_held_ = false;
};

std::int64_t now_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Digest content_key(const CorpusFiles& files, const Vocabulary& src_vocabulary, const Vocabulary& tgt_vocabulary,
                   const LengthLimits& limits, const std::string& memo_dir) {
    ContentHash key;
    key.add_number(cache_version);
    for (const std::string& path : files.paths()) {
        // The name decides only whether content that is no gzip is refused.
        key.add_number(path.ends_with(".gz"));
        key.add_digest(file_digest(path, memo_dir, now_seconds()));
    }
    key.add_text(src_vocabulary.serialized());
    key.add_text(tgt_vocabulary.serialized());
    key.add_number(static_cast<std::uint64_t>(limits.max_src_tokens));
    key.add_number(static_cast<std::uint64_t>(limits.max_tgt_tokens));
    key.add_number(files.paths().size());
    return key.digest();
}

}  // namespace

EncodedCorpus EncodedCorpus::open_or_build(const CorpusFiles& files, const Vocabulary& src_vocabulary,
                                           const Vocabulary& tgt_vocabulary, const LengthLimits& limits,
                                           const std::string& cache_dir, std::size_t threads) {
    require_regular_files(files);
    CorpusReader{files};  // a missing or empty file is reported as such, before anything is created
    std::error_code error;
    std::filesystem::create_directories(cache_dir, error);
    if (error) throw UserError(cat("cannot create the cache folder ", cache_dir, ": ", error.message()));

    const Digest key = content_key(files, src_vocabulary, tgt_vocabulary, limits, cache_dir);
    const std::string path = cat(cache_dir, "/", key.hex(), ".corpus");
    EncodedCorpus corpus;
    std::string damage;
    if (corpus.open(path, key, damage)) return corpus;
    const BuildLock lock(path + ".lock");
    if (corpus.open(path, key, damage)) return corpus;
    if (!damage.empty()) log_warning(cat("the cache ", path, " is damaged (", damage, "); building it anew"));

    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    // Under the lock the temporary name is ours alone, and what a killed process left under it is overwritten.
    const std::string temporary = lock.is_held() ? path + ".tmp" : cat(path, ".", ::getpid(), ".tmp");
    const auto check = [&] {
        if (content_key(files, src_vocabulary, tgt_vocabulary, limits, cache_dir) != key)
            throw UserError(cat("the corpus ", files.describe(), " changed while it was read"));
    };
    build_corpus_cache({files, src_vocabulary, tgt_vocabulary, limits, key, threads, check}, temporary, path);
    if (!corpus.open(path, key, damage)) throw InternalError(cat("the new cache ", path, " is damaged: ", damage));
    corpus.was_built_ = true;
    return corpus;
}

void EncodedCorpus::Unmap::operator()(const std::byte* data) const {
    ::munmap(const_cast<std::byte*>(data), bytes);
}

bool EncodedCorpus::open(const std::string& path, const Digest& key, std::string& damage) {
    damage.clear();
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        if (errno != ENOENT) damage = std::strerror(errno);
        return false;
    }
    struct stat status {};
    const bool is_readable = ::fstat(descriptor, &status) == 0 && status.st_size >= off_t{sizeof(CacheHeader)};
    const auto bytes = static_cast<std::size_t>(status.st_size);
    void* data = is_readable ? ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
    ::close(descriptor);
    if (data == MAP_FAILED) {
        damage = is_readable ? cat("cannot be mapped: ", std::strerror(errno)) : "cut off";
        return false;
    }
    mapping_ = {static_cast<const std::byte*>(data), Unmap{bytes}};
    path_ = path;
    damage = find_damage(key);
    return damage.empty();
}

std::string EncodedCorpus::find_damage(const Digest& key) {
    const CacheHeader& head = header();
    const std::size_t bytes = mapping_.get_deleter().bytes;
    ContentHash header_hash;
    header_hash.add_bytes(&head, offsetof(CacheHeader, header_digest));
    if (head.magic != cache_magic || head.version != cache_version) return "not a cache of this version";
    if (header_hash.digest() != head.header_digest || head.key != key) return "the header does not fit";
    if (head.file_bytes != bytes) return cat(bytes, " bytes instead of ", head.file_bytes);
    records_ = {reinterpret_cast<const PairRecord*>(mapping_.get() + head.records_offset), head.counts.kept};
    ContentHash records_hash;
    records_hash.add_bytes(records_.data(), records_.size_bytes());
    if (records_hash.digest() != head.records_digest) return "the table of pairs does not fit";
    return {};
}

}  // namespace nmt
