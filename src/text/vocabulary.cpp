#include "text/vocabulary.h"

#include <sentencepiece_processor.h>

#include "base/cat.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/sentencepiece_file.h"

namespace nmt {
namespace {

constexpr std::string_view pad_piece = "<pad>";

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

Vocabulary::Vocabulary(const std::string& path) : path_(path) {
    SentencepieceFile file = load_sentencepiece(path);
    serialized_ = std::move(file.bytes);
    processor_ = std::move(file.processor);
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

std::optional<std::int32_t> Vocabulary::id_of(std::string_view piece) const {
    const std::int32_t id = processor_->PieceToId(piece);  // unk for what it does not know
    if (processor_->IdToPiece(id) == piece) return id;
    return piece == this->piece(pad_id_) ? std::optional(pad_id_) : std::nullopt;
}

}  // namespace nmt
