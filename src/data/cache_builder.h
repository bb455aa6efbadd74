#pragma once
// Writes the file that EncodedCorpus maps.

#include <functional>
#include <string>

#include "data/encoded_corpus.h"

namespace nmt {

struct CacheRequest {
    const CorpusFiles& files;
    const Vocabulary& src_vocabulary;
    const Vocabulary& tgt_vocabulary;
    LengthLimits limits;
    Digest key;
    std::size_t threads;          // at least 1
    std::function<void()> check;  // called when the file is complete; what it throws keeps the file from its name
};

/// Encodes the corpus in `threads` threads, in memory that does not grow with it, into `temporary` (and a nameless file
/// beside it), syncs, and renames it to `path`. The bytes do not depend on `threads`. Whatever goes wrong, `path` is
/// not touched and `temporary` is removed. Throws UserError: every error of CorpusReader, no usable pair (with the
/// counts), a full disk.
void build_corpus_cache(const CacheRequest& request, const std::string& temporary, const std::string& path);

}  // namespace nmt
