#include "cli/replay_audio.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "audio/wav.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::cli {
namespace {

class ReplayAudioTest : public ::testing::Test {
 protected:
  std::string written(const Bytes& bytes) {
    const auto path = folder.file("take.wav");
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return path;
  }
  /// The one line it is refused with; empty when it is not.
  std::string refused(const std::string& path, int channel = 1) {
    const auto audio = load_replay_audio(path, channel);
    return audio ? "" : audio.error().message;
  }
  std::string refused(const Bytes& bytes, int channel = 1) { return refused(written(bytes), channel); }
  /// A minute more, of silence.
  std::string longer_than(std::chrono::minutes length) {
    const auto data_bytes = static_cast<std::uint32_t>(length.count() + 1) * 60 * 1'000 * 2;
    const auto path = written(audio::make_wav_header(data_bytes, 1'000, 1));
    std::filesystem::resize_file(path, audio::kWavHeaderSize + data_bytes);  // a hole
    return path;
  }
  test::TempDir folder;
};

TEST_F(ReplayAudioTest, TheChosenChannelComesAt16kHz) {
  audio::Pcm both;
  for (int i = 0; i < 48'000; ++i) {
    both.push_back(1000);
    both.push_back(-2000);
  }
  const auto path = written(audio::make_wav(both, 48'000, 2));

  const auto first = load_replay_audio(path, 1), second = load_replay_audio(path, 2);

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->pcm.size(), 16'000U);
  EXPECT_EQ(first->length(), Duration{std::chrono::seconds{1}});
  EXPECT_NEAR(first->pcm[8'000], 1000, 2);
  EXPECT_NEAR(second->pcm[8'000], -2000, 2);
  EXPECT_EQ(first->channels, 2);
  EXPECT_EQ(first->rate_hz, 48'000U);
}

TEST_F(ReplayAudioTest, EachBadFileIsRefusedInOneLineThatNamesItAndTheFault) {
  const auto good = audio::make_wav(audio::Pcm(16'000, 500), 16'000);
  auto cut = good;
  cut.resize(good.size() - 8'001);
  auto eight_channels = good;
  eight_channels[22] = 8;
  auto header_only = good;
  header_only.resize(30);
  const std::vector<std::pair<std::string, std::string>> told{
      {refused(folder.file("none.wav")), "no such file"},
      {refused(folder.path().string()), "is no file"},
      {refused(Bytes{}), "is empty"},
      {refused(Bytes(5'000, 'x')), "not a RIFF/WAVE file"},
      {refused(header_only), "wav: "},
      {refused(cut), "8001 bytes of the audio its header tells are missing (0.7 s are there)"},
      {refused(eight_channels), "only mono and stereo"},
      {refused(audio::make_wav({}, 16'000)), "holds no audio"},
      {refused(longer_than(std::chrono::minutes{180})), "is too long (181 minutes; at most 180)"},
      {refused(good, 2), "is mono: it has no channel 2"},
  };
  for (const auto& [line, fault] : told) {
    EXPECT_NE(line.find(fault), std::string::npos) << "wanted: " << fault << ", got: " << line;
    EXPECT_NE(line.find(folder.path().string()), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  }
}

TEST_F(ReplayAudioTest, AFileTooLargeToReadIsRefusedUnread) {
  const auto path = written(audio::make_wav(audio::Pcm(10), 16'000));
  std::filesystem::resize_file(path, (std::uintmax_t{1} << 30) + 1);  // a hole: it takes no room

  EXPECT_NE(refused(path).find("is too large (1024 MB; at most 1024 MB)"), std::string::npos) << refused(path);
}

}  // namespace
}  // namespace codevoice::cli
