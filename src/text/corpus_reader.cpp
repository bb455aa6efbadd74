#include "text/corpus_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"

namespace nmt {
namespace {

void require_valid_utf8(const std::string& line, const LineReader& reader) {
    const std::size_t place = find_invalid_utf8(line);
    if (place == line.size()) return;
    char byte[8];
    std::snprintf(byte, sizeof byte, "0x%02X", static_cast<unsigned char>(line[place]));
    throw UserError(cat(reader.path(), ":", reader.line_number(), ": invalid UTF-8 (byte ", byte, " at column ",
                        place + 1, "); convert the file to UTF-8, for example with iconv"));
}

}  // namespace

std::vector<std::string> CorpusFiles::paths() const {
    if (!tsv.empty()) return {tsv};
    return {src, tgt};
}

std::string CorpusFiles::describe() const {
    return tsv.empty() ? cat(src, " and ", tgt) : tsv;
}

void require_regular_files(const CorpusFiles& files) {
    for (const std::string& path : files.paths()) {
        struct stat status {};
        // What cannot be examined is left to the reader, which says why.
        if (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) continue;
        throw UserError(
            cat(path, ": not a regular file; a training corpus is read more than once, so a pipe will not do"));
    }
}

CorpusReader::CorpusReader(CorpusFiles files) : files_(std::move(files)) {
    if (files_.tsv.empty() && (files_.src.empty() || files_.tgt.empty())) {
        throw UserError("a corpus is two line-aligned files (source and target) or one TSV file; none is given");
    }
    first_ = std::make_unique<LineReader>(files_.tsv.empty() ? files_.src : files_.tsv);
    if (files_.tsv.empty()) second_ = std::make_unique<LineReader>(files_.tgt);
}

bool CorpusReader::next(SentencePair& pair) {
    for (std::uint64_t blank = blank_pairs_; next_or_blank(pair); blank = blank_pairs_) {
        if (blank_pairs_ == blank) return true;
    }
    return false;
}

bool CorpusReader::next_or_blank(SentencePair& pair) {
    if (second_ != nullptr ? !read_aligned(pair) : !read_tsv(pair)) return false;
    pair.line_number = ++total_pairs_;
    if (is_blank(pair.src) || is_blank(pair.tgt)) ++blank_pairs_;
    return true;
}

bool CorpusReader::read_aligned(SentencePair& pair) {
    const bool has_src = first_->next(pair.src);
    const bool has_tgt = second_->next(pair.tgt);
    if (has_src != has_tgt) report_line_counts(has_src);
    if (!has_src) return false;
    require_valid_utf8(pair.src, *first_);
    require_valid_utf8(pair.tgt, *second_);
    return true;
}

bool CorpusReader::read_tsv(SentencePair& pair) {
    if (!first_->next(line_)) return false;
    require_valid_utf8(line_, *first_);
    const auto tabs = std::count(line_.begin(), line_.end(), '\t');
    if (tabs == 0 && is_blank(line_)) {  // an empty line is a blank pair, not a malformed one
        pair.src.clear();
        pair.tgt.clear();
        return true;
    }
    if (tabs != 1) {
        throw UserError(cat(first_->path(), ":", first_->line_number(),
                            ": expected source TAB target, that is exactly one TAB, found ", tabs));
    }
    const std::size_t tab = line_.find('\t');
    pair.src.assign(line_, 0, tab);
    pair.tgt.assign(line_, tab + 1);
    return true;
}

void CorpusReader::report_line_counts(bool src_has_more) {
    LineReader& longer = src_has_more ? *first_ : *second_;
    while (longer.next(line_)) {
    }
    throw UserError(cat("the files do not have the same number of lines: ", first_->path(), " has ",
                        first_->line_number(), ", ", second_->path(), " has ", second_->line_number()));
}

}  // namespace nmt
