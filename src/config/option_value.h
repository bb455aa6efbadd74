#pragma once
// One option's value as text, in both directions.

#include <string>
#include <string_view>

#include "config/option_table.h"

namespace nmt {

/// The value of `option` in `config` as it stands in YAML, and such that assign_value reads exactly the same value
/// back: numbers in their shortest exact form, text quoted where a YAML reader would take it for something else.
std::string value_text(const Option& option, const Config& config);

/// A value as it was written in YAML.
struct WrittenValue {
    std::string text;
    bool is_quoted = false;
};

/// Puts `written` into the option's field of `config`. Integers are plain decimal digits; numbers may have a fraction
/// and an exponent; flags are true|false|yes|no|on|off. Throws UserError (without a place, which the caller knows) when
/// the type is wrong, the number is out of range, not finite or too large to hold, or the word is not one of the
/// allowed, which it lists with the nearest one.
void assign_value(const Option& option, const WrittenValue& written, Config& config);

/// `text` in double quotes, as YAML and a reader of messages understand it: control characters are escaped.
std::string in_quotes(std::string_view text);

}  // namespace nmt
