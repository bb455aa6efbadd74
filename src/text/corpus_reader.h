#pragma once
// A parallel corpus on disk as a stream of sentence pairs.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "text/line_reader.h"

namespace nmt {

/// Where the pairs are: two line-aligned files, or one file of lines "source TAB target". Plain or gzip, UTF-8.
struct CorpusFiles {
    std::string src, tgt;
    std::string tsv;  // when set, src and tgt are not used

    /// The files to be read: {tsv} or {src, tgt}.
    std::vector<std::string> paths() const;
    /// For messages: "a.fr and a.en" or "a.tsv".
    std::string describe() const;
};

struct SentencePair {
    std::string src, tgt;
    std::uint64_t line_number = 0;  // from 1, in the files
};

/// Throws UserError unless every file can be read more than once: training reads its corpus for the vocabulary, for the
/// cache's key and for the cache.
void require_regular_files(const CorpusFiles& files);

/// Reads the pairs in order, in constant memory. Line ends and byte order marks: see LineReader.
class CorpusReader {
public:
    /// Throws UserError when a file is missing or empty, or when `files` names neither a TSV nor two files.
    explicit CorpusReader(CorpusFiles files);

    /// Puts the next pair of which no side is blank (base/utf8.h) into `pair`; false at the end. Blank pairs are
    /// skipped and counted. Throws UserError with file:line for invalid UTF-8 and, in a TSV, for a line without exactly
    /// one TAB; and, with both files and both counts, when the two files have different numbers of lines.
    bool next(SentencePair& pair);
    /// As next(), but gives blank pairs too: every line counts when translations are scored.
    bool next_or_blank(SentencePair& pair);

    std::uint64_t total_pairs() const { return total_pairs_; }  // read so far, blank ones included
    std::uint64_t blank_pairs() const { return blank_pairs_; }  // of these, the blank ones
    const CorpusFiles& files() const { return files_; }

private:
    bool read_aligned(SentencePair& pair);
    bool read_tsv(SentencePair& pair);
    [[noreturn]] void report_line_counts(bool src_has_more);

    CorpusFiles files_;
    std::unique_ptr<LineReader> first_, second_;  // the TSV or the source; the target
    std::string line_;
    std::uint64_t total_pairs_ = 0, blank_pairs_ = 0;
};

}  // namespace nmt
