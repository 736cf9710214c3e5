# Everything we link that is not ours. Each is fenced into the folder that may include it (tools/check_layers.py).
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Protobuf REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
include(GoogleTest)

# Asio, Beast and their TLS parts compiled once, here
add_library(codevoice_boost STATIC "${CMAKE_SOURCE_DIR}/cmake/boost_impl.cpp")
target_compile_definitions(codevoice_boost PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ALLOW_DEPRECATED_HEADERS)
target_link_libraries(codevoice_boost PUBLIC boost_json boost_url tl::expected fmt::fmt OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_features(codevoice_boost PUBLIC cxx_std_20)

# one precompiled header for libraries and one for executables: their -fPIC / -fPIE differ
file(WRITE "${CMAKE_BINARY_DIR}/pch_library.cpp" "")
file(WRITE "${CMAKE_BINARY_DIR}/pch_executable.cpp" "int main() {}\n")
add_library(codevoice_pch_library STATIC "${CMAKE_BINARY_DIR}/pch_library.cpp")
add_executable(codevoice_pch_executable EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch_executable.cpp")
foreach(pch codevoice_pch_library codevoice_pch_executable)
  target_link_libraries(${pch} PRIVATE codevoice_flags codevoice_boost)
  target_precompile_headers(${pch} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp")
endforeach()

# OpenVINO from its wheel
add_library(codevoice_openvino INTERFACE)
target_include_directories(codevoice_openvino SYSTEM INTERFACE "${CODEVOICE_TOOLS_DIR}/openvino/include")
target_link_libraries(codevoice_openvino INTERFACE "${CODEVOICE_TOOLS_DIR}/openvino/libs/libopenvino.so.2640")
target_link_options(codevoice_openvino INTERFACE "-Wl,-rpath,${CODEVOICE_TOOLS_DIR}/openvino/libs")

# sherpa-onnx: its C API only (the C++ one has the old libstdc++ ABI)
add_library(codevoice_sherpa INTERFACE)
target_include_directories(codevoice_sherpa SYSTEM INTERFACE "${CODEVOICE_TOOLS_DIR}/sherpa/include")
target_link_libraries(codevoice_sherpa INTERFACE "${CODEVOICE_TOOLS_DIR}/sherpa/lib/libsherpa-onnx-c-api.so")
target_link_options(codevoice_sherpa INTERFACE "-Wl,-rpath,${CODEVOICE_TOOLS_DIR}/sherpa/lib" "-Wl,-rpath-link,${CODEVOICE_TOOLS_DIR}/sherpa/lib")

# flite with its speakers, from Debian
add_library(codevoice_flite INTERFACE)
target_link_libraries(codevoice_flite INTERFACE flite_cmu_us_slt flite_cmu_us_rms flite_cmu_us_awb flite_cmu_us_kal16 flite_usenglish flite_cmulex flite)
