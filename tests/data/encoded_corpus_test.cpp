#include "data/encoded_corpus.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <csignal>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

/// A folder with a toy corpus, a joint vocabulary, and a place for the cache.
struct Fixture {
    explicit Fixture(int pairs = 300) {
        files = write_toy_corpus(folder, pairs);
        train_vocabulary(files, Side::both, {.size = 60}, 1, folder.file("toy.model"));
        cache_dir = folder.file("deep/cache");
    }
    EncodedCorpus open(const LengthLimits& limits = {}, std::size_t threads = 2) const {
        const CapturedStderr quiet;
        const Vocabulary vocabulary(folder.file("toy.model"));
        return EncodedCorpus::open_or_build(files, vocabulary, vocabulary, limits, cache_dir, threads);
    }
    std::size_t files_in_cache() const {
        const std::filesystem::directory_iterator entries(cache_dir);
        return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
    }

    TemporaryFolder folder;
    CorpusFiles files;
    std::string cache_dir;
};

std::string bytes_of(const EncodedCorpus& corpus) {
    return read_file(corpus.cache_path());
}

/// What the corpus must hold, encoded one by one.
void check_content(const EncodedCorpus& corpus, const CorpusFiles& files, const Vocabulary& src,
                   const Vocabulary& tgt) {
    CorpusReader reader(files);
    std::size_t i = 0, src_tokens = 0, tgt_tokens = 0;
    for (SentencePair pair; reader.next(pair); ++i) {
        REQUIRE(i < corpus.size());
        REQUIRE(corpus.src(i).to_vector() == src.encode(pair.src));
        REQUIRE(corpus.tgt(i).to_vector() == tgt.encode(pair.tgt));
        REQUIRE(corpus.src_length(i) == corpus.src(i).size());
        REQUIRE(corpus.tgt_length(i) == corpus.tgt(i).size());
        REQUIRE(corpus.line_number(i) == pair.line_number);
        src_tokens += corpus.src(i).size();
        tgt_tokens += corpus.tgt(i).size();
    }
    CHECK(corpus.size() == i);
    CHECK(corpus.counts().kept == i);
    CHECK(corpus.counts().src_tokens == src_tokens);
    CHECK(corpus.counts().tgt_tokens == tgt_tokens);
}

int exit_code_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("the encoded corpus holds what the vocabulary gives for each pair") {
    const Fixture toy(5000);
    const Vocabulary vocabulary(toy.folder.file("toy.model"));
    for (int i = 0; i < 2; ++i) check_content(toy.open(), toy.files, vocabulary, vocabulary);
}

TEST_CASE("vocabularies of more than 65536 ids are kept in four bytes") {
    Fixture toy;
    std::string words, others;
    for (int i = 0; i < 70000; ++i) {
        words += "word" + std::to_string(i) + "\n";
        others += "a\n";
    }
    toy.files = {toy.folder.write("big.fr", words), toy.folder.write("big.en", others), ""};
    train_vocabulary(toy.files, Side::src, {.type = TextType::word, .size = 70004}, 1, toy.folder.file("big.model"));
    const Vocabulary src(toy.folder.file("big.model")), tgt(toy.folder.file("toy.model"));
    REQUIRE(src.size() == 70004);
    const CapturedStderr quiet;
    check_content(EncodedCorpus::open_or_build(toy.files, src, tgt, {}, toy.cache_dir, 2), toy.files, src, tgt);
}

TEST_CASE("the cache does not depend on the number of threads") {
    Fixture toy(6000);
    const std::string one = bytes_of(toy.open({}, 1));
    toy.cache_dir += "2";
    CHECK(bytes_of(toy.open({}, 5)) == one);
}

TEST_CASE("a second opening finds the cache") {
    const Fixture toy;
    CHECK(toy.open().was_built());
    CHECK_FALSE(toy.open().was_built());
}

TEST_CASE("changed content builds a new cache, changed names do not") {
    Fixture toy;
    const std::string first = toy.open().cache_path();
    SECTION("corpus") {
        const std::string text = toy.folder.read("toy.en");
        toy.folder.write("toy.en", "T" + text.substr(1));  // same size
        const EncodedCorpus changed = toy.open();
        CHECK(changed.was_built());
        CHECK(changed.cache_path() != first);
        toy.folder.write("toy.en", text);
        CHECK_FALSE(toy.open().was_built());
    }
    SECTION("sides exchanged") {
        std::swap(toy.files.src, toy.files.tgt);
        CHECK(toy.open().was_built());
    }
    SECTION("limits") {
        CHECK(toy.open({100, 0}).was_built());
        CHECK(toy.open({0, 100}).was_built());
        CHECK_FALSE(toy.open({0, 100}).was_built());
    }
    SECTION("vocabulary") {
        train_vocabulary(toy.files, Side::both, {.size = 59}, 1, toy.folder.file("other.model"));
        const Vocabulary one(toy.folder.file("toy.model")), other(toy.folder.file("other.model"));
        const CapturedStderr quiet;
        const auto is_built = [&](const Vocabulary& src, const Vocabulary& tgt) {
            return EncodedCorpus::open_or_build(toy.files, src, tgt, {}, toy.cache_dir, 1).was_built();
        };
        CHECK_FALSE(is_built(one, one));
        CHECK(is_built(one, other));
        CHECK(is_built(other, one));
    }
    SECTION("names and times") {
        toy.files.src = toy.folder.write("other", toy.folder.read("toy.fr"));
        CHECK_FALSE(toy.open().was_built());
    }
    SECTION("a TSV is another content than two files") {
        toy.files = {"", "", toy.folder.write("t", "maison\thouse\n")};
        CHECK(toy.open().was_built());
    }
}

TEST_CASE("gzip files give the same pairs as plain ones") {
    Fixture toy;
    const std::string text = toy.folder.read("toy.fr"), path = toy.folder.file("toy.fr.gz");
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
    const Vocabulary vocabulary(toy.folder.file("toy.model"));
    const CorpusFiles plain = toy.files;
    toy.files.src = path;
    check_content(toy.open(), plain, vocabulary, vocabulary);
}

TEST_CASE("blank and over-long pairs are left out and counted") {
    Fixture toy;
    toy.files = {toy.folder.write("s", "maison\n\nmaison\n\u200B\nmaison maison maison maison maison\nchat\n"),
                 toy.folder.write("t", "house\nhouse\n \nhouse\nhouse\nhouse cat water book house cat water book\n"),
                 ""};
    const EncodedCorpus all = toy.open();
    CHECK(all.counts().total == 6);
    CHECK(all.counts().kept == 3);
    CHECK(all.counts().blank == 3);  // one of them only after normalisation
    CHECK(all.counts().over_long == 0);
    CHECK(all.line_number(0) == 1);
    CHECK(all.line_number(1) == 5);

    const auto longest_src = static_cast<std::int64_t>(all.src_length(1));
    const auto longest_tgt = static_cast<std::int64_t>(all.tgt_length(2));
    CHECK(toy.open({longest_src, longest_tgt}).size() == 3);  // a limit allows its own length
    const EncodedCorpus less = toy.open({longest_src - 1, 0});
    CHECK(less.counts().over_long == 1);
    CHECK(less.size() == 2);
    CHECK(less.line_number(1) == 6);
    CHECK(toy.open({0, longest_tgt - 1}).counts().over_long == 1);
}

TEST_CASE("no usable pair left is an error with the counts, and leaves no cache") {
    Fixture toy;
    toy.files = {toy.folder.write("s", "maison maison\n\nmaison maison\n"), toy.folder.write("t", "a\na\na\n"), ""};
    CHECK_THROWS_WITH(toy.open({1, 7}), "no usable pair left in " + toy.files.src + " and " + toy.files.tgt +
                                            ": of 3 pairs 1 are blank and 2 are over-long (more than 1 source or 7 "
                                            "target tokens)");
    CHECK_THROWS_AS(toy.open({1, 7}), UserError);
    CHECK(toy.files_in_cache() == 1);  // the lock
}

TEST_CASE("errors of the corpus come through, and leave no cache") {
    Fixture toy;
    toy.folder.write("toy.en", toy.folder.read("toy.en") + "one more\n");
    CHECK_THROWS_WITH(toy.open(), Contains("do not have the same number of lines"));
    toy.folder.write("toy.en", "\xFF\n");
    CHECK_THROWS_WITH(toy.open(), Contains("toy.en:1: invalid UTF-8"));
    CHECK(toy.files_in_cache() == 2);  // two locks
    toy.files.src = toy.folder.file("none");
    CHECK_THROWS_WITH(toy.open(), Contains("cannot open " + toy.folder.file("none")));
    REQUIRE(::mkfifo(toy.folder.file("fifo").c_str(), 0600) == 0);
    toy.files.src = toy.folder.file("fifo");
    CHECK_THROWS_WITH(toy.open(), Contains("not a regular file"));
}

TEST_CASE("a cache folder that cannot be made is named") {
    Fixture toy;
    toy.cache_dir = toy.folder.file("toy.fr") + "/cache";
    CHECK_THROWS_WITH(toy.open(), Contains("cannot create the cache folder " + toy.cache_dir));
}

TEST_CASE("a damaged or cut cache is noticed and built anew") {
    const Fixture toy(50);
    const EncodedCorpus first = toy.open();
    const std::string path = first.cache_path(), whole = bytes_of(first);
    const auto store = [&](const std::string& bytes) {
        std::filesystem::remove(path);  // `first` goes on reading the old file
        std::ofstream(path, std::ios::binary) << bytes;
    };
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, sizeof(CacheHeader), whole.size() - 1}) {
        store(whole.substr(0, size));
        CHECK(toy.open().was_built());
        CHECK_FALSE(toy.open().was_built());
    }
    store(whole + "x");
    CHECK(toy.open().was_built());
    for (std::size_t place = 0; place < sizeof(CacheHeader); place += 5) {
        std::string bytes = whole;
        bytes[place] ^= 4;
        store(bytes);
        REQUIRE(toy.open().was_built());
    }
    std::string bytes = whole;
    bytes[bytes.size() - 30] ^= 4;  // in the table of pairs
    store(bytes);
    CHECK(toy.open().was_built());
    CHECK(bytes_of(toy.open()) == whole);
}

TEST_CASE("what a killed build left behind does no harm") {
    const Fixture toy;
    const std::string path = toy.open().cache_path();
    std::filesystem::rename(path, path + ".tmp");
    CHECK(toy.open().was_built());
    CHECK_FALSE(std::filesystem::exists(path + ".tmp"));
    CHECK(toy.files_in_cache() == 2);  // the cache and its lock
}

TEST_CASE("processes that build the same cache at once all get it whole") {
    const Fixture toy(3000);
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                ::_exit(toy.open().size() == 3000 ? 0 : 1);
            } catch (...) {
                ::_exit(2);
            }
        }
        children.push_back(child);
    }
    for (const pid_t child : children) CHECK(exit_code_of(child) == 0);
    CHECK(toy.files_in_cache() == 2);
    const Vocabulary vocabulary(toy.folder.file("toy.model"));
    const EncodedCorpus corpus = toy.open();
    CHECK_FALSE(corpus.was_built());
    check_content(corpus, toy.files, vocabulary, vocabulary);
}

TEST_CASE("a full disk is the user's error and leaves nothing behind") {
    const Fixture toy(3000);
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{20000, 20000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            toy.open();
        } catch (const UserError& error) {
            ::_exit(std::string(error.what()).find("cannot write the cache") == 0 ? 7 : 8);
        }
        ::_exit(0);
    }
    CHECK(exit_code_of(child) == 7);
    CHECK(toy.files_in_cache() == 1);  // the lock
}
