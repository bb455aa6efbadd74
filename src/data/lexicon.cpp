#include "data/lexicon.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"
#include "base/parallel.h"
#include "text/line_reader.h"

namespace nmt {
namespace {

constexpr std::size_t kKept = 100, kKeptCommonest = 1000;
constexpr float kLeastProbability = 0.0005F;
constexpr int kRounds = 5;
// While it learns: what memory and time can bear, far more than is kept.
constexpr std::size_t kMostWhileLearning = 2000;
constexpr double kMostLinks = 1e9;  // pairs of a source and a target word in one sentence: some minutes
constexpr std::size_t kSentencesAtOnce = 1024, kSourcesAtOnce = 16;

using Entries = std::vector<Lexicon::Entry>;

bool is_likelier(const Lexicon::Entry& a, const Lexicon::Entry& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.target < b.target;
}

bool has_lower_target(const Lexicon::Entry& a, const Lexicon::Entry& b) {
    return a.target < b.target;
}

void keep_likeliest(Entries& entries, std::size_t most) {
    if (entries.size() <= most) return;
    std::nth_element(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(most), entries.end(), is_likelier);
    entries.resize(most);
}

void put_likeliest_first(Entries& entries) {
    std::sort(entries.begin(), entries.end(), is_likelier);
}

/// The learning of model 1. The empty word is one more source token, which stands in every sentence.
class Model1 {
public:
    Model1(const EncodedCorpus& corpus, std::int32_t src_size, std::int32_t tgt_size, std::size_t max_pairs,
           unsigned threads)
        : threads_(threads), tgt_size_(static_cast<std::size_t>(tgt_size)), empty_(src_size) {
        auto pairs = max_pairs == 0 ? corpus.size() : std::min(max_pairs, corpus.size());
        double links = 0;
        for (std::size_t i = 0; i < pairs; ++i) {
            const auto place = sampled(i, pairs, corpus.size());
            links += (corpus.src_length(place) + 1.0) * corpus.tgt_length(place);
        }
        if (links > kMostLinks)
            pairs = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(pairs) * kMostLinks / links));
        for (std::size_t i = 0; i < pairs; ++i) {
            const auto place = sampled(i, pairs, corpus.size());
            append(corpus.src(place), src_, src_begin_);
            src_.push_back(empty_);
            src_begin_.back() = src_.size();
            append(corpus.tgt(place), tgt_, tgt_begin_);
        }
        find_occurrences();
        likelihood_.assign(tgt_.size(), 0);
    }

    std::vector<Entries> learn() {
        std::vector<Entries> table(static_cast<std::size_t>(empty_) + 1);
        for (int round = 0; round < kRounds; ++round) {
            measure_likelihood(round == 0 ? nullptr : &table);
            for_each_range(table.size(), kSourcesAtOnce, threads_, [&](std::size_t begin, std::size_t end) {
                std::vector<float> probability(tgt_size_, round == 0 ? 1.0F : 0.0F);
                std::vector<double> count(tgt_size_);
                for (auto x = begin; x < end; ++x) table[x] = maximise(x, table[x], round == 0, probability, count);
            });
        }
        return table;
    }

    /// Relative frequencies of the target tokens.
    Entries commonest() const {
        std::vector<std::size_t> count(tgt_size_);
        for (const auto y : tgt_) ++count[static_cast<std::size_t>(y)];
        Entries entries;
        for (std::size_t y = 0; y < tgt_size_; ++y)
            if (count[y] > 0)
                entries.push_back({static_cast<std::int32_t>(y), static_cast<float>(static_cast<double>(count[y]) /
                                                                                    static_cast<double>(tgt_.size()))});
        keep_likeliest(entries, kKeptCommonest);
        put_likeliest_first(entries);
        return entries;
    }

private:
    /// The `i`-th of `count` places that are evenly spread over `size`.
    static std::size_t sampled(std::size_t i, std::size_t count, std::size_t size) {
        return static_cast<std::size_t>(static_cast<unsigned __int128>(i) * size / count);
    }

    static void append(const TokenView& sentence, std::vector<std::int32_t>& tokens, std::vector<std::size_t>& begin) {
        const auto at = tokens.size();
        tokens.resize(at + sentence.size());
        sentence.copy_to(tokens.data() + at);
        begin.push_back(tokens.size());
    }

    std::size_t sentences() const { return src_begin_.size() - 1; }
    std::span<const std::int32_t> src(std::size_t i) const {
        return {src_.data() + src_begin_[i], src_begin_[i + 1] - src_begin_[i]};
    }
    std::span<const std::int32_t> tgt(std::size_t i) const {
        return {tgt_.data() + tgt_begin_[i], tgt_begin_[i + 1] - tgt_begin_[i]};
    }

    /// For every source token the sentences that have it, once for each time.
    void find_occurrences() {
        occurrence_begin_.assign(static_cast<std::size_t>(empty_) + 2, 0);
        for (const auto x : src_) ++occurrence_begin_[static_cast<std::size_t>(x) + 1];
        for (std::size_t x = 1; x < occurrence_begin_.size(); ++x) occurrence_begin_[x] += occurrence_begin_[x - 1];
        occurrences_.resize(src_.size());
        auto next = occurrence_begin_;
        for (std::size_t i = 0; i < sentences(); ++i)
            for (const auto x : src(i))
                occurrences_[next[static_cast<std::size_t>(x)]++] = static_cast<std::uint32_t>(i);
    }

    /// likelihood_ of every target word: sum_i t(y | x_i). Without a table every t is 1.
    void measure_likelihood(const std::vector<Entries>* table) {
        for_each_range(sentences(), kSentencesAtOnce, threads_, [&](std::size_t begin, std::size_t end) {
            for (auto i = begin; i < end; ++i) {
                const auto words = tgt(i);
                for (std::size_t j = 0; j < words.size(); ++j) {
                    float sum = 0;
                    for (const auto x : src(i))
                        sum += table == nullptr ? 1.0F : find((*table)[static_cast<std::size_t>(x)], words[j]);
                    likelihood_[tgt_begin_[i] + j] = sum;
                }
            }
        });
    }

    static float find(const Entries& entries, std::int32_t target) {
        const auto found =
            std::lower_bound(entries.begin(), entries.end(), Lexicon::Entry{target, 0}, has_lower_target);
        return found != entries.end() && found->target == target ? found->probability : 0;
    }

    /// The new t(. | x), by target. probability: all 1 in the first round, otherwise all 0, and left so; count: all 0,
    /// and left so.
    Entries maximise(std::size_t x, const Entries& old, bool is_first, std::vector<float>& probability,
                     std::vector<double>& count) const {
        for (const auto& entry : old) probability[static_cast<std::size_t>(entry.target)] = entry.probability;
        Entries seen;
        double total = 0;
        for (auto at = occurrence_begin_[x]; at < occurrence_begin_[x + 1]; ++at) {
            const auto words = tgt(occurrences_[at]);
            const auto* likelihood = likelihood_.data() + tgt_begin_[occurrences_[at]];
            for (std::size_t j = 0; j < words.size(); ++j) {
                const auto y = static_cast<std::size_t>(words[j]);
                if (!(probability[y] > 0) || !(likelihood[j] > 0)) continue;
                if (count[y] == 0) seen.push_back({words[j], 0});
                const double expected = probability[y] / likelihood[j];
                count[y] += expected;
                total += expected;
            }
        }
        for (auto& entry : seen) {
            entry.probability = static_cast<float>(count[static_cast<std::size_t>(entry.target)] / total);
            count[static_cast<std::size_t>(entry.target)] = 0;
        }
        if (!is_first)
            for (const auto& entry : old) probability[static_cast<std::size_t>(entry.target)] = 0;
        keep_likeliest(seen, kMostWhileLearning);
        std::sort(seen.begin(), seen.end(), has_lower_target);
        seen.shrink_to_fit();
        return seen;
    }

    unsigned threads_;
    std::size_t tgt_size_;
    std::int32_t empty_;
    std::vector<std::int32_t> src_, tgt_;                   // the sentences after each other
    std::vector<std::size_t> src_begin_{0}, tgt_begin_{0};  // [sentences + 1]
    std::vector<std::uint32_t> occurrences_;
    std::vector<std::size_t> occurrence_begin_;  // [source tokens + 1]
    std::vector<float> likelihood_;              // of each of tgt_
};

/// Reads one line of a lexicon, which must outlive it; what() of its errors begins with the place.
class LexiconLine {
public:
    LexiconLine(const LineReader& reader, std::string_view line) : reader_(reader) {
        const auto first = line.find('\t'), second = first == line.npos ? first : line.find('\t', first + 1);
        if (second == line.npos || line.find('\t', second + 1) != line.npos)
            fail("a line of a lexicon is: source piece, tab, target piece, tab, probability");
        source_ = line.substr(0, first);
        target_ = line.substr(first + 1, second - first - 1);
        const auto number = line.substr(second + 1);
        const auto read = std::from_chars(number.data(), number.data() + number.size(), probability_);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size() ||
            !(probability_ >= 0 && probability_ <= 1))
            fail(cat("\"", number, "\" is not a probability"));
    }

    bool has_source() const { return !source_.empty(); }
    std::int32_t source(const Vocabulary& vocabulary) const { return id_of(source_, vocabulary, "source"); }
    std::int32_t target(const Vocabulary& vocabulary) const { return id_of(target_, vocabulary, "target"); }
    float probability() const { return static_cast<float>(probability_); }

private:
    std::int32_t id_of(std::string_view piece, const Vocabulary& vocabulary, const char* side) const {
        const auto id = vocabulary.id_of(piece);
        if (!id) fail(cat("\"", piece, "\" is not a piece of the ", side, " vocabulary"));
        return *id;
    }
    [[noreturn]] void fail(const std::string& why) const {
        throw UserError(cat(reader_.path(), ":", reader_.line_number(), ": ", why));
    }

    const LineReader& reader_;
    std::string_view source_, target_;
    double probability_ = 0;
};

}  // namespace

Lexicon Lexicon::estimate(const EncodedCorpus& corpus, std::int32_t src_size, std::int32_t tgt_size,
                          std::size_t max_pairs, unsigned threads) {
    Model1 model(corpus, src_size, tgt_size, max_pairs, threads);
    auto table = model.learn();
    table.back() = model.commonest();  // in place of the empty word's
    for (std::size_t x = 0; x + 1 < table.size(); ++x) {
        std::erase_if(table[x], [](const Entry& entry) { return entry.probability < kLeastProbability; });
        keep_likeliest(table[x], kKept);
        put_likeliest_first(table[x]);
        table[x].shrink_to_fit();
    }
    return Lexicon(std::move(table));
}

Lexicon Lexicon::read(const std::string& path, const Vocabulary& src, const Vocabulary& tgt) {
    std::vector<Entries> table(static_cast<std::size_t>(src.size()) + 1);
    LineReader reader(path);
    for (std::string text; reader.next(text);) {
        const LexiconLine line(reader, text);
        auto& entries = line.has_source() ? table[static_cast<std::size_t>(line.source(src))] : table.back();
        entries.push_back({line.target(tgt), line.probability()});
    }
    for (auto& entries : table) {
        std::stable_sort(entries.begin(), entries.end(), has_lower_target);
        const auto is_same = [](const Entry& a, const Entry& b) { return a.target == b.target; };
        entries.erase(std::unique(entries.begin(), entries.end(), is_same), entries.end());
        put_likeliest_first(entries);
    }
    return Lexicon(std::move(table));
}

void Lexicon::write(const std::string& path, const Vocabulary& src, const Vocabulary& tgt) const {
    AtomicFile file(path);
    const auto has_tab = [](const std::string& piece) { return piece.find('\t') != piece.npos; };
    for (std::size_t x = 0; x < by_source_.size(); ++x) {
        const auto source = x + 1 < by_source_.size() ? src.piece(static_cast<std::int32_t>(x)) : std::string();
        if (has_tab(source)) continue;
        for (const auto& entry : by_source_[x]) {
            const auto target = tgt.piece(entry.target);
            if (has_tab(target)) continue;
            char number[32];
            const auto end =
                std::to_chars(number, number + sizeof number, entry.probability, std::chars_format::general,
                              /*precision=*/4)
                    .ptr;
            file.write(cat(source, "\t", target, "\t", std::string_view(number, end), "\n"));
        }
    }
    file.commit();
}

}  // namespace nmt
