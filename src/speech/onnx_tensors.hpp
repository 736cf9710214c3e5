// The named tensors of floats an ONNX file holds (its graph's initialisers), so that a small network can be computed without a runtime.
// Units:     dimensions in elements; values as they lie in the file.   Ownership: names and values are views into the file's bytes.
// Errors:    Invalid when the bytes are no ONNX file, or a tensor's size is not what its shape says; nothing is read outside of the bytes.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

struct OnnxTensor {
  std::string_view name;
  std::vector<std::size_t> shape;
  ByteView raw;  // little-endian floats

  std::size_t size() const { return raw.size() / sizeof(float); }
  std::vector<float> values() const;
};

/// Tensors of another type than float, or whose values are not stored raw, are passed over.
Result<std::vector<OnnxTensor>> read_onnx_tensors(ByteView file);

}  // namespace codevoice::speech
