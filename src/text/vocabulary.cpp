#include "text/vocabulary.h"

#include <sentencepiece_processor.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"

namespace nmt {
namespace {

constexpr std::string_view pad_piece = "<pad>";

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

bool is_line_break(char32_t c) {
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

std::string on_one_line(const std::string& text) {
    std::string result;
    result.reserve(text.size());
    for (CodePoints walk(text); !walk.done(); walk.next()) {
        if (is_line_break(walk.value())) {
            result += ' ';
        } else {
            result += walk.bytes();
        }
    }
    return result;
}

}  // namespace

Vocabulary::Vocabulary(const std::string& path)
    : path_(path),
      serialized_(read_bytes(path)),
      processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
    const auto damaged = [&](const std::string& detail) {
        return UserError(cat(path_, ": damaged, or not a sentencepiece model (", detail, ")"));
    };
    if (!is_complete_model(serialized_)) throw damaged("incomplete");
    if (const auto status = processor_->LoadFromSerializedProto(serialized_); !status.ok()) {
        throw damaged(status.error_message());
    }
    size_ = processor_->GetPieceSize();
    unk_id_ = processor_->unk_id();
    bos_id_ = processor_->bos_id();
    eos_id_ = processor_->eos_id();
    pad_id_ = processor_->pad_id();
    if (bos_id_ < 0 || eos_id_ < 0) {
        throw UserError(cat(path_, ": the model has no ", bos_id_ < 0 ? "bos (<s>)" : "eos (</s>)",
                            "; train it with bos and eos, for example spm_train --pad_id=0 --unk_id=1 --bos_id=2 "
                            "--eos_id=3, or leave the model to nmt-train"));
    }
    if (pad_id_ < 0) pad_id_ = size_++;
}

Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;

std::vector<std::int32_t> Vocabulary::encode(std::string_view text) const {
    std::vector<int> ids;
    const auto status = processor_->Encode(text, &ids);
    if (!status.ok()) throw InternalError(cat("sentencepiece cannot encode a text: ", status.error_message()));
    return ids;
}

std::string Vocabulary::decode(std::span<const std::int32_t> ids) const {
    std::vector<int> words;
    words.reserve(ids.size());
    for (const std::int32_t id : ids) {
        require(id >= 0 && id < size_, "decode: an id outside the vocabulary");
        if (id != pad_id_ && id != unk_id_ && id != bos_id_ && id != eos_id_) words.push_back(id);
    }
    std::string text;
    const auto status = processor_->Decode(words, &text);
    if (!status.ok()) throw InternalError(cat("sentencepiece cannot decode ids: ", status.error_message()));
    return on_one_line(text);
}

std::string Vocabulary::piece(std::int32_t id) const {
    require(id >= 0 && id < size_, "piece: an id outside the vocabulary");
    if (id == processor_->GetPieceSize()) return std::string(pad_piece);
    return processor_->IdToPiece(id);
}

}  // namespace nmt
