#pragma once
// Alignment error rate (Och and Ney 2003, section 6): how far the links of a word alignment, e.g. that of an attention,
// are from those of a person.

#include <cstdint>
#include <string>

namespace nmt {

struct AlignmentErrorOptions {
    bool is_gold_one_based = false;        // the first word is 1 in the gold file; else 0
    bool is_hypothesis_one_based = false;  // the same for the hypothesis file
};

/// A: links of the hypothesis, S: sure links of the gold alignment, P: sure or possible ones. Summed over the
/// sentences; a link that a line names twice counts once.
struct AlignmentError {
    std::int64_t sentences = 0;
    std::int64_t hypothesis_links = 0;  // |A|
    std::int64_t sure_links = 0;        // |S|
    std::int64_t possible_links = 0;    // |P|, the sure ones among them
    std::int64_t correct_sure = 0;      // |A and S|
    std::int64_t correct_possible = 0;  // |A and P|

    // All three are 0 to 1. A share of no links at all is 1: nothing is wrong and nothing is missing.
    double precision() const;   // |A and P| / |A|
    double recall() const;      // |A and S| / |S|
    double error_rate() const;  // 1 - (|A and S| + |A and P|) / (|A| + |S|)
};

/// One line a sentence in both files, plain or gzip; links `source-target` between white space, words counted from 0
/// (from 1: see the options), an empty line for a sentence without links. This is what fast_align and eflomal print
/// ("Pharaoh format"). In the gold file `-` is a sure link, and a possible one is `3p5` (the scripts of Zenkel et al.
/// 2019), `3?5` or `3:5`; a link that is both is sure. Throws UserError, with file:line: anything else, a 0 where words
/// are counted from 1, different numbers of lines, unreadable files.
AlignmentError alignment_error(const std::string& hypothesis_path, const std::string& gold_path,
                               const AlignmentErrorOptions& options = {});

/// `AER = 25.0 (precision = 80.0 recall = 70.6 sentences = 37 links = 610 sure = 480 possible = 712)`, in percent.
/// Without a line end.
std::string alignment_error_text(const AlignmentError& error, int decimals);

/// The same as one JSON object: name, score (AER in percent), precision, recall (in percent), and the counts; indented
/// by 1 as sacreBLEU's. Without a line end.
std::string alignment_error_json(const AlignmentError& error, int decimals);

}  // namespace nmt
