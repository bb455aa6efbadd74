#include "text/sentencepiece_file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

std::string read_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw UserError(cat("cannot open the sentencepiece model ", path, ": ", std::strerror(errno)));
    if (std::filesystem::is_directory(path)) {
        throw UserError(cat("cannot read the sentencepiece model ", path, ": it is a directory"));
    }
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return bytes;
}

/// Reads one protocol buffer varint; false at the end of the bytes.
bool read_varint(std::string_view& bytes, std::uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

/// Whether the message holds, after its pieces (field 1), the trainer's and the normaliser's settings (2 and 3), which
/// every complete model has. A file cut between two pieces still parses, and would silently be a smaller vocabulary.
bool is_complete_model(std::string_view bytes) {
    bool has_trainer = false, has_normalizer = false;
    while (!bytes.empty()) {
        std::uint64_t key = 0, length = 0;
        constexpr std::uint64_t length_delimited = 2;  // the only wire type on this level
        if (!read_varint(bytes, key) || (key & 7) != length_delimited) return false;
        if (!read_varint(bytes, length) || length > bytes.size()) return false;
        bytes.remove_prefix(length);
        has_trainer = has_trainer || key >> 3 == 2;
        has_normalizer = has_normalizer || key >> 3 == 3;
    }
    return has_trainer && has_normalizer;
}

}  // namespace

SentencepieceFile load_sentencepiece(const std::string& path) {
    SentencepieceFile file{read_bytes(path), std::make_unique<sentencepiece::SentencePieceProcessor>()};
    const auto damaged = [&](const std::string& detail) {
        return UserError(cat(path, ": damaged, or not a sentencepiece model (", detail, ")"));
    };
    if (!is_complete_model(file.bytes)) throw damaged("incomplete");
    if (const auto status = file.processor->LoadFromSerializedProto(file.bytes); !status.ok()) {
        throw damaged(status.error_message());
    }
    return file;
}

}  // namespace nmt
