#pragma once
// A 128-bit fingerprint of content, for cache keys.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nmt {

struct Digest {
    std::uint64_t low = 0, high = 0;
    auto operator<=>(const Digest&) const = default;
    /// 32 lower-case hexadecimal digits, `low` first.
    std::string hex() const;
    /// The inverse of hex(); false when `text` is no such number.
    static bool from_hex(std::string_view text, Digest& digest);
};

/// MurmurHash3_x64_128 (Appleby, public domain), fed piece by piece. Guards against accidents, not against an attacker.
class ContentHash {
public:
    explicit ContentHash(std::uint32_t seed = 0) : h1_(seed), h2_(seed) {}

    /// Adds raw bytes; how they are cut into calls does not matter.
    void add_bytes(const void* data, std::size_t size);
    /// Adds a number, and a text preceded by its length, so that neighbours cannot run together.
    void add_number(std::uint64_t number);
    void add_text(std::string_view text);
    void add_digest(const Digest& digest);

    /// The fingerprint of everything added so far.
    Digest digest() const;

private:
    void mix_block(const unsigned char* block);

    std::uint64_t h1_, h2_, length_ = 0;
    std::array<unsigned char, 16> tail_{};
    std::size_t tail_size_ = 0;
};

/// The fingerprint of a file's bytes. `memo_dir` remembers it beside the file's size, times and inode, so that an
/// unchanged file is not read again; a file touched in the last seconds before `now_seconds` (Unix time) is not
/// remembered, because a change within the clock's grain would go unseen. A memo that cannot be written is done
/// without. Throws UserError when the file cannot be read.
Digest file_digest(const std::string& path, const std::string& memo_dir, std::int64_t now_seconds);

}  // namespace nmt
