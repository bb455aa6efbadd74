# One place for the compiler's warnings; linked privately, never exported.
add_library(nmt_warnings INTERFACE)
target_compile_options(nmt_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                                              -Woverloaded-virtual $<$<BOOL:${NMT_WERROR}>:-Werror>)
