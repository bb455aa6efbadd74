#include "metrics/resampling_seed.h"

#include <algorithm>
#include <array>
#include <random>

#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

constexpr std::size_t kMaxDigits = 4300;  // Python's own limit

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view stripped(std::string_view text) {
    constexpr std::string_view spaces = " \t\n\v\f\r";
    const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
    return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

/// The digits of a whole number >= 0, without zeros before it; "" if `text` is none to Python's int().
std::string number_digits(std::string_view text) {
    text = stripped(text);
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) {
            digits += text[i];
        } else if (text[i] != '_' || i == 0 || i + 1 == text.size() || !is_digit(text[i - 1])) {
            return "";
        }
    }
    if (digits.empty() || digits.size() > kMaxDigits) return "";
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return is_negative && digits != "0" ? "" : digits;
}

/// The number in base 2^32, lowest word first.
std::vector<std::uint32_t> words_of(std::string_view digits) {
    std::vector<std::uint32_t> words{0};
    for (char digit : digits) {
        std::uint64_t carry = static_cast<std::uint64_t>(digit - '0');
        for (std::uint32_t& word : words) {
            carry += std::uint64_t{word} * 10;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry > 0) words.push_back(static_cast<std::uint32_t>(carry));
    }
    return words;
}

}  // namespace

ResamplingSeed::ResamplingSeed(std::string_view text) : given_text_(text) {
    for (char& c : given_text_)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    number_text_ = given_text_ == "none" ? "none" : number_digits(text);
    if (number_text_.empty())
        throw UserError(cat("the seed is '", text, "' (SACREBLEU_SEED); it must be a whole number >= 0, or none"));
    if (number_text_ != "none") words_ = words_of(number_text_);
}

Pcg64 ResamplingSeed::generator() const {
    if (!is_none()) return Pcg64(words_);
    std::random_device entropy;
    std::array<std::uint32_t, 4> words;
    for (std::uint32_t& word : words) word = entropy();
    return Pcg64(words);
}

}  // namespace nmt
