#include "text/corpus_reader.h"

#include <sys/stat.h>

#include "base/error.h"
#include "temporary_folder.h"
#include "catch.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

struct Reading {
    std::vector<std::string> pairs;  // "line:src|tgt"
    std::uint64_t total, blank;
};

Reading read_all(const CorpusFiles& files) {
    CorpusReader reader(files);
    Reading reading{};
    for (SentencePair pair; reader.next(pair);) {
        reading.pairs.push_back(std::to_string(pair.line_number) + ":" + pair.src + "|" + pair.tgt);
    }
    reading.total = reader.total_pairs();
    reading.blank = reader.blank_pairs();
    return reading;
}

CorpusFiles aligned(const TemporaryFolder& folder, const std::string& src, const std::string& tgt) {
    return {folder.write("c.fr", src), folder.write("c.en", tgt), ""};
}

CorpusFiles tsv(const TemporaryFolder& folder, const std::string& text) {
    return {"", "", folder.write("c.tsv", text)};
}

using Pairs = std::vector<std::string>;

}  // namespace

TEST_CASE("two aligned files and one TSV give the same pairs") {
    const TemporaryFolder folder;
    const Pairs expected = {"1:un|one", "2:deux|two", "3:trois|three"};
    CHECK(read_all(aligned(folder, "un\ndeux\ntrois\n", "one\ntwo\nthree")).pairs == expected);
    CHECK(read_all(tsv(folder, "un\tone\ndeux\ttwo\ntrois\tthree")).pairs == expected);
}

TEST_CASE("line ends and byte order marks do not reach the pairs") {
    const TemporaryFolder folder;
    CHECK(read_all(aligned(folder, "\uFEFFun\r\ndeux\r\n", "one\ntwo\n")).pairs == Pairs{"1:un|one", "2:deux|two"});
    CHECK(read_all(tsv(folder, "\uFEFFun\tone\r\ndeux\ttwo\r\n")).pairs == Pairs{"1:un|one", "2:deux|two"});
}

TEST_CASE("pairs with a blank side are skipped and counted, and keep their line numbers") {
    const TemporaryFolder folder;
    const Reading files = read_all(aligned(folder, "un\n\u3000 \ntrois\n\n", "one\ntwo\n\u00A0\n\n"));
    CHECK(files.pairs == Pairs{"1:un|one"});
    CHECK(files.total == 4);
    CHECK(files.blank == 3);
    const Reading table = read_all(tsv(folder, "\tone\nun\tone\nun\t\n\n \n\t\n"));
    CHECK(table.pairs == Pairs{"2:un|one"});
    CHECK(table.total == 6);
    CHECK(table.blank == 5);
}

TEST_CASE("blank pairs are given on request") {
    const TemporaryFolder folder;
    CorpusReader reader(aligned(folder, "un\n\n", "one\ntwo\n"));
    SentencePair pair;
    REQUIRE(reader.next_or_blank(pair));
    REQUIRE(reader.next_or_blank(pair));
    CHECK(pair.src.empty());
    CHECK(pair.tgt == "two");
    CHECK_FALSE(reader.next_or_blank(pair));
    CHECK(reader.blank_pairs() == 1);
}

TEST_CASE("different numbers of lines are reported with both files and both counts") {
    const TemporaryFolder folder;
    const std::string names = "the files do not have the same number of lines: " + folder.file("c.fr");
    CHECK_THROWS_WITH(read_all(aligned(folder, "a\nb\nc\nd\n", "a\nb\n")),
                      names + " has 4, " + folder.file("c.en") + " has 2");
    CHECK_THROWS_WITH(read_all(aligned(folder, "a\n", "a\nb\nc")), names + " has 1, " + folder.file("c.en") + " has 3");
    CHECK_THROWS_AS(read_all(aligned(folder, "a\n", "a\nb\n")), UserError);
}

TEST_CASE("invalid UTF-8 is reported with file, line, column and byte") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(read_all(aligned(folder, "a\nb\n", "a\ncaf\xE9 noir\n")),
                      Contains(folder.file("c.en") + ":2: invalid UTF-8 (byte 0xE9 at column 4)"));
    CHECK_THROWS_WITH(read_all(aligned(folder, "\xFF\n", "a\n")), Contains(folder.file("c.fr") + ":1: invalid UTF-8"));
    CHECK_THROWS_WITH(read_all(tsv(folder, "a\tb\na\t\xC3\n")), Contains(folder.file("c.tsv") + ":2: invalid UTF-8"));
}

TEST_CASE("a TSV line has exactly one TAB") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(read_all(tsv(folder, "a\tb\nno tab\n")),
                      folder.file("c.tsv") + ":2: expected source TAB target, that is exactly one TAB, found 0");
    CHECK_THROWS_WITH(read_all(tsv(folder, "a\tb\tc\n")), Contains("c.tsv:1: expected source TAB target"));
    CHECK_THROWS_WITH(read_all(tsv(folder, "\t\t\n")), Contains("found 2"));
}

TEST_CASE("missing and empty corpus files are reported with their path") {
    const TemporaryFolder folder;
    const std::string full = folder.write("full", "a\n"), empty = folder.write("empty", "");
    CHECK_THROWS_WITH(CorpusReader({full, folder.file("none"), ""}), Contains("cannot open " + folder.file("none")));
    CHECK_THROWS_WITH(CorpusReader({full, empty, ""}), empty + ": the file is empty");
    CHECK_THROWS_WITH(CorpusReader({"", "", empty}), empty + ": the file is empty");
    CHECK_THROWS_WITH(CorpusReader({full, "", ""}), Contains("two line-aligned files (source and target) or one TSV"));
}

TEST_CASE("a pipe is no training corpus, because it can be read only once") {
    const TemporaryFolder folder;
    const std::string fifo = folder.file("fifo"), full = folder.write("full", "a\n");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_THROWS_WITH(require_regular_files({full, fifo, ""}), Contains(fifo + ": not a regular file"));
    CHECK_NOTHROW(require_regular_files({full, full, ""}));
}
