# Finds LibTorch 2.11 to 2.13 without the CMake package that ships with it: that package stops when the wheel was built
# for CUDA and the machine has no CUDA toolkit. We compile no CUDA source, so headers and libraries are enough.
#
# The search and its order stand in LocateLibTorch.cmake. Defines the target LibTorch::LibTorch, LibTorch_ROOT_DIR,
# LibTorch_VERSION, LibTorch_LIBRARY_DIR and LibTorch_CUDA (ON or OFF).
include(${CMAKE_CURRENT_LIST_DIR}/LocateLibTorch.cmake)
nmt_locate_torch("${PROJECT_SOURCE_DIR}/.deps" LibTorch_ROOT_DIR LibTorch_VERSION _problems)
if(_problems)
  message(STATUS "Not taken: ${_problems}.")
endif()
set(LibTorch_LIBRARY_DIR ${LibTorch_ROOT_DIR}/lib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch REQUIRED_VARS LibTorch_ROOT_DIR VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE
  "LibTorch ${NMT_TORCH_MINIMUM} to 2.13 was not found. ${_problems}\nRun scripts/setup, or set Torch_DIR or \
CMAKE_PREFIX_PATH.")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  set(LibTorch_CUDA OFF)
  set(_libraries torch torch_cpu c10)
  if(EXISTS ${LibTorch_LIBRARY_DIR}/libtorch_cuda.so)
    set(LibTorch_CUDA ON)
    list(APPEND _libraries torch_cuda c10_cuda)
  endif()
  list(TRANSFORM _libraries REPLACE "(.+)" "${LibTorch_LIBRARY_DIR}/lib\\1.so" OUTPUT_VARIABLE _paths)
  # The wheel carries an OpenMP runtime. A second one beside it would keep threads of its own.
  file(GLOB _openmp ${LibTorch_LIBRARY_DIR}/libgomp*.so* ${LibTorch_ROOT_DIR}/../torch.libs/libgomp*.so*)
  if(_openmp)
    list(GET _openmp 0 _openmp)
    list(APPEND _paths ${_openmp})
  else()
    list(APPEND _paths gomp)
  endif()
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    ${LibTorch_ROOT_DIR}/include ${LibTorch_ROOT_DIR}/include/torch/csrc/api/include)
  # --no-as-needed: the CUDA backend registers itself when its library is loaded; nothing refers to it by name.
  target_link_libraries(LibTorch::LibTorch INTERFACE -Wl,--no-as-needed ${_paths} -Wl,--as-needed)
  # The wheel's CUDA libraries lie in packages of their own beside torch; let the linker leave them to run time.
  target_link_options(LibTorch::LibTorch INTERFACE -Wl,--allow-shlib-undefined)
endif()
