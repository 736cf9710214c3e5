#include "speech/onnx_tensors.hpp"

#include <bit>
#include <cstring>
#include <optional>

namespace codevoice::speech {
namespace {

// field numbers of onnx.proto
constexpr std::uint64_t kModelGraph = 7;
constexpr std::uint64_t kGraphInitializer = 5;
constexpr std::uint64_t kTensorDims = 1;
constexpr std::uint64_t kTensorType = 2;
constexpr std::uint64_t kTensorName = 8;
constexpr std::uint64_t kTensorRaw = 9;
constexpr std::uint64_t kFloat = 1;

constexpr std::size_t kMostTensors = 10'000;
constexpr std::size_t kMostDimensions = 8;

struct Field {
  std::uint64_t number = 0;
  std::uint64_t value = 0;  // of a varint
  ByteView bytes;           // of a length-delimited field
};

std::optional<std::uint64_t> take_varint(ByteView& rest) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const std::uint8_t byte = rest.front();
    rest = rest.subspan(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

/// Walks the fields of one protobuf message. After the last next() `broken` says whether it ended where a field should have gone on.
class Fields {
 public:
  explicit Fields(ByteView message) : rest_(message) {}

  std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    auto field = read();
    if (!field) {
      broken_ = true;
      rest_ = {};
    }
    return field;
  }
  bool broken() const { return broken_; }

 private:
  std::optional<Field> read() {
    const auto key = take_varint(rest_);
    if (!key) return std::nullopt;
    Field field{.number = *key >> 3, .bytes = {}};
    switch (*key & 7) {
      case 0: return value_of(field);
      case 1: return take(8) ? std::optional(field) : std::nullopt;
      case 2: return bytes_of(field);
      case 5: return take(4) ? std::optional(field) : std::nullopt;
      default: return std::nullopt;
    }
  }

  std::optional<Field> value_of(Field field) {
    const auto value = take_varint(rest_);
    if (!value) return std::nullopt;
    field.value = *value;
    return field;
  }

  std::optional<Field> bytes_of(Field field) {
    const auto length = take_varint(rest_);
    if (!length) return std::nullopt;
    const auto bytes = take(*length);
    if (!bytes) return std::nullopt;
    field.bytes = *bytes;
    return field;
  }

  std::optional<ByteView> take(std::uint64_t length) {
    if (length > rest_.size()) return std::nullopt;
    const auto taken = rest_.first(static_cast<std::size_t>(length));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

  ByteView rest_;
  bool broken_ = false;
};

struct Read {
  OnnxTensor tensor;
  std::uint64_t type = 0;
};

// writers may pack the dimensions into one field, or write one field each
bool add_dimensions(const Field& field, std::vector<std::size_t>& shape) {
  if (field.bytes.empty()) {
    shape.push_back(static_cast<std::size_t>(field.value));
    return shape.size() <= kMostDimensions;
  }
  auto rest = field.bytes;
  while (!rest.empty()) {
    const auto value = take_varint(rest);
    if (!value || shape.size() == kMostDimensions) return false;
    shape.push_back(static_cast<std::size_t>(*value));
  }
  return true;
}

bool has_size_of_shape(const OnnxTensor& tensor) {
  std::size_t elements = 1;
  for (const auto dimension : tensor.shape) {
    if (__builtin_mul_overflow(elements, dimension, &elements)) return false;
  }
  return tensor.raw.size() % sizeof(float) == 0 && elements == tensor.size();
}

std::optional<Read> read_tensor(ByteView message) {
  Read read;
  Fields fields(message);
  while (const auto field = fields.next()) {
    switch (field->number) {
      case kTensorDims:
        if (!add_dimensions(*field, read.tensor.shape)) return std::nullopt;
        break;
      case kTensorType: read.type = field->value; break;
      case kTensorName: read.tensor.name = text_of(field->bytes); break;
      case kTensorRaw: read.tensor.raw = field->bytes; break;
      default: break;
    }
  }
  if (fields.broken()) return std::nullopt;
  return read;
}

bool read_graph(ByteView message, std::vector<OnnxTensor>& tensors) {
  Fields fields(message);
  while (const auto field = fields.next()) {
    if (field->number != kGraphInitializer) continue;
    auto read = read_tensor(field->bytes);
    if (!read || tensors.size() == kMostTensors) return false;
    if (read->type != kFloat || read->tensor.raw.empty()) continue;
    if (!has_size_of_shape(read->tensor)) return false;
    tensors.push_back(std::move(read->tensor));
  }
  return !fields.broken();
}

}  // namespace

std::vector<float> OnnxTensor::values() const {
  static_assert(std::endian::native == std::endian::little, "the file's floats are copied as they are");
  std::vector<float> values(size());
  std::memcpy(values.data(), raw.data(), values.size() * sizeof(float));
  return values;
}

Result<std::vector<OnnxTensor>> read_onnx_tensors(ByteView file) {
  std::vector<OnnxTensor> tensors;
  Fields fields(file);
  bool found = false;
  while (const auto field = fields.next()) {
    if (field->number != kModelGraph) continue;
    found = true;
    if (!read_graph(field->bytes, tensors)) return fail(ErrorKind::Invalid, "the ONNX file is broken");
  }
  if (fields.broken() || !found) return fail(ErrorKind::Invalid, "this is no ONNX file");
  return tensors;
}

}  // namespace codevoice::speech
