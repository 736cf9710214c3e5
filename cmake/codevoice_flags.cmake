# Warnings, sanitizers, ccache and linker for every target of ours.
find_program(CCACHE ccache)
if(CCACHE)
  # precompiled headers and worktrees in different folders still hit the cache
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(codevoice_flags INTERFACE)
target_compile_options(codevoice_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(codevoice_flags INTERFACE -fpch-preprocess)
  # false alarms of g++ 12: about std::string inlined into tl::expected at -O2 (GCC PR 105329, 105651), and in instrumented code
  target_compile_options(codevoice_flags INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized)
  if(CODEVOICE_SANITIZE)
    target_compile_options(codevoice_flags INTERFACE -Wno-tsan -Wno-mismatched-new-delete)
  endif()
endif()
target_include_directories(codevoice_flags INTERFACE "${CMAKE_SOURCE_DIR}/src")

# sanitizers go on everything we compile, Boost's separately compiled parts too
if(CODEVOICE_SANITIZE)
  string(REPLACE ";" "," sanitizers "${CODEVOICE_SANITIZE}")
  add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${sanitizers})
endif()
