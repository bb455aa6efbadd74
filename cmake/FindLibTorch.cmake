# Finds LibTorch 2.11 to 2.13 without the CMake package that ships with it: that package stops when the wheel was built
# for CUDA and the machine has no CUDA toolkit. We compile no CUDA source, so headers and libraries are enough.
#
# Looked for in this order: Torch_DIR, CMAKE_PREFIX_PATH, a python3 that has torch, the private environment in .deps.
# Defines the target LibTorch::LibTorch, LibTorch_VERSION, LibTorch_LIBRARY_DIR and LibTorch_CUDA (ON or OFF).
set(_minimum 2.11)
set(_too_new 2.14)
set(_candidates "")
set(_looked_at "")
foreach(_hint IN ITEMS ${Torch_DIR} $ENV{Torch_DIR})
  get_filename_component(_root "${_hint}/../../.." ABSOLUTE)
  list(APPEND _candidates ${_root} ${_hint})
endforeach()
set(_environment_prefixes "$ENV{CMAKE_PREFIX_PATH}")
string(REPLACE ":" ";" _environment_prefixes "${_environment_prefixes}")
foreach(_prefix IN LISTS CMAKE_PREFIX_PATH _environment_prefixes)
  get_filename_component(_above "${_prefix}/../.." ABSOLUTE) # torch.utils.cmake_prefix_path is torch/share/cmake
  list(APPEND _candidates ${_prefix} ${_above} ${_prefix}/torch)
endforeach()
foreach(_python IN ITEMS python3 ${PROJECT_SOURCE_DIR}/.deps/venv/bin/python3)
  execute_process(
    COMMAND ${_python} -c
      "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
    OUTPUT_VARIABLE _root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  list(APPEND _candidates ${_root})
endforeach()
list(APPEND _candidates /usr) # last, only to say why Debian's own LibTorch is refused

foreach(_root IN LISTS _candidates)
  if(LibTorch_ROOT_DIR)
    break()
  endif()
  # A wheel keeps everything below torch/; Debian spreads it over /usr.
  foreach(_include IN ITEMS ${_root}/include)
    if(EXISTS ${_include}/torch/headeronly/version.h)
      set(_version_header ${_include}/torch/headeronly/version.h)
    elseif(EXISTS ${_include}/torch/csrc/api/include/torch/version.h)
      set(_version_header ${_include}/torch/csrc/api/include/torch/version.h)
    else()
      continue()
    endif()
    file(STRINGS ${_version_header} _lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
    string(REGEX REPLACE "[^0-9;]" "" _numbers "${_lines}")
    string(REPLACE ";" "." _version "${_numbers}")
    if(_version VERSION_LESS _minimum OR NOT _version VERSION_LESS _too_new)
      list(APPEND _looked_at "${_root} holds ${_version}")
      continue()
    endif()
    set(LibTorch_ROOT_DIR ${_root})
    set(LibTorch_VERSION ${_version})
  endforeach()
endforeach()
list(JOIN _looked_at "; " _looked_at)
set(LibTorch_LIBRARY_DIR ${LibTorch_ROOT_DIR}/lib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch REQUIRED_VARS LibTorch_ROOT_DIR VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE
  "LibTorch ${_minimum} to 2.13 was not found (${_looked_at}). Debian's own LibTorch 1.13 is refused: it is too old and \
crashes beside Debian's sentencepiece. Run scripts/setup, or set Torch_DIR or CMAKE_PREFIX_PATH.")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  set(LibTorch_CUDA OFF)
  set(_libraries torch torch_cpu c10)
  if(EXISTS ${LibTorch_LIBRARY_DIR}/libtorch_cuda.so)
    set(LibTorch_CUDA ON)
    list(APPEND _libraries torch_cuda c10_cuda)
  endif()
  list(TRANSFORM _libraries REPLACE "(.+)" "${LibTorch_LIBRARY_DIR}/lib\\1.so" OUTPUT_VARIABLE _paths)
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    ${LibTorch_ROOT_DIR}/include ${LibTorch_ROOT_DIR}/include/torch/csrc/api/include)
  # --no-as-needed: the CUDA backend registers itself when its library is loaded; nothing refers to it by name.
  target_link_libraries(LibTorch::LibTorch INTERFACE -Wl,--no-as-needed ${_paths} -Wl,--as-needed)
  # The wheel's CUDA libraries lie in packages of their own beside torch; let the linker leave them to run time.
  target_link_options(LibTorch::LibTorch INTERFACE -Wl,--allow-shlib-undefined -Wl,-rpath,${LibTorch_LIBRARY_DIR})
endif()
