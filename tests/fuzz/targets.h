#pragma once
// What is fuzzed. Each target takes any bytes, must not crash, and throws BrokenLaw where a promise does not hold.
// The fuzzers of the preset `fuzz` call them with bytes of their own, corpus_test.cpp with those that are kept.

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>

namespace nmt {

using FuzzBytes = std::span<const std::uint8_t>;

class BrokenLaw : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void law(bool holds, const char* text) {
    if (!holds) throw BrokenLaw(text);
}

/// The first byte chooses: a file, standard input, a .gz of these bytes, or a .gz made of them and then damaged.
void fuzz_segment_reader(FuzzBytes bytes);

/// The bytes, made valid UTF-8, are one line; of the tokenizer of TER the first chooses options.
void fuzz_tokenizer_13a(FuzzBytes bytes);
void fuzz_tokenizer_intl(FuzzBytes bytes);
void fuzz_tokenizer_zh(FuzzBytes bytes);
void fuzz_tokenizer_char(FuzzBytes bytes);
void fuzz_tokenizer_ter(FuzzBytes bytes);

/// The first two bytes choose options; the rest, made valid UTF-8, are lines: a hypothesis, its references, and so on.
void fuzz_bleu(FuzzBytes bytes);
void fuzz_chrf(FuzzBytes bytes);
void fuzz_ter(FuzzBytes bytes);

struct FuzzTarget {
    std::string_view name;  // the folder of its corpus
    void (*run)(FuzzBytes bytes);
};

inline constexpr FuzzTarget kFuzzTargets[] = {
    {"segment_reader", fuzz_segment_reader},
    {"tokenizer_13a", fuzz_tokenizer_13a},
    {"tokenizer_intl", fuzz_tokenizer_intl},
    {"tokenizer_zh", fuzz_tokenizer_zh},
    {"tokenizer_char", fuzz_tokenizer_char},
    {"tokenizer_ter", fuzz_tokenizer_ter},
    {"bleu", fuzz_bleu},
    {"chrf", fuzz_chrf},
    {"ter", fuzz_ter},
};

}  // namespace nmt
