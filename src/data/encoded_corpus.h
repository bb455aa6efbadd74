#pragma once
// A parallel corpus as ids, in a memory-mapped file: 50 million pairs need disk, not memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/cache_format.h"
#include "text/corpus_reader.h"
#include "text/vocabulary.h"

namespace nmt {

/// The ids of one sentence, without bos and eos: a view into the mapped file, whose tokens are 2 or 4 bytes wide.
class TokenView {
public:
    TokenView(const void* tokens, std::size_t size, bool is_narrow)
        : tokens_(tokens), size_(size), is_narrow_(is_narrow) {}

    std::size_t size() const { return size_; }
    std::int32_t operator[](std::size_t i) const {
        return is_narrow_ ? static_cast<const std::uint16_t*>(tokens_)[i]
                          : static_cast<const std::int32_t*>(tokens_)[i];
    }
    /// Writes size() ids to `out`, widened to T (std::int64_t for a tensor's row).
    template <class T>
    void copy_to(T* out) const {
        for (std::size_t i = 0; i < size_; ++i) out[i] = static_cast<T>((*this)[i]);
    }
    std::vector<std::int32_t> to_vector() const {
        std::vector<std::int32_t> ids(size_);
        copy_to(ids.data());
        return ids;
    }

private:
    const void* tokens_;
    std::size_t size_;
    bool is_narrow_;
};

/// Pairs with more tokens than this (without eos) on a side are left out and counted; 0: no limit.
struct LengthLimits {
    std::int64_t max_src_tokens = 0, max_tgt_tokens = 0;
};

/// Immutable; all const functions may be called from several threads at once.
class EncodedCorpus {
public:
    /// Maps the cache of this content in `cache_dir`, which is created when missing; builds the cache first, with
    /// `threads` encoding threads (0: all cores), when there is none or it is damaged. The key is the content of the
    /// corpus files and of both models, and the limits; names and times do not matter. Two processes may do this at
    /// once: one builds, the other waits and uses it. A file appears under its final name only when complete and
    /// synced. Throws UserError: every error of CorpusReader, a corpus that is not a regular file or changes meanwhile,
    /// no usable pair (with the counts), a full disk.
    static EncodedCorpus open_or_build(const CorpusFiles& files, const Vocabulary& src_vocabulary,
                                       const Vocabulary& tgt_vocabulary, const LengthLimits& limits,
                                       const std::string& cache_dir, std::size_t threads);

    /// The number of pairs kept.
    std::size_t size() const { return records_.size(); }
    const CorpusCounts& counts() const { return header().counts; }

    /// Pair `i` < size(), in the corpus's order.
    TokenView src(std::size_t i) const { return view(records_[i].token_offset, records_[i].src_length); }
    TokenView tgt(std::size_t i) const {
        return view(records_[i].token_offset + records_[i].src_length, records_[i].tgt_length);
    }
    std::uint32_t src_length(std::size_t i) const { return records_[i].src_length; }  // without eos
    std::uint32_t tgt_length(std::size_t i) const { return records_[i].tgt_length; }  // without eos
    /// The line of pair `i` in the corpus files, from 1.
    std::uint64_t line_number(std::size_t i) const { return records_[i].line_number; }
    std::span<const PairRecord> records() const { return records_; }

    /// Whether the call that made this object built the cache, rather than finding it.
    bool was_built() const { return was_built_; }
    const std::string& cache_path() const { return path_; }
    /// The key of this content (see open_or_build): equal keys, equal corpora.
    const Digest& key() const { return header().key; }

private:
    struct Unmap {
        std::size_t bytes;
        void operator()(const std::byte* data) const;
    };

    EncodedCorpus() = default;
    /// Maps `path`; false, with the reason in `damage` (empty: no such file), unless it is a whole cache with this key.
    bool open(const std::string& path, const Digest& key, std::string& damage);
    std::string find_damage(const Digest& key);
    const CacheHeader& header() const { return *reinterpret_cast<const CacheHeader*>(mapping_.get()); }
    TokenView view(std::uint64_t token_offset, std::uint32_t length) const {
        return {mapping_.get() + sizeof(CacheHeader) + token_offset * header().token_bytes, length,
                header().token_bytes == 2};
    }

    std::string path_;
    std::unique_ptr<const std::byte, Unmap> mapping_;
    std::span<const PairRecord> records_;
    bool was_built_ = false;
};

}  // namespace nmt
