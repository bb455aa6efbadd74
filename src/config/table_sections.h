#pragma once
// The parts of the option table and what they are written with. Only option_table.cpp and the table_*.cpp include this.

#include <type_traits>
#include <vector>

#include "config/option_table.h"

namespace nmt {

std::vector<Option> run_options();
std::vector<Option> data_options();
std::vector<Option> text_options();
std::vector<Option> model_options();
std::vector<Option> encoder_decoder_options();
std::vector<Option> train_options();
std::vector<Option> validate_options();
std::vector<Option> search_options();

/// The accessors for what `Get`, a captureless lambda from Config& to one of its fields, points at.
template <class Get>
Field field_of(Get) {
    using T = std::remove_reference_t<std::invoke_result_t<Get, Config&>>;
    if constexpr (std::is_enum_v<T>) {
        return ChoiceField{[](const Config& config) { return static_cast<std::size_t>(Get{}(config)); },
                           [](Config& config, std::size_t value) { Get{}(config) = static_cast<T>(value); }};
    } else {
        return FieldOf<T>{[](const Config& config) -> const T& { return Get{}(config); },
                          [](Config& config) -> T& { return Get{}(config); }};
    }
}

/// The key is the path of the field, so that the two cannot part.
#define NMT_OPTION(path) .key = #path, .field = field_of([](auto& config) -> auto& { return config.path; })

inline Range at_least(double low) {
    return {.low = low};
}
/// low < value <= high
inline Range from_above_to(double low, double high) {
    return {.low = low, .high = high, .is_low_open = true};
}
inline Range between(double low, double high) {
    return {.low = low, .high = high};
}
/// low <= value < high
inline Range from_to_below(double low, double high) {
    return {.low = low, .high = high, .is_high_open = true};
}

}  // namespace nmt
