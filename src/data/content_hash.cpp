#include "data/content_hash.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

constexpr std::uint64_t c1 = 0x87C37B91114253D5ULL, c2 = 0x4CF5AD432745937FULL;

std::uint64_t scramble_first(std::uint64_t k) {
    return std::rotl(k * c1, 31) * c2;
}
std::uint64_t scramble_second(std::uint64_t k) {
    return std::rotl(k * c2, 33) * c1;
}

std::uint64_t finalize(std::uint64_t k) {
    k = (k ^ (k >> 33)) * 0xFF51AFD7ED558CCDULL;
    k = (k ^ (k >> 33)) * 0xC4CEB9FE1A85EC53ULL;
    return k ^ (k >> 33);
}

std::uint64_t load(const unsigned char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) word |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return word;
}

std::string hex_of(std::uint64_t word) {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(word));
    return digits;
}

bool parse_hex(std::string_view text, std::uint64_t& word) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), word, 16);
    return error == std::errc() && end == text.data() + text.size();
}

/// One line that changes whenever the file does.
std::string stamp_of(const std::string& path, const struct stat& status) {
    return cat(std::filesystem::absolute(path).string(), " ", status.st_dev, " ", status.st_ino, " ", status.st_size,
               " ", status.st_mtim.tv_sec, ".", status.st_mtim.tv_nsec, " ", status.st_ctim.tv_sec, ".",
               status.st_ctim.tv_nsec);
}

std::string memo_path(const std::string& path, const std::string& memo_dir) {
    ContentHash name;
    name.add_text(std::filesystem::absolute(path).string());
    return cat(memo_dir, "/", name.digest().hex(), ".digest");
}

bool recall(const std::string& memo, const std::string& stamp, Digest& digest) {
    std::ifstream file(memo, std::ios::binary);
    std::string hex;
    if (!std::getline(file, hex) || !Digest::from_hex(hex, digest)) return false;
    return std::string(std::istreambuf_iterator<char>(file), {}) == stamp;
}

void remember(const std::string& memo, const std::string& stamp, const Digest& digest) {
    const std::string temporary = cat(memo, ".", ::getpid(), ".tmp");
    {
        std::ofstream file(temporary, std::ios::binary);
        file << digest.hex() << '\n' << stamp;
    }
    std::error_code ignored;
    std::filesystem::rename(temporary, memo, ignored);
}

Digest read_digest(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw UserError(cat("cannot open ", path, ": ", std::strerror(errno)));
    ContentHash hash;
    std::vector<char> block(1 << 20);
    do {
        file.read(block.data(), static_cast<std::streamsize>(block.size()));
        hash.add_bytes(block.data(), static_cast<std::size_t>(file.gcount()));
    } while (file);
    if (file.bad()) throw UserError(cat("cannot read ", path, ": ", std::strerror(errno)));
    return hash.digest();
}

}  // namespace

std::string Digest::hex() const {
    return hex_of(low) + hex_of(high);
}

bool Digest::from_hex(std::string_view text, Digest& digest) {
    return text.size() == 32 && parse_hex(text.substr(0, 16), digest.low) && parse_hex(text.substr(16), digest.high);
}

void ContentHash::mix_block(const unsigned char* block) {
    h1_ ^= scramble_first(load(block, 8));
    h1_ = (std::rotl(h1_, 27) + h2_) * 5 + 0x52DCE729;
    h2_ ^= scramble_second(load(block + 8, 8));
    h2_ = (std::rotl(h2_, 31) + h1_) * 5 + 0x38495AB5;
}

void ContentHash::add_bytes(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    length_ += size;
    if (tail_size_ > 0) {
        const std::size_t taken = std::min(size, tail_.size() - tail_size_);
        std::memcpy(tail_.data() + tail_size_, bytes, taken);
        tail_size_ += taken;
        bytes += taken;
        size -= taken;
        if (tail_size_ < tail_.size()) return;
        mix_block(tail_.data());
        tail_size_ = 0;
    }
    for (; size >= tail_.size(); bytes += tail_.size(), size -= tail_.size()) mix_block(bytes);
    if (size > 0) std::memcpy(tail_.data(), bytes, size);
    tail_size_ = size;
}

void ContentHash::add_number(std::uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(number >> (8 * i));
    add_bytes(bytes, sizeof bytes);
}

void ContentHash::add_text(std::string_view text) {
    add_number(text.size());
    add_bytes(text.data(), text.size());
}

void ContentHash::add_digest(const Digest& digest) {
    add_number(digest.low);
    add_number(digest.high);
}

Digest ContentHash::digest() const {
    std::uint64_t h1 = h1_, h2 = h2_;
    if (tail_size_ > 8) h2 ^= scramble_second(load(tail_.data() + 8, tail_size_ - 8));
    if (tail_size_ > 0) h1 ^= scramble_first(load(tail_.data(), std::min<std::size_t>(tail_size_, 8)));
    h1 ^= length_;
    h2 ^= length_;
    h1 += h2;
    h2 += h1;
    h1 = finalize(h1);
    h2 = finalize(h2);
    h1 += h2;
    h2 += h1;
    return {h1, h2};
}

Digest file_digest(const std::string& path, const std::string& memo_dir, std::int64_t now_seconds) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) throw UserError(cat("cannot open ", path, ": ", std::strerror(errno)));
    if (S_ISDIR(status.st_mode)) throw UserError(cat("cannot read ", path, ": it is a directory"));
    const std::string stamp = stamp_of(path, status), memo = memo_path(path, memo_dir);
    Digest digest;
    if (recall(memo, stamp, digest)) return digest;
    digest = read_digest(path);
    constexpr std::int64_t settled_seconds = 3;
    if (std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec) + settled_seconds < now_seconds) {
        remember(memo, stamp, digest);
    }
    return digest;
}

}  // namespace nmt
