#include "base/atomic_file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

/// Files cannot grow over `bytes` while it lives: the nearest thing to a full disk that needs no disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &old_limit_);
        old_handler_ = signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, old_limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &old_limit_);
        signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_limit_{};
    void (*old_handler_)(int) = nullptr;
};

std::string failure_of(const std::string& path, std::size_t bytes) {
    try {
        write_file_atomically(path, std::string(bytes, 'n'));
        return "";
    } catch (const UserError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a temporary name tells its target and its writer, and no other name does") {
    const TemporaryFolder folder;
    const AtomicFile file(folder.file("model"));
    const auto name = std::filesystem::directory_iterator(folder.path())->path().filename().string();
    CHECK(writer_of(name, "model") == getpid());
    CHECK(writer_of("model.tmp-12-3", "model") == 12);
    for (const std::string other : {"model", "model.tmp-old", "model.tmp-12", "model.tmp-12-3.bak", "mode.tmp-12-3"})
        CHECK_FALSE(writer_of(other, "model"));
}

TEST_CASE("bytes that were written can be replaced until the commit") {
    const TemporaryFolder folder;
    AtomicFile file(folder.file("page"));
    file.write("count: ____;");
    file.write(std::string(100'000, 'x'));
    file.overwrite(7, "1,23");
    file.write("end");
    CHECK_THROWS_AS(file.overwrite(100'014, "ab"), InternalError);
    file.commit();
    CHECK(folder.read("page") == "count: 1,23;" + std::string(100'000, 'x') + "end");
}

TEST_CASE("a committed file replaces the old one and leaves nothing beside it") {
    const TemporaryFolder folder;
    folder.write("model", "old");
    std::string expected;
    AtomicFile file(folder.file("model"));
    for (int i = 0; i < 3000; ++i) {  // crosses the buffer's end in pieces, and once in one
        const std::string piece(static_cast<std::size_t>(i % 97), static_cast<char>('a' + i % 26));
        file.write(piece);
        expected += piece;
    }
    const std::string large(200'000, '\0');
    file.write(large);
    file.write("end");
    CHECK(folder.read("model") == "old");
    file.commit();
    CHECK(folder.read("model") == expected + large + "end");
    CHECK(folder.file_count() == 1);
    CHECK_THROWS_AS(file.write("more"), InternalError);
    CHECK_THROWS_AS(file.commit(), InternalError);
}

TEST_CASE("a file without commit changes nothing") {
    const TemporaryFolder folder;
    folder.write("model", "old");
    {
        AtomicFile file(folder.file("model"));
        file.write(std::string(100'000, 'n'));
        CHECK(folder.file_count() == 2);
    }
    CHECK(folder.read("model") == "old");
    CHECK(folder.file_count() == 1);
}

TEST_CASE("a write that fails leaves the old file whole and says why") {
    const TemporaryFolder folder;
    folder.write("model", "old");
    for (const std::size_t bytes : {5'000UL, 500'000UL}) {  // fails in commit; fails in write
        std::string message;
        {
            const FileSizeLimit limit(1'000);
            message = failure_of(folder.file("model"), bytes);
        }
        CHECK(message == "cannot write \"" + folder.file("model") + "\": File too large");
        CHECK(folder.read("model") == "old");
        CHECK(folder.file_count() == 1);
    }
}

TEST_CASE("a folder that is missing, or not one, or a directory in the way is named") {
    const TemporaryFolder folder;
    CHECK_THAT(failure_of(folder.file("none/model"), 3), Contains("none/model\": No such file or directory"));
    folder.write("plain", "x");
    CHECK_THAT(failure_of(folder.file("plain/model"), 3), Contains("plain/model\": Not a directory"));
    std::filesystem::create_directory(folder.file("taken"));
    CHECK_THAT(failure_of(folder.file("taken"), 3), Contains("taken\": Is a directory"));
    CHECK(folder.file_count() == 2);
}

TEST_CASE("a folder without permission is named") {
    if (geteuid() == 0) return;  // root may write everywhere
    const TemporaryFolder folder;
    folder.write("model", "old");
    chmod(folder.path().c_str(), 0500);
    const std::string message = failure_of(folder.file("model"), 3);
    chmod(folder.path().c_str(), 0700);
    CHECK_THAT(message, Contains("model\": Permission denied"));
    CHECK(folder.read("model") == "old");
}

TEST_CASE("a temporary file left by a killed program is no obstacle") {
    const TemporaryFolder folder;
    folder.write("model.tmp-" + std::to_string(getpid()) + "-0", "left");
    write_file_atomically(folder.file("model"), "new");
    CHECK(folder.read("model") == "new");
    CHECK(folder.file_count() == 2);  // whose it is we cannot know
}
