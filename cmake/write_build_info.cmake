# Called by the target nmt_build_info; a tree without git is "unknown".
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT
"#pragma once
#define NMT_VERSION \"${VERSION}\"
#define NMT_COMMIT \"${commit}\"
")
