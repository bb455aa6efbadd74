#include "config/option_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/cat.h"
#include "base/error.h"
#include "base/nearest.h"

namespace nmt {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::string number_text(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    std::string text(digits, end);
    if (text.find('.') != std::string::npos) return text;
    // PyYAML takes 1e-08 for text and 1 for an integer; 1.0e-08 and 1.0 are numbers to everyone.
    const auto exponent = text.find('e');
    return exponent == std::string::npos ? text + ".0" : text.insert(exponent, ".0");
}

/// Whether a YAML reader of any version takes the bare text for this very text.
bool is_safe_bare(std::string_view text) {
    static const std::string_view special[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto is_inner = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("-./+").find(c) != std::string_view::npos;
    };
    // A first letter or '/' rules out numbers, dates and YAML's own signs.
    return !text.empty() && (is_letter(text[0]) || text[0] == '/') && std::all_of(text.begin(), text.end(), is_inner) &&
           std::find(std::begin(special), std::end(special), lower(text)) == std::end(special);
}

/// The value in a message: as it was written if it can be shown so, and not the whole of a novel.
std::string shown(const WrittenValue& written) {
    constexpr std::size_t longest = 60;
    const std::string_view text = std::string_view(written.text).substr(0, longest);
    const bool is_plain = !written.is_quoted && !text.empty() &&
                          std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
    return cat(is_plain ? std::string(text) : in_quotes(text), written.text.size() > longest ? "..." : "");
}

[[noreturn]] void refuse(const Option& option, const WrittenValue& written, const std::string& expected) {
    std::string text = cat(option.key, " = ", shown(written), ": expected ", expected);
    const bool is_number_in_quotes = written.is_quoted && option.choices.empty();
    if (is_number_in_quotes) text += ", not text in quotes";
    throw UserError(text);
}

[[noreturn]] void refuse_range(const Option& option, const WrittenValue& written) {
    throw UserError(cat(option.key, " = ", shown(written), " is out of range; allowed: ", allowed_text(option)));
}

/// Whether all of `text` is a T, which `value` then holds. `is_too_large`: a number, but none that T can hold.
template <class T>
bool parse_number(std::string_view text, T& value, bool& is_too_large) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    is_too_large = error == std::errc::result_out_of_range;
    return error == std::errc() && end == text.data() + text.size();
}

template <class T>
T parse_integer(const Option& option, const WrittenValue& written) {
    std::string_view digits = written.text;
    const bool is_negative = !digits.empty() && digits[0] == '-';
    if (is_negative) digits.remove_prefix(1);
    const bool is_plain = !digits.empty() &&
                          std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                          (digits.size() == 1 || digits[0] != '0');  // 010 is eight to some readers of YAML
    if (!is_plain || written.is_quoted) refuse(option, written, "an integer, in plain digits");
    T value = 0;
    bool is_too_large = false;
    if (!parse_number(written.text, value, is_too_large)) refuse_range(option, written);
    if (!option.range.contains(static_cast<double>(value))) refuse_range(option, written);
    return value;
}

double parse_double(const Option& option, const WrittenValue& written) {
    double value = 0;
    bool is_too_large = false;
    const bool is_number = parse_number(written.text, value, is_too_large) && !written.is_quoted;
    if (is_too_large) refuse_range(option, written);
    if (!is_number || !std::isfinite(value)) refuse(option, written, "a finite number");
    if (!option.range.contains(value)) refuse_range(option, written);
    return value == 0 ? 0.0 : value;  // no -0
}

bool parse_flag(const Option& option, const WrittenValue& written) {
    const std::string word = lower(written.text);
    if (!written.is_quoted && (word == "true" || word == "yes" || word == "on")) return true;
    if (!written.is_quoted && (word == "false" || word == "no" || word == "off")) return false;
    refuse(option, written, "true or false");
}

[[noreturn]] void refuse_word(const Option& option, const WrittenValue& written,
                              const std::vector<std::string>& known) {
    std::string text = cat(option.key, " = ", shown(written), " is not known; allowed: ", allowed_text(option));
    if (const auto nearest = nearest_name(written.text, known)) text += cat("; did you mean \"", *nearest, "\"?");
    throw UserError(text);
}

std::size_t parse_word(const Option& option, const WrittenValue& written) {
    std::vector<std::string> known;
    for (const Choice& choice : option.choices) known.push_back(choice.name);
    const auto found = std::find(known.begin(), known.end(), written.text);
    if (found == known.end()) refuse_word(option, written, known);
    return static_cast<std::size_t>(found - known.begin());
}

std::string parse_text(const Option& option, const WrittenValue& written) {
    if (!option.choices.empty()) parse_word(option, written);
    if (option.accepts != nullptr && !option.accepts(written.text)) refuse_word(option, written, {});
    return written.text;
}

}  // namespace

std::string value_text(const Option& option, const Config& config) {
    return std::visit(
        Overloaded{
            [&](const FieldOf<bool>& field) -> std::string { return field.read(config) ? "true" : "false"; },
            [&](const FieldOf<std::int64_t>& field) { return std::to_string(field.read(config)); },
            [&](const FieldOf<std::uint64_t>& field) { return std::to_string(field.read(config)); },
            [&](const FieldOf<double>& field) { return number_text(field.read(config)); },
            [&](const FieldOf<std::string>& field) {
                const std::string& text = field.read(config);
                return is_safe_bare(text) ? text : in_quotes(text);
            },
            [&](const ChoiceField& field) { return option.choices.at(field.read(config)).name; },
        },
        option.field);
}

void assign_value(const Option& option, const WrittenValue& written, Config& config) {
    std::visit(Overloaded{
                   [&](const FieldOf<bool>& field) { field.write(config) = parse_flag(option, written); },
                   [&](const FieldOf<std::int64_t>& field) {
                       field.write(config) = parse_integer<std::int64_t>(option, written);
                   },
                   [&](const FieldOf<std::uint64_t>& field) {
                       field.write(config) = parse_integer<std::uint64_t>(option, written);
                   },
                   [&](const FieldOf<double>& field) { field.write(config) = parse_double(option, written); },
                   [&](const FieldOf<std::string>& field) { field.write(config) = parse_text(option, written); },
                   [&](const ChoiceField& field) { field.write(config, parse_word(option, written)); },
               },
               option.field);
}

std::string in_quotes(std::string_view text) {
    static const char hex[] = "0123456789ABCDEF";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += {'\\', c};
        } else if (byte < 0x20 || byte == 0x7F) {
            result += {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
        } else {
            result += c;
        }
    }
    return result + "\"";
}

}  // namespace nmt
