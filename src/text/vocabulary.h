#pragma once
// Text <-> ids by a sentencepiece model (Kudo and Richardson 2018).

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace nmt {

/// A loaded sentencepiece model. Immutable: all const functions may be called from several threads at once.
class Vocabulary {
public:
    /// Loads a `.model` file of spm_train or of train_vocabulary.
    /// Throws UserError naming `path`: missing, damaged, or without bos or eos.
    explicit Vocabulary(const std::string& path);
    ~Vocabulary();
    Vocabulary(Vocabulary&&) noexcept;
    Vocabulary& operator=(Vocabulary&&) noexcept;

    /// The ids of `text`, with neither bos nor eos; empty when the normaliser leaves nothing. Bytes that are not UTF-8
    /// are read as U+FFFD. Never gives pad, bos or eos, whatever the text says.
    std::vector<std::int32_t> encode(std::string_view text) const;

    /// The text of `ids`, on one line: line breaks of any kind (LF, VT, FF, CR, U+0085, U+2028, U+2029), which byte
    /// fallback can produce, become spaces. pad, unk, bos and eos leave no trace.
    /// Throws InternalError for an id outside [0, size()).
    std::string decode(std::span<const std::int32_t> ids) const;

    /// The number of ids, a pad of our own included.
    std::int32_t size() const { return size_; }

    /// The model's own ids. A model without pad gets one just past its last piece; unk always exists.
    std::int32_t pad_id() const { return pad_id_; }
    std::int32_t unk_id() const { return unk_id_; }
    std::int32_t bos_id() const { return bos_id_; }
    std::int32_t eos_id() const { return eos_id_; }

    /// The piece of an id as pictures show it: U+2581 stands for the space before a word.
    /// Throws InternalError for an id outside [0, size()).
    std::string piece(std::int32_t id) const;

    /// The id of a piece as piece() shows it; none when no piece is spelt so.
    std::optional<std::int32_t> id_of(std::string_view piece) const;

    const std::string& path() const { return path_; }
    /// The bytes of the model file: for copies beside the weights and for content keys.
    const std::string& serialized() const { return serialized_; }

private:
    std::string path_, serialized_;
    std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
    std::int32_t size_ = 0, pad_id_ = -1, unk_id_ = -1, bos_id_ = -1, eos_id_ = -1;
};

}  // namespace nmt
