#pragma once
// The parts of an attention page that never change.

#include <string_view>

namespace nmt {

extern const std::string_view attention_page_style;   // CSS
extern const std::string_view attention_page_script;  // JavaScript; runs at the end of the page

}  // namespace nmt
