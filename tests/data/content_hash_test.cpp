#include "data/content_hash.h"

#include <chrono>
#include <vector>

#include "base/error.h"
#include "temporary_folder.h"
#include "catch.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

std::vector<unsigned char> little_endian(const Digest& digest) {
    std::vector<unsigned char> bytes;
    for (const std::uint64_t word : {digest.low, digest.high}) {
        for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<unsigned char>(word >> shift));
    }
    return bytes;
}

constexpr std::int64_t far_future = std::int64_t{1} << 40;

}  // namespace

TEST_CASE("the content hash has SMHasher's verification value of MurmurHash3_x64_128") {
    // SMHasher's rule: hash the keys {}, {0}, {0, 1}, ... with seeds 256, 255, 254, ...; hash the 256 results with seed
    // 0; the first four bytes are the value.
    std::vector<unsigned char> key, results;
    for (std::uint32_t i = 0; i < 256; ++i) {
        ContentHash hash(256 - i);
        hash.add_bytes(key.data(), key.size());
        const auto digest = little_endian(hash.digest());
        results.insert(results.end(), digest.begin(), digest.end());
        key.push_back(static_cast<unsigned char>(i));
    }
    ContentHash final_hash(0);
    final_hash.add_bytes(results.data(), results.size());
    CHECK((final_hash.digest().low & 0xFFFFFFFF) == 0x6384BA69);
}

TEST_CASE("how bytes are cut into calls does not change the hash") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += static_cast<char>(i * 7);
    ContentHash whole;
    whole.add_bytes(text.data(), text.size());
    for (std::size_t first = 0; first < 40; ++first) {
        for (std::size_t second = 0; second < 40; ++second) {
            ContentHash parts;
            parts.add_bytes(text.data(), first);
            parts.add_bytes(text.data() + first, second);
            parts.add_bytes(text.data() + first + second, text.size() - first - second);
            REQUIRE(parts.digest() == whole.digest());
        }
    }
}

TEST_CASE("neighbouring texts cannot run together") {
    ContentHash one, two;
    one.add_text("ab");
    one.add_text("c");
    two.add_text("a");
    two.add_text("bc");
    CHECK(one.digest() != two.digest());
}

TEST_CASE("a digest survives its hexadecimal form") {
    const Digest digest{0x0123456789ABCDEFULL, 0xFEDCBA9876543210ULL};
    Digest read;
    REQUIRE(Digest::from_hex(digest.hex(), read));
    CHECK(digest.hex() == "0123456789abcdeffedcba9876543210");
    CHECK(read == digest);
    CHECK_FALSE(Digest::from_hex(digest.hex().substr(1), read));
    CHECK_FALSE(Digest::from_hex("x123456789abcdeffedcba9876543210", read));
}

TEST_CASE("a file's digest is that of its bytes, with and without a memo") {
    const TemporaryFolder folder;
    const std::string text(3'000'000, 'x'), path = folder.write("f", text);
    ContentHash expected;
    expected.add_bytes(text.data(), text.size());
    for (int i = 0; i < 2; ++i) CHECK(file_digest(path, folder.path(), far_future) == expected.digest());
    CHECK(folder.file_count() == 2);  // the file and its memo
    CHECK(file_digest(path, "/no/such/folder", far_future) == expected.digest());
}

TEST_CASE("the memo saves reading, and is not trusted when the file has changed") {
    const TemporaryFolder folder, memos;
    const std::string path = folder.write("f", "one");
    const Digest digest = file_digest(path, memos.path(), far_future);
    // A false memo shows that the second call does not read the file.
    const std::string memo = std::filesystem::directory_iterator(memos.path())->path().filename().string();
    std::string content = memos.read(memo);
    content[0] = content[0] == '0' ? '1' : '0';
    memos.write(memo, content);
    CHECK(file_digest(path, memos.path(), far_future) != digest);
    folder.write("f", "two");  // same size
    CHECK(file_digest(path, memos.path(), far_future) != digest);
    folder.write("f", "one");
    CHECK(file_digest(path, memos.path(), far_future) == digest);
    memos.write(memo, "damaged");
    CHECK(file_digest(path, memos.path(), far_future) == digest);
}

TEST_CASE("a file that was just written is not remembered") {
    const TemporaryFolder folder, memos;
    const std::string path = folder.write("f", "one");
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    file_digest(path, memos.path(), std::chrono::duration_cast<std::chrono::seconds>(now).count());
    CHECK(memos.file_count() == 0);
}

TEST_CASE("a file that cannot be hashed is named") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(file_digest(folder.file("no"), folder.path(), 0), Contains("cannot open " + folder.file("no")));
    CHECK_THROWS_AS(file_digest(folder.path(), folder.path(), 0), UserError);
}
