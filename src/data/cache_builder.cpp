#include "data/cache_builder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/cat.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "data/ordered_pipeline.h"

namespace nmt {
namespace {

constexpr std::size_t chunk_pairs = 2048, chunk_bytes = 1 << 20;  // a chunk ends at whichever comes first

/// A file of which every failing write throws.
class OutputFile {
public:
    explicit OutputFile(std::string path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "w+be")) {
        if (file_ == nullptr) fail();
        std::setvbuf(file_.get(), nullptr, _IOFBF, 1 << 20);
    }

    void write(const void* data, std::size_t size) {
        if (size > 0 && std::fwrite(data, 1, size, file_.get()) != size) fail();
        position_ += size;
    }
    void rewind() {
        if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) fail();
        position_ = 0;
    }
    std::size_t read(void* data, std::size_t size) {
        const std::size_t count = std::fread(data, 1, size, file_.get());
        if (std::ferror(file_.get()) != 0) fail();
        return count;
    }
    void sync() {
        if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) fail();
    }
    std::uint64_t position() const { return position_; }

private:
    [[noreturn]] void fail() const {
        throw UserError(cat("cannot write the cache ", path_, ": ", std::strerror(errno)));
    }

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
    std::uint64_t position_ = 0;
};

using Chunk = std::vector<SentencePair>;

struct EncodedChunk {
    std::vector<PairRecord> records;  // token offsets count from the chunk's start
    std::vector<std::int32_t> tokens;
    CorpusCounts counts;  // of what the reader has not counted
};

bool is_over(std::size_t length, std::int64_t limit) {
    return limit > 0 && length > static_cast<std::size_t>(limit);
}

EncodedChunk encode(const CacheRequest& request, const Chunk& chunk) {
    EncodedChunk result;
    for (const SentencePair& pair : chunk) {
        const auto src = request.src_vocabulary.encode(pair.src);
        const auto tgt = request.tgt_vocabulary.encode(pair.tgt);
        if (src.empty() || tgt.empty()) {
            ++result.counts.blank;
        } else if (is_over(src.size(), request.limits.max_src_tokens) ||
                   is_over(tgt.size(), request.limits.max_tgt_tokens)) {
            ++result.counts.over_long;
        } else {
            result.records.push_back({result.tokens.size(), pair.line_number, static_cast<std::uint32_t>(src.size()),
                                      static_cast<std::uint32_t>(tgt.size())});
            result.tokens.insert(result.tokens.end(), src.begin(), src.end());
            result.tokens.insert(result.tokens.end(), tgt.begin(), tgt.end());
            result.counts.src_tokens += src.size();
            result.counts.tgt_tokens += tgt.size();
        }
    }
    return result;
}

Chunk read_chunk(CorpusReader& reader) {
    Chunk chunk;
    std::size_t bytes = 0;
    for (SentencePair pair; chunk.size() < chunk_pairs && bytes < chunk_bytes && reader.next(pair);) {
        bytes += pair.src.size() + pair.tgt.size();
        chunk.push_back(std::move(pair));
    }
    return chunk;
}

/// The growing cache: header (last), tokens, padding, and the records, which wait in a file of their own.
class CacheWriter {
public:
    CacheWriter(const CacheRequest& request, const std::string& temporary)
        : output_(temporary), records_(temporary + ".records") {
        ::unlink((temporary + ".records").c_str());  // it lives on without a name, and vanishes with this process
        header_.key = request.key;
        const bool is_narrow = request.src_vocabulary.size() <= 65536 && request.tgt_vocabulary.size() <= 65536;
        header_.token_bytes = is_narrow ? 2 : 4;
        output_.write(&header_, sizeof header_);
    }

    void add(EncodedChunk chunk) {
        for (PairRecord& record : chunk.records) record.token_offset += tokens_;
        tokens_ += chunk.tokens.size();
        records_digest_.add_bytes(chunk.records.data(), chunk.records.size() * sizeof(PairRecord));
        records_.write(chunk.records.data(), chunk.records.size() * sizeof(PairRecord));
        if (header_.token_bytes == 2) {
            narrow_.assign(chunk.tokens.begin(), chunk.tokens.end());
            output_.write(narrow_.data(), narrow_.size() * sizeof narrow_[0]);
        } else {
            output_.write(chunk.tokens.data(), chunk.tokens.size() * sizeof chunk.tokens[0]);
        }
        header_.counts.kept += chunk.records.size();
        header_.counts.blank += chunk.counts.blank;
        header_.counts.over_long += chunk.counts.over_long;
        header_.counts.src_tokens += chunk.counts.src_tokens;
        header_.counts.tgt_tokens += chunk.counts.tgt_tokens;
    }

    CorpusCounts& counts() { return header_.counts; }

    void finish() {
        constexpr char padding[8] = {};
        output_.write(padding, (8 - output_.position() % 8) % 8);
        header_.records_offset = output_.position();
        records_.rewind();
        std::vector<char> block(1 << 20);
        while (const std::size_t count = records_.read(block.data(), block.size())) output_.write(block.data(), count);
        header_.records_digest = records_digest_.digest();
        header_.file_bytes = output_.position();
        ContentHash header_hash;
        header_hash.add_bytes(&header_, offsetof(CacheHeader, header_digest));
        header_.header_digest = header_hash.digest();
        output_.rewind();
        output_.write(&header_, sizeof header_);
        output_.sync();
    }

private:
    OutputFile output_, records_;
    CacheHeader header_;
    ContentHash records_digest_;
    std::uint64_t tokens_ = 0;
    std::vector<std::uint16_t> narrow_;
};

void encode_corpus(const CacheRequest& request, CacheWriter& writer) {
    CorpusReader reader(request.files);
    OrderedPipeline<Chunk, EncodedChunk> pipeline(request.threads,
                                                  [&](const Chunk& chunk) { return encode(request, chunk); });
    const std::size_t max_pending = 2 * request.threads + 2;
    for (Chunk chunk; !(chunk = read_chunk(reader)).empty();) {
        pipeline.push(std::move(chunk));
        if (pipeline.pending() >= max_pending) writer.add(pipeline.pop());
    }
    while (pipeline.pending() > 0) writer.add(pipeline.pop());
    CorpusCounts& counts = writer.counts();
    counts.total = reader.total_pairs();
    counts.blank += reader.blank_pairs();
    require(counts.total == counts.kept + counts.blank + counts.over_long, "every pair is kept, blank or over-long");
    if (counts.kept == 0) {
        throw UserError(cat("no usable pair left in ", request.files.describe(), ": of ", counts.total, " pairs ",
                            counts.blank, " are blank and ", counts.over_long, " are over-long (more than ",
                            request.limits.max_src_tokens, " source or ", request.limits.max_tgt_tokens,
                            " target tokens)"));
    }
}

void sync_folder_of(const std::string& path) {
    const int descriptor = ::open(std::filesystem::path(path).parent_path().c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;  // some file systems cannot; the rename itself is done
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

void build_corpus_cache(const CacheRequest& request, const std::string& temporary, const std::string& path) {
    const auto start = seconds_now();
    log_info(cat("encoding ", request.files.describe(), " with ", request.threads, " threads"));
    CorpusCounts counts;
    try {
        CacheWriter writer(request, temporary);
        encode_corpus(request, writer);
        writer.finish();
        counts = writer.counts();
        request.check();
        if (std::rename(temporary.c_str(), path.c_str()) != 0) {
            throw UserError(cat("cannot write the cache ", path, ": ", std::strerror(errno)));
        }
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    sync_folder_of(path);
    log_info(cat("encoded ", counts.total, " pairs in ", seconds_now() - start, " seconds"));
}

}  // namespace nmt
