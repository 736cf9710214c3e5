#include "speech/onnx_tensors.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
std::string number(std::uint64_t field, std::uint64_t value) { return varint(field << 3) + varint(value); }
std::string message(std::uint64_t field, const std::string& bytes) { return varint(field << 3 | 2) + varint(bytes.size()) + bytes; }
std::string floats(const std::vector<float>& values) { return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)}; }

std::string tensor(const std::string& name, const std::string& dimensions, const std::string& raw, std::uint64_t type = 1) {
  return message(5, dimensions + number(2, type) + message(8, name) + message(9, raw));
}
std::string model(const std::string& graph) { return number(1, 10) + message(2, "pytorch") + message(7, graph); }

Result<std::vector<OnnxTensor>> read(const std::string& file) { return read_onnx_tensors(view_of(file)); }

TEST(OnnxTensors, AreReadWithTheirShapes) {
  const auto file = model(message(2, "a graph's name") + tensor("weight", number(1, 2) + number(1, 3), floats({1, 2, 3, 4, 5, 6})) +
                          tensor("bias", message(1, varint(2)), floats({7, 8})));

  const auto tensors = read(file).value();

  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors[0].name, "weight");
  EXPECT_EQ(tensors[0].shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(tensors[0].values(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(tensors[1].shape, (std::vector<std::size_t>{2}));
  EXPECT_EQ(tensors[1].values(), (std::vector<float>{7, 8}));
}

TEST(OnnxTensors, OtherTypesArePassedOver) {
  const auto file = model(tensor("axis", number(1, 1), std::string(8, '\0'), 7) + tensor("scale", "", floats({2})));

  const auto tensors = read(file).value();

  ASSERT_EQ(tensors.size(), 1U);
  EXPECT_EQ(tensors[0].name, "scale");
}

TEST(OnnxTensors, ASizeThatIsNotItsShapesIsRefused) {
  EXPECT_FALSE(read(model(tensor("w", number(1, 3), floats({1, 2})))));
  EXPECT_FALSE(read(model(tensor("w", number(1, 1), "abcde"))));
  EXPECT_FALSE(read(model(tensor("w", number(1, 0), floats({1, 2})))));
}

TEST(OnnxTensors, AShapeThatOverflowsIsRefused) {
  const auto huge = number(1, std::uint64_t{1} << 62);

  EXPECT_FALSE(read(model(tensor("w", huge + number(1, 4), floats({1})))));  // 2^64 is 0, and one more 4 would make it fit
  EXPECT_FALSE(read(model(tensor("w", huge, floats({1})))));
}

TEST(OnnxTensors, TooManyDimensionsAreRefused) {
  std::string one_each, packed;
  for (int i = 0; i < 9; ++i) {
    one_each += number(1, 1);
    packed += varint(1);
  }

  EXPECT_FALSE(read(model(tensor("w", one_each, floats({1})))));
  EXPECT_FALSE(read(model(tensor("w", message(1, packed), floats({1})))));
}

TEST(OnnxTensors, TooManyTensorsAreRefused) {
  std::string graph;
  const auto one = tensor("w", "", floats({1}));
  for (int i = 0; i < 10'001; ++i) graph += one;

  EXPECT_FALSE(read(model(graph)));
}

TEST(OnnxTensors, AFileCutAnywhereIsRefusedOrWhole) {
  const auto file = model(tensor("weight", number(1, 2), floats({1, 2})));

  for (std::size_t length = 0; length < file.size(); ++length) EXPECT_FALSE(read(file.substr(0, length))) << length;
}

TEST(OnnxTensors, NoModelAtAllIsRefused) {
  for (const std::string bytes : {"", "RIFF....WAVEfmt ", "\x0b", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"}) {
    const auto tensors = read(bytes);
    ASSERT_FALSE(tensors);
    EXPECT_EQ(tensors.error().kind, ErrorKind::Invalid);
  }
}

TEST(OnnxTensors, SilerosAreAllThere) {
  const auto file = test::read_file(test::vad_file().path);

  const auto tensors = read(file).value();

  EXPECT_GE(tensors.size(), 30U);
}

}  // namespace
}  // namespace codevoice::speech
