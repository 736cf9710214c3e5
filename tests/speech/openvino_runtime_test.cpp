#include "speech/openvino_runtime.hpp"

#include <gtest/gtest.h>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

std::string write(const std::filesystem::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

}  // namespace

TEST(OpenVinoRuntime, ABrokenModelIsOneLineNamingTheFile) {
  const test::TemporaryFolder folder;
  const auto runtime = OpenVinoRuntime::create({});
  ASSERT_TRUE(runtime);
  auto half = test::read_file(test::vad_file().path);
  half.resize(half.size() / 2);

  for (const auto& content : {std::string("not a model"), half}) {
    const auto path = write(folder.path() / "broken.onnx", content);
    const auto model = runtime->compile({path, "voice activity model", "or set CODEVOICE_VAD_MODEL to another file"});

    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().kind, ErrorKind::Invalid);
    EXPECT_NE(model.error().message.find(path), std::string::npos);
    EXPECT_NE(model.error().message.find("./run --build"), std::string::npos);
    EXPECT_EQ(model.error().message.find('\n'), std::string::npos);
  }
}

TEST(OpenVinoRuntime, ADamagedCacheIsCompiledAnew) {
  const test::TemporaryFolder folder;
  {
    const auto runtime = OpenVinoRuntime::create(folder.path() / "cache");
    ASSERT_TRUE(runtime->compile(test::vad_file()));
  }
  std::size_t damaged = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "cache")) {
    std::filesystem::resize_file(entry.path(), entry.file_size() / 2);
    ++damaged;
  }
  ASSERT_GT(damaged, 0U);

  const auto runtime = OpenVinoRuntime::create(folder.path() / "cache");
  const auto model = runtime->compile(test::vad_file());

  EXPECT_TRUE(model);
}

TEST(OpenVinoRuntime, ACacheThatCannotBeMadeIsAnError) { EXPECT_FALSE(OpenVinoRuntime::create("/proc/no/such/cache")); }

}  // namespace codevoice::speech
