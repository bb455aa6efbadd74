# One place for the compiler's warnings; linked privately, never exported.
add_library(nmt_warnings INTERFACE)
target_compile_options(nmt_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                                              -Woverloaded-virtual $<$<BOOL:${NMT_WERROR}>:-Werror>)
# GCC 12 finds fault with its own std::string where a literal is put before one (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(nmt_warnings INTERFACE -Wno-restrict)
endif()
