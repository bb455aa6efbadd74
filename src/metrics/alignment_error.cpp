#include "metrics/alignment_error.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/cat.h"
#include "base/error.h"
#include "base/number_text.h"
#include "metrics/white_space.h"
#include "text/line_reader.h"

namespace nmt {
namespace {

/// A link as one number, source in the upper half.
using Link = std::uint64_t;
using Links = std::vector<Link>;  // sorted, each one once

constexpr std::string_view sure_mark = "-";
constexpr std::string_view possible_marks = "p?:";

/// The links of one file, line by line.
class LinkReader {
public:
    LinkReader(const std::string& path, bool is_one_based, bool is_gold)
        : reader_(path), is_one_based_(is_one_based), is_gold_(is_gold) {}

    /// False at the end of the file. `possible` holds the sure links too.
    bool next(Links& sure, Links& possible) {
        if (!reader_.next(line_)) return false;
        sure.clear();
        possible.clear();
        split_words(line_, words_);
        for (std::string_view word : words_) add(word, sure, possible);
        for (Links* links : {&sure, &possible}) {
            std::sort(links->begin(), links->end());
            links->erase(std::unique(links->begin(), links->end()), links->end());
        }
        return true;
    }

    /// After the end, the number of lines.
    std::uint64_t line_number() const { return reader_.line_number(); }

private:
    [[noreturn]] void fail(std::string_view word, const char* reason) const {
        throw UserError(cat(reader_.path(), ":", reader_.line_number(), ": '", word.substr(0, 40), "' ", reason));
    }

    void add(std::string_view word, Links& sure, Links& possible) const {
        const std::size_t mark = std::min(word.find_first_not_of("0123456789"), word.size());
        const bool is_sure = mark < word.size() && sure_mark.find(word[mark]) != std::string_view::npos;
        const bool is_possible = mark < word.size() && possible_marks.find(word[mark]) != std::string_view::npos;
        if (!is_sure && !is_possible)
            fail(word, is_gold_ ? "is not a link; allowed: 3-5 (sure), 3p5, 3?5 or 3:5 (possible)"
                                : "is not a link; allowed: 3-5");
        if (is_possible && !is_gold_) fail(word, "is a possible link, which only the gold alignment may have");
        const Link link = position(word, word.substr(0, mark)) << 32 | position(word, word.substr(mark + 1));
        if (is_sure) sure.push_back(link);
        possible.push_back(link);
    }

    /// One side of a link, counted from 0.
    std::uint64_t position(std::string_view word, std::string_view digits) const {
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error == std::errc::result_out_of_range) fail(word, "names a word beyond every sentence");
        if (error != std::errc() || end != digits.data() + digits.size())
            fail(word, "is not a link: a number must stand on both sides of its mark, as in 3-5");
        if (!is_one_based_) return value;
        if (value == 0) fail(word, "has a word 0, but the words of this file are counted from 1");
        return value - 1;
    }

    LineReader reader_;
    bool is_one_based_, is_gold_;
    std::string line_;
    std::vector<std::string_view> words_;
};

std::int64_t size_of(const Links& links) {
    return static_cast<std::int64_t>(links.size());
}

std::int64_t shared_links(const Links& a, const Links& b) {
    return std::count_if(a.begin(), a.end(), [&](Link link) { return std::binary_search(b.begin(), b.end(), link); });
}

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double AlignmentError::precision() const {
    return share(correct_possible, hypothesis_links);
}

double AlignmentError::recall() const {
    return share(correct_sure, sure_links);
}

double AlignmentError::error_rate() const {
    return 1 - share(correct_sure + correct_possible, hypothesis_links + sure_links);
}

AlignmentError alignment_error(const std::string& hypothesis_path, const std::string& gold_path,
                               const AlignmentErrorOptions& options) {
    LinkReader hypothesis(hypothesis_path, options.is_hypothesis_one_based, /*is_gold=*/false);
    LinkReader gold(gold_path, options.is_gold_one_based, /*is_gold=*/true);
    AlignmentError error;
    Links links, ignored, sure, possible;
    while (true) {
        const bool has_hypothesis = hypothesis.next(links, ignored), has_gold = gold.next(sure, possible);
        if (has_hypothesis != has_gold) {
            while (hypothesis.next(links, ignored)) {
            }
            while (gold.next(sure, possible)) {
            }
            throw UserError(cat("different numbers of lines: ", gold_path, " has ", gold.line_number(), ", ",
                                hypothesis_path, " has ", hypothesis.line_number()));
        }
        if (!has_gold) return error;
        ++error.sentences;
        error.hypothesis_links += size_of(links);
        error.sure_links += size_of(sure);
        error.possible_links += size_of(possible);
        error.correct_sure += shared_links(links, sure);
        error.correct_possible += shared_links(links, possible);
    }
}

std::string alignment_error_text(const AlignmentError& error, int decimals) {
    const auto percent = [&](double share) { return fixed_text(100 * share, decimals); };
    return cat("AER = ", percent(error.error_rate()), " (precision = ", percent(error.precision()),
               " recall = ", percent(error.recall()), " sentences = ", error.sentences,
               " links = ", error.hypothesis_links, " sure = ", error.sure_links, " possible = ", error.possible_links,
               ")");
}

std::string alignment_error_json(const AlignmentError& error, int decimals) {
    const auto percent = [&](double share) { return rounded(100 * share, decimals); };
    const nlohmann::ordered_json object{{"name", "AER"},
                                        {"score", percent(error.error_rate())},
                                        {"precision", percent(error.precision())},
                                        {"recall", percent(error.recall())},
                                        {"sentences", error.sentences},
                                        {"hypothesis_links", error.hypothesis_links},
                                        {"sure_links", error.sure_links},
                                        {"possible_links", error.possible_links},
                                        {"correct_sure", error.correct_sure},
                                        {"correct_possible", error.correct_possible}};
    return object.dump(1);
}

}  // namespace nmt
