# The one search for LibTorch 2.11 to 2.13. FindLibTorch.cmake includes it, and scripts/setup runs it by itself:
#   cmake -P cmake/LocateLibTorch.cmake      prints FOLDER and VERSION, tab between them; or says why not, and fails
#
# Looked for in this order: Torch_DIR, CMAKE_PREFIX_PATH (variable, then environment), a python3 that has torch, the
# private environment in .deps. The first that holds headers and libraries of a wanted version is taken.
set(NMT_TORCH_MINIMUM 2.11)
set(NMT_TORCH_TOO_NEW 2.14) # the first version that is not taken; a version stays below it however it is patched

# Sets VERSION_VAR to the version of the LibTorch in folder ROOT, empty when its headers are not there.
function(nmt_read_torch_version root version_var)
  set(${version_var} "" PARENT_SCOPE)
  # Since 2.10 the first holds the numbers and the second includes it; before that (and in Debian's 1.13) the second.
  foreach(header IN ITEMS torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
    if(EXISTS ${root}/include/${header})
      file(STRINGS ${root}/include/${header} lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
      string(REGEX REPLACE "[^0-9;]" "" numbers "${lines}")
      string(REPLACE ";" "." version "${numbers}")
      set(${version_var} "${version}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Sets PROBLEM_VAR to the reason why folder ROOT with this version cannot be used, empty when it can.
function(nmt_judge_torch root version problem_var)
  set(problem "")
  if(version VERSION_LESS 2)
    set(problem "${version}, refused: Debian's own LibTorch is too old, and crashes beside Debian's sentencepiece")
  elseif(version VERSION_LESS NMT_TORCH_MINIMUM)
    set(problem "${version}, too old")
  elseif(NOT version VERSION_LESS NMT_TORCH_TOO_NEW)
    set(problem "${version}, too new")
  else()
    foreach(library IN ITEMS torch torch_cpu c10)
      if(NOT EXISTS ${root}/lib/lib${library}.so)
        set(problem "${version}, but no lib/lib${library}.so")
        break()
      endif()
    endforeach()
  endif()
  set(${problem_var} "${problem}" PARENT_SCOPE)
endfunction()

# Sets FOLDERS_VAR to the folders to look at, in order. DEPS is the .deps folder.
function(nmt_list_torch_folders deps folders_var)
  set(folders "")
  foreach(hint IN ITEMS ${Torch_DIR} $ENV{Torch_DIR})
    get_filename_component(above "${hint}/../../.." ABSOLUTE) # CMake's own meaning: torch/share/cmake/Torch
    list(APPEND folders "${hint}" "${above}")
  endforeach()
  string(REPLACE ":" ";" environment_prefixes "$ENV{CMAKE_PREFIX_PATH}")
  foreach(prefix IN ITEMS ${CMAKE_PREFIX_PATH} ${environment_prefixes})
    get_filename_component(above "${prefix}/../.." ABSOLUTE) # torch.utils.cmake_prefix_path: torch/share/cmake
    list(APPEND folders "${prefix}" "${prefix}/torch" "${above}")
  endforeach()
  foreach(python IN ITEMS python3 ${deps}/venv/bin/python3)
    execute_process( # finds the package without importing it, which would take seconds
      COMMAND ${python} -c
        "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
      OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      list(APPEND folders ${folder})
    endif()
  endforeach()
  list(APPEND folders /usr) # last, only to say why Debian's own LibTorch is refused
  list(REMOVE_DUPLICATES folders)
  set(${folders_var} "${folders}" PARENT_SCOPE)
endfunction()

# Sets ROOT_VAR and VERSION_VAR (both empty when there is none) and PROBLEMS_VAR, one sentence for each LibTorch that
# was seen before it and not taken.
function(nmt_locate_torch deps root_var version_var problems_var)
  set(${root_var} "" PARENT_SCOPE)
  set(${version_var} "" PARENT_SCOPE)
  set(problems "")
  nmt_list_torch_folders("${deps}" folders)
  foreach(folder IN LISTS folders)
    nmt_read_torch_version("${folder}" version)
    if(version)
      nmt_judge_torch("${folder}" "${version}" problem)
      if(NOT problem)
        set(${root_var} "${folder}" PARENT_SCOPE)
        set(${version_var} "${version}" PARENT_SCOPE)
        break()
      endif()
      list(APPEND problems "${folder} holds ${problem}")
    endif()
  endforeach()
  list(JOIN problems ". " problems)
  set(${problems_var} "${problems}" PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  if(NOT NMT_DEPS_DIR)
    get_filename_component(NMT_DEPS_DIR ${CMAKE_CURRENT_LIST_DIR}/../.deps ABSOLUTE)
  endif()
  nmt_locate_torch("${NMT_DEPS_DIR}" root version problems)
  if(problems)
    message(NOTICE "${problems}.")
  endif()
  if(NOT root)
    message(FATAL_ERROR "No LibTorch ${NMT_TORCH_MINIMUM} to 2.13 was found.")
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${root}\t${version}") # message() would write to stderr
endif()
