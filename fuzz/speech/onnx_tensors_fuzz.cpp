// Parsers: speech/onnx_tensors.cpp
// Whatever a file claims, a tensor has as many values as its shape says, all of them inside the file.
#include "speech/onnx_tensors.hpp"

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const ByteView file(data, size);
  const auto tensors = speech::read_onnx_tensors(file);
  if (!tensors) {
    require(tensors.error().kind == ErrorKind::Invalid && !tensors.error().message.empty(), "a refusal says why");
    return 0;
  }
  for (const auto& tensor : *tensors) {
    const auto raw = tensor.raw;
    require(raw.data() >= file.data() && raw.data() + raw.size() <= file.data() + file.size(), "values lie inside the file");
    std::size_t elements = 1;
    for (const auto dimension : tensor.shape) elements *= dimension;
    require(elements == tensor.size() && tensor.values().size() == elements, "as many values as the shape says");
    require(tensor.name.size() <= size, "a name lies inside the file");
  }
  return 0;
}
