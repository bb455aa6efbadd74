#pragma once
// The bytes of an encoded corpus on disk: header, tokens (source then target of each pair), padding to 8 bytes,
// records. Native byte order: a cache belongs to its machine, and a foreign one fails the version check and is built
// anew.

#include <cstdint>
#include <type_traits>

#include "data/content_hash.h"

namespace nmt {

/// Where one pair's tokens are. Also all that the order of batches depends on.
struct PairRecord {
    std::uint64_t token_offset;  // in tokens, of the first source token; the target follows the source
    std::uint64_t line_number;   // from 1, in the corpus files
    std::uint32_t src_length;    // tokens, without eos
    std::uint32_t tgt_length;    // tokens, without eos
};

/// What became of the pairs of a corpus: total = kept + blank + over_long.
struct CorpusCounts {
    std::uint64_t total = 0;
    std::uint64_t kept = 0;
    std::uint64_t blank = 0;                       // a side is empty, in text or after normalisation
    std::uint64_t over_long = 0;                   // a side has more tokens than allowed
    std::uint64_t src_tokens = 0, tgt_tokens = 0;  // of the kept pairs, without eos
};

inline constexpr std::uint64_t cache_magic = 0x4548434143544D4EULL;  // "NMTCACHE"
inline constexpr std::uint64_t cache_version = 1;                    // raise it when tokens or layout change

struct CacheHeader {
    std::uint64_t magic = cache_magic;
    std::uint64_t version = cache_version;
    Digest key;
    std::uint64_t token_bytes = 0;  // 2 or 4
    CorpusCounts counts;
    std::uint64_t records_offset = 0, file_bytes = 0;  // bytes
    Digest records_digest;
    Digest header_digest;  // of the bytes before it
};

static_assert(std::is_trivially_copyable_v<CacheHeader> && sizeof(CacheHeader) == 136);
static_assert(std::is_trivially_copyable_v<PairRecord> && sizeof(PairRecord) == 24);

}  // namespace nmt
