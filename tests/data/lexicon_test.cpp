#include "data/lexicon.h"

#include <map>
#include <optional>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
    Fixture() {
        const CorpusFiles files = write_toy_corpus(folder, 200);
        const CapturedStderr quiet;
        train_vocabulary(files, Side::src, {.size = 60}, 1, folder.file("src.model"));
        train_vocabulary(files, Side::tgt, {.size = 70}, 1, folder.file("tgt.model"));
        src.emplace(folder.file("src.model"));
        tgt.emplace(folder.file("tgt.model"));
        corpus.emplace(EncodedCorpus::open_or_build(files, *src, *tgt, {}, folder.file("cache"), 1));
    }
    Lexicon estimate(std::size_t max_pairs = 0, unsigned threads = 2) const {
        return Lexicon::estimate(*corpus, src->size(), tgt->size(), max_pairs, threads);
    }

    TemporaryFolder folder;
    std::optional<Vocabulary> src, tgt;
    std::optional<EncodedCorpus> corpus;
};

using Table = std::map<std::int32_t, std::map<std::int32_t, double>>;

/// Brown 1993, section 4.1, word for word: t(y | x) = c(y | x) / sum_y c(y | x), where every sentence pair gives
/// c(y | x; f, e) = t(y | x) / (t(y | x_0) + .. + t(y | x_m)) for each place of x and y in it. x_0 is the empty word.
Table model_1(const EncodedCorpus& corpus, std::size_t step, int rounds) {
    constexpr std::int32_t kEmpty = -1;
    Table table;
    for (int round = 0; round < rounds; ++round) {
        Table count;
        std::map<std::int32_t, double> total;
        for (std::size_t i = 0; i < corpus.size(); i += step) {
            auto source = corpus.src(i).to_vector();
            source.push_back(kEmpty);
            for (const auto y : corpus.tgt(i).to_vector()) {
                const auto t = [&](std::int32_t x) { return round == 0 ? 1.0 : table[x][y]; };
                double sum = 0;
                for (const auto x : source) sum += t(x);
                for (const auto x : source) {
                    count[x][y] += t(x) / sum;
                    total[x] += t(x) / sum;
                }
            }
        }
        for (auto& [x, of_x] : count)
            for (auto& [y, number] : of_x) number /= total[x];
        table = count;
    }
    return table;
}

std::string text_of(const Lexicon& lexicon, const Fixture& fixture) {
    lexicon.write(fixture.folder.file("written.tsv"), *fixture.src, *fixture.tgt);
    return fixture.folder.read("written.tsv");
}

}  // namespace

TEST_CASE("the lexicon is IBM model 1 after five rounds, the likeliest target first") {
    const Fixture fixture;
    const auto lexicon = fixture.estimate();
    auto expected = model_1(*fixture.corpus, 1, 5);
    std::size_t entries = 0;
    for (std::int32_t x = 0; x < fixture.src->size(); ++x) {
        float previous = 1;
        for (const auto& entry : lexicon.of(x)) {
            CHECK(entry.probability <= previous);
            CHECK(std::abs(entry.probability - expected[x][entry.target]) < 1e-4);
            previous = entry.probability;
            ++entries;
        }
        for (const auto& [y, probability] : expected[x]) {
            if (probability < 0.0006) continue;
            const auto of_x = lexicon.of(x);
            CHECK(std::any_of(of_x.begin(), of_x.end(), [y = y](const auto& entry) { return entry.target == y; }));
        }
    }
    CHECK(entries > 100);
}

TEST_CASE("the commonest target tokens come with their share, the commonest first") {
    const Fixture fixture;
    std::map<std::int32_t, double> count;
    double total = 0;
    for (std::size_t i = 0; i < fixture.corpus->size(); ++i)
        for (const auto y : fixture.corpus->tgt(i).to_vector()) ++count[y], ++total;
    const auto lexicon = fixture.estimate();
    REQUIRE(lexicon.commonest().size() == count.size());
    float previous = 1;
    for (const auto& entry : lexicon.commonest()) {
        CHECK(std::abs(entry.probability - count[entry.target] / total) < 1e-6);
        CHECK(entry.probability <= previous);
        previous = entry.probability;
    }
}

TEST_CASE("a lexicon does not depend on threads, and a sample is spread over the corpus") {
    const Fixture fixture;
    const auto whole = text_of(fixture.estimate(0, 1), fixture);
    CHECK(text_of(fixture.estimate(0, 3), fixture) == whole);
    CHECK(text_of(fixture.estimate(100000), fixture) == whole);

    auto expected = model_1(*fixture.corpus, 2, 5);  // every second pair
    const auto lexicon = fixture.estimate(fixture.corpus->size() / 2);
    for (std::int32_t x = 0; x < fixture.src->size(); ++x)
        for (const auto& entry : lexicon.of(x)) CHECK(std::abs(entry.probability - expected[x][entry.target]) < 1e-4);
}

TEST_CASE("a lexicon is read as it was written") {
    const Fixture fixture;
    const auto text = text_of(fixture.estimate(), fixture);
    const auto lexicon = Lexicon::read(fixture.folder.file("written.tsv"), *fixture.src, *fixture.tgt);
    CHECK(text_of(lexicon, fixture) == text);
    CHECK(!lexicon.commonest().empty());
}

TEST_CASE("a damaged lexicon is refused with its line") {
    const Fixture fixture;
    const auto piece = fixture.src->piece(10), other = fixture.tgt->piece(10);
    for (const auto& [line, why] : std::vector<std::pair<std::string, std::string>>{
             {piece + "\t" + other, "a line of a lexicon is"},
             {piece + "\t" + other + "\t0.5\t", "a line of a lexicon is"},
             {piece + "\t" + other + "\t1.5", "\"1.5\" is not a probability"},
             {piece + "\t" + other + "\tnan", "\"nan\" is not a probability"},
             {piece + "\t" + other + "\t0.5x", "\"0.5x\" is not a probability"},
             {"nothing like it\t" + other + "\t0.5", "\"nothing like it\" is not a piece of the source vocabulary"},
             {piece + "\t\t0.5", "\"\" is not a piece of the target vocabulary"}}) {
        const auto path = fixture.folder.write("damaged.tsv", piece + "\t" + other + "\t0.25\n" + line + "\n");
        CHECK_THROWS_WITH(Lexicon::read(path, *fixture.src, *fixture.tgt), Contains(path + ":2: " + why));
    }
}
