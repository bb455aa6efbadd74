# Writes build/generated/build_info.h at every build, and touches it only when the commit has changed.
set(NMT_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${NMT_GENERATED_DIR})
add_custom_target(nmt_build_info
  COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
          -DOUTPUT=${NMT_GENERATED_DIR}/build_info.h
          -P ${PROJECT_SOURCE_DIR}/cmake/write_build_info.cmake
  BYPRODUCTS ${NMT_GENERATED_DIR}/build_info.h
  VERBATIM)
