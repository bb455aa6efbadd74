#include "text/line_reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "temporary_folder.h"
#include "catch.h"

using namespace nmt;
using namespace std::string_literals;
using Catch::Matchers::Contains;

namespace {

std::vector<std::string> lines_of(const std::string& path) {
    LineReader reader(path);
    std::vector<std::string> lines;
    for (std::string line; reader.next(line);) {
        lines.push_back(line);
        REQUIRE(reader.line_number() == lines.size());
    }
    REQUIRE(reader.line_number() == lines.size());
    return lines;
}

std::string gzip(const TemporaryFolder& folder, const std::string& name, const std::string& text) {
    const std::string path = folder.file(name);
    gzFile file = gzopen(path.c_str(), "wb");
    REQUIRE(gzwrite(file, text.data(), static_cast<unsigned>(text.size())) == static_cast<int>(text.size()));
    gzclose(file);
    return path;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("only LF ends a line, and a last line without LF counts") {
    const TemporaryFolder folder;
    CHECK(lines_of(folder.write("a", "one\ntwo\n")) == Lines{"one", "two"});
    CHECK(lines_of(folder.write("a", "one\ntwo")) == Lines{"one", "two"});
    CHECK(lines_of(folder.write("a", "\n\n")) == Lines{"", ""});
    CHECK(lines_of(folder.write("a", "a\rb\vc\fd\u0085e\u2028f\u2029g\0h\n"s)) ==
          Lines{"a\rb\vc\fd\u0085e\u2028f\u2029g\0h"s});
}

TEST_CASE("CRLF files read like LF files") {
    const TemporaryFolder folder;
    CHECK(lines_of(folder.write("a", "one\r\n\r\ntwo\r\r\nlast\r")) == Lines{"one", "", "two\r", "last"});
}

TEST_CASE("a byte order mark is dropped at the start of the file only") {
    const TemporaryFolder folder;
    CHECK(lines_of(folder.write("a", "\uFEFFone\n\uFEFFtwo\n")) == Lines{"one", "\uFEFFtwo"});
    CHECK(lines_of(folder.write("a", "\uFEFF\n")) == Lines{""});
    CHECK(lines_of(gzip(folder, "a.gz", "\uFEFFone\n")) == Lines{"one"});
}

TEST_CASE("lines longer than any buffer come whole") {
    const TemporaryFolder folder;
    const std::string longest(3'000'001, 'x'), other(262'144, 'y');  // the second ends where a block ends
    const std::string text = other + "\n" + longest + "\r\n" + "z";
    CHECK(lines_of(folder.write("a", text)) == Lines{other, longest, "z"});
    CHECK(lines_of(gzip(folder, "a.gz", text)) == Lines{other, longest, "z"});
}

TEST_CASE("gzip is read by content, also when several streams follow each other") {
    const TemporaryFolder folder;
    gzip(folder, "a.gz", "one\n");
    gzip(folder, "b.gz", "two\n");
    const std::string both = folder.read("a.gz") + folder.read("b.gz");
    CHECK(lines_of(folder.write("both.gz", both)) == Lines{"one", "two"});
    CHECK(lines_of(folder.write("no-extension", both)) == Lines{"one", "two"});
}

TEST_CASE("a gzip file cut off anywhere is an error, never a shorter text") {
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 40; ++i) text += "line number " + std::to_string(i * i) + "\n";
    gzip(folder, "whole.gz", text);
    const std::string whole = folder.read("whole.gz");
    for (std::size_t size = 2; size < whole.size(); ++size) {
        CHECK_THROWS_AS(lines_of(folder.write("cut.gz", whole.substr(0, size))), UserError);
    }
    CHECK_THROWS_WITH(lines_of(folder.write("cut.gz", whole.substr(0, whole.size() - 1))),
                      Contains("cut.gz: the gzip data is damaged or cut off after line 40"));
}

TEST_CASE("a damaged gzip file is an error") {
    const TemporaryFolder folder;
    gzip(folder, "whole.gz", "one\ntwo\nthree\n");
    std::string bytes = folder.read("whole.gz");
    bytes[bytes.size() - 6] ^= 1;  // in the checksum
    CHECK_THROWS_WITH(lines_of(folder.write("bad.gz", bytes)), Contains("bad.gz: the gzip data is damaged or cut off"));
    CHECK_THROWS_WITH(lines_of(folder.write("plain.gz", "one\n")),
                      Contains("plain.gz: the name ends in .gz but the content is not gzip"));
}

TEST_CASE("what cannot be read is named with its path and the reason") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(LineReader(folder.file("no")),
                      "cannot open " + folder.file("no") + ": No such file or directory");
    CHECK_THROWS_WITH(LineReader(folder.path()), "cannot read " + folder.path() + ": it is a directory");
    CHECK_THROWS_WITH(LineReader(folder.write("e", "")), folder.file("e") + ": the file is empty");
    CHECK_THROWS_WITH(LineReader(folder.write("b", "\uFEFF")), folder.file("b") + ": the file is empty");
    CHECK_THROWS_WITH(LineReader(gzip(folder, "e.gz", "")), folder.file("e.gz") + ": the file is empty");
    CHECK_THROWS_AS(LineReader(folder.file("no")), UserError);
}

TEST_CASE("a FIFO that delivers byte by byte is read like a file") {
    const TemporaryFolder folder;
    const std::string path = folder.file("fifo");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    std::thread writer([&] {
        std::ofstream out(path, std::ios::binary);
        for (const char byte : "\uFEFFé one\r\ntwo"s) {
            out << byte << std::flush;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    CHECK(lines_of(path) == Lines{"é one", "two"});
    writer.join();
}

TEST_CASE("/dev/fd/N is read like a file") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], "one\ntwo", 7) == 7);
    ::close(ends[1]);
    CHECK(lines_of("/dev/fd/" + std::to_string(ends[0])) == Lines{"one", "two"});
    ::close(ends[0]);
}
