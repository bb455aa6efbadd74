#include "metrics/evaluate.h"

#include <zlib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "catch.h"
#include "metrics/segment_reader.h"

using namespace nmt;
using Catch::Matchers::Contains;
using Lines = std::vector<std::string>;

namespace {

/// A folder of its own, removed at the end.
class Folder {
public:
    Folder() {
        static std::atomic<int> count{0};
        root_ = std::filesystem::temp_directory_path() /
                ("nmt-evaluate-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(root_);
    }
    ~Folder() { std::filesystem::remove_all(root_); }

    std::string path(const std::string& name) const { return (root_ / name).string(); }

    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

private:
    std::filesystem::path root_;
};

std::string gzipped(const std::string& plain) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string compressed(plain.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    compressed.resize(stream.total_out);
    deflateEnd(&stream);
    return compressed;
}

std::string evaluate_with(const EvaluateOptions& options, const std::string& standard_input = "") {
    std::istringstream input(standard_input);
    return evaluate(options, input);
}

Lines read_standard_input(const std::string& bytes) {
    std::istringstream input(bytes);
    return read_segments(input);
}

}  // namespace

TEST_CASE("only LF ends a line of a file; white space at its end goes, a byte order mark stays") {
    const Folder folder;
    CHECK(read_segments(folder.write("a", "")) == Lines{});
    CHECK(read_segments(folder.write("a", "\n")) == Lines{""});
    CHECK(read_segments(folder.write("a", "one\n\n two \t\r\nlast")) == Lines{"one", "", " two", "last"});
    CHECK(read_segments(folder.write("a", "a\rb\n\xE2\x80\xA8x\xE3\x80\x80\n")) == Lines{"a\rb", "\xE2\x80\xA8x"});
    CHECK(read_segments(folder.write("a", "\xEF\xBB\xBFx\n")) == Lines{"\xEF\xBB\xBFx"});
    CHECK(read_segments(folder.write("a", std::string("a\0b\n", 4))) == Lines{std::string("a\0b", 3)});
}

TEST_CASE("LF, CR and CR LF end a line of standard input") {
    CHECK(read_standard_input("") == Lines{});
    CHECK(read_standard_input("a\rb\r\nc\n\rd\r\r") == Lines{"a", "b", "c", "", "d", ""});
}

TEST_CASE("a sound .gz is read, of one member or several, with zeros behind it") {
    const Folder folder;
    std::string big;
    for (int i = 0; i < 300000; ++i) big += std::to_string(i) + "\n";
    CHECK(read_segments(folder.write("a.gz", gzipped(big))).size() == 300000);
    CHECK(read_segments(folder.write("a.gz", gzipped("a\nb") + gzipped("c\n") + std::string(9, '\0'))) ==
          Lines{"a", "bc"});
    CHECK(read_segments(folder.write("a.gz", "")) == Lines{});
}

TEST_CASE("a damaged .gz is the user's mistake") {
    const Folder folder;
    const std::string sound = gzipped("one\ntwo\nthree\n");
    std::string changed = sound;
    changed[sound.size() - 6] ^= 1;  // in the checksum
    for (const std::string& bytes :
         {sound.substr(0, sound.size() - 3), sound.substr(0, 5), changed, sound + "x", std::string("plain\n")})
        CHECK_THROWS_WITH(read_segments(folder.write("a.gz", bytes)), Contains("a.gz: is not a sound .gz file"));
}

TEST_CASE("unreadable text is the user's mistake, with file and line") {
    const Folder folder;
    CHECK_THROWS_AS(read_segments(folder.path("missing")), UserError);
    CHECK_THROWS_WITH(read_segments(folder.path("missing")), Contains("missing: cannot be opened: No such file"));
    CHECK_THROWS_WITH(read_segments(folder.path("")), Contains("is a directory"));
    // An overlong form, a surrogate, a number above U+10FFFF, a cut character, a lone continuation.
    for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF"}) {
        CHECK_THROWS_WITH(read_segments(folder.write("a", std::string("ok\n\nx") + bad + "\nok\n")),
                          Contains("/a:3: is not valid UTF-8"));
        CHECK_THROWS_WITH(read_standard_input(std::string("ok\r") + bad), "<stdin>:2: is not valid UTF-8");
    }
}

TEST_CASE("what cannot be scored is the user's mistake") {
    const Folder folder;
    EvaluateOptions options;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("no reference file given"));
    options.reference_paths = {folder.write("ref", "a\nb\n"), folder.write("ref2", "a\n")};
    options.hypothesis_path = folder.write("hyp", "a\nb\n");
    CHECK_THROWS_WITH(evaluate_with(options), Contains("ref2 has 1 line, ") && Contains("hyp has 2 lines"));
    options.reference_paths = {folder.write("empty", "")};
    options.hypothesis_path = options.reference_paths[0];
    CHECK_THROWS_WITH(evaluate_with(options), Contains("empty: holds no line to score"));
    options.hypothesis_path.reset();
    CHECK_THROWS_WITH(evaluate_with(options, "a\tb\n"), Contains("<stdin>:1: has a tab"));
    options.decimals = -1;
    CHECK_THROWS_WITH(evaluate_with(options), Contains("the width is -1"));
}

TEST_CASE("hypotheses come from a file or from standard input, with the same result") {
    const Folder folder;
    EvaluateOptions options;
    options.reference_paths = {folder.write("ref.gz", gzipped("the man bit the dog\nyes\n"))};
    options.prints_score_only = true;
    options.decimals = 4;
    CHECK(evaluate_with(options, "the man bit the dog\r\nyes") == "100.0000\n");
    options.hypothesis_path = folder.write("hyp", "the man bit the dog\nyes");
    CHECK(evaluate_with(options) == "100.0000\n");
}

TEST_CASE("an empty standard input is one empty line to sacreBLEU") {
    const Folder folder;
    EvaluateOptions options;
    options.reference_paths = {folder.write("ref", "a\n")};
    options.prints_score_only = true;
    CHECK(evaluate_with(options) == "0.0\n");
}
