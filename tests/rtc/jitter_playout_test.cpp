#include "rtc/jitter_playout.hpp"

#include <gtest/gtest.h>

#include "rtc/audio_track_sim.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::int64_t kPacket = 960;
constexpr std::int64_t kMillisecond = 48;
constexpr std::int64_t kTarget = 40 * kMillisecond;

/// A playout fed by hand: `now` is the sender's clock, in packets.
class PlayoutRig {
 public:
  explicit PlayoutRig(std::vector<Bytes> packets = test::tone_packets()) : packets_(std::move(packets)) {}

  void put(std::int64_t number) { put(number, packets_[static_cast<std::size_t>(number) % packets_.size()]); }
  void put(std::int64_t number, ByteView payload, std::int64_t shift = 0) {
    const auto info = audio::inspect_opus(payload).value_or(audio::OpusPacketInfo{960, 960, false});
    playout_.insert({number, number * kPacket + shift, info.samples48, info.frame_samples48, info.has_fec, payload});
  }
  JitterPlayout::Pulled pull(std::int64_t now_packets) {
    pcm.assign(320, 1);
    return playout_.pull({now_packets * kPacket, kTarget}, pcm);
  }
  double level() const { return audio::level_dbfs(pcm); }

  JitterPlayout& playout() { return playout_; }
  audio::Pcm pcm;

 private:
  std::vector<Bytes> packets_;
  JitterPlayout playout_{audio::OpusDecoder::create(16'000).value()};
};

Bytes silent_packet() {
  auto encoder = audio::OpusEncoder::create({}).value();  // owns the packet it returns a view of
  const auto packet = encoder.encode(audio::Pcm(960)).value();
  return {packet.begin(), packet.end()};
}

TEST(JitterPlayout, WaitsUntilTheTargetIsReachedThenPlays) {
  PlayoutRig rig;
  EXPECT_EQ(rig.pull(0).timestamp, std::nullopt);
  rig.put(0);

  EXPECT_EQ(rig.pull(1).timestamp, std::nullopt);
  EXPECT_EQ(rig.pull(2).timestamp, std::nullopt);
  const auto played = rig.pull(3);

  EXPECT_EQ(played.timestamp, 0);
  EXPECT_FALSE(played.concealed);
  EXPECT_GT(rig.level(), -40.0);
}

TEST(JitterPlayout, KeepsThePlaceOfADelayedPacketAndPlaysItWhenItComes) {
  PlayoutRig rig;
  rig.put(0);
  rig.pull(3);

  EXPECT_EQ(rig.pull(4).timestamp, 960);
  EXPECT_EQ(rig.pull(5).timestamp, 960);
  EXPECT_FALSE(rig.playout().is_late({1, 960, 960, 960, false, {}}));
  rig.put(1);
  const auto played = rig.pull(6);

  EXPECT_EQ(played.timestamp, 960);
  EXPECT_FALSE(played.concealed);
  EXPECT_EQ(rig.playout().stats().underruns, 1U);
}

TEST(JitterPlayout, SkipsWhatIsGoneOnceALaterPacketShowsIt) {
  PlayoutRig rig;
  rig.put(0);
  rig.pull(3);
  for (std::int64_t i = 4; i < 14; ++i) EXPECT_TRUE(rig.pull(i).concealed);  // packets 1 … 10 never come
  rig.put(11);

  const auto played = rig.pull(14);

  EXPECT_EQ(played.timestamp, 11 * kPacket);
  EXPECT_FALSE(played.concealed);
  EXPECT_TRUE(rig.playout().is_late({5, 5 * kPacket, 960, 960, false, {}}));
}

TEST(JitterPlayout, ConcealsForAHundredAndTwentyMillisecondsThenIsSilent) {
  PlayoutRig rig;
  for (std::int64_t i = 0; i < 10; ++i) rig.put(i);
  for (std::int64_t i = 3; i < 13; ++i) rig.pull(i);

  std::vector<double> levels;
  for (std::int64_t i = 13; i < 23; ++i) {
    EXPECT_TRUE(rig.pull(i).concealed);
    levels.push_back(rig.level());
  }

  EXPECT_GT(levels[0], -30.0);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_GT(levels[i], audio::kSilenceDbfs) << i;
  for (std::size_t i = 6; i < 10; ++i) EXPECT_EQ(levels[i], audio::kSilenceDbfs) << i;
}

TEST(JitterPlayout, KeepsItsPlaceForASecondAtMost) {
  PlayoutRig rig;
  rig.put(0);
  rig.pull(3);

  for (std::int64_t i = 4; i < 150; ++i) rig.pull(i);

  const auto place = rig.pull(150).timestamp.value();
  EXPECT_NEAR(static_cast<double>(149 * kPacket - place) / kMillisecond, 1'040.0, 1.0);
}

TEST(JitterPlayout, BacklogOfSecondsIsCutDownToOne) {
  PlayoutRig rig;
  for (std::int64_t i = 0; i < 90; ++i) rig.put(i);
  rig.pull(3);

  const auto played = rig.pull(90);

  EXPECT_NEAR(static_cast<double>(played.timestamp.value()) / kPacket, 90.0 - 1.0 - 52.0, 2.0);
  EXPECT_GT(rig.playout().stats().late, 20U);
}

TEST(JitterPlayout, LostPacketIsTakenFromTheCopyInTheNext) {
  const auto packets = test::speech_like_packets(100, {.expected_loss_percent = 20});
  PlayoutRig rig(packets);
  std::int64_t lost = 30;
  while (!audio::inspect_opus(packets[static_cast<std::size_t>(lost + 1)])->has_fec) ++lost;
  for (std::int64_t i = 0; i < lost + 5; ++i) {
    if (i != lost) rig.put(i);
  }
  for (std::int64_t i = 0; i < lost; ++i) rig.pull(i + 3);

  const auto rebuilt = rig.pull(lost + 3);

  EXPECT_EQ(rebuilt.timestamp, lost * kPacket);
  EXPECT_FALSE(rebuilt.concealed);
  EXPECT_EQ(rig.playout().stats().fec_frames, 1U);
  EXPECT_EQ(rig.pull(lost + 4).timestamp, (lost + 1) * kPacket);
}

TEST(JitterPlayout, UndecodablePacketIsConcealed) {
  PlayoutRig rig;
  for (std::int64_t i = 0; i < 5; ++i) rig.put(i);
  const Bytes broken{0x7B, 0xFF, 0xFF};  // its inside contradicts its first byte
  rig.put(5, broken);
  rig.put(6);
  for (std::int64_t i = 3; i < 8; ++i) rig.pull(i);

  const auto concealed = rig.pull(8);

  EXPECT_EQ(rig.playout().stats().undecodable, 1U);
  EXPECT_TRUE(concealed.concealed);
  EXPECT_FALSE(rig.pull(9).concealed);
}

TEST(JitterPlayout, DelayAboveTheTargetIsTakenOutOfPauses) {
  PlayoutRig rig({silent_packet()});
  for (std::int64_t i = 0; i < 60; ++i) rig.put(i);
  rig.pull(9);  // first played 160 ms behind, 120 ms above the target

  std::int64_t place = 0;
  for (std::int64_t i = 10; i < 45; ++i) place = rig.pull(i).timestamp.value();

  EXPECT_NEAR(static_cast<double>(44 * kPacket - place - kPacket - kTarget) / kMillisecond, 0.0, 20.0);
  EXPECT_GT(rig.playout().stats().cut_samples, 1'500U);
}

TEST(JitterPlayout, DelayBelowTheTargetIsMadeUpInPauses) {
  PlayoutRig rig({silent_packet()});
  for (std::int64_t i = 0; i < 60; ++i) rig.put(i);
  rig.pull(3);
  audio::Pcm out(320);

  std::int64_t place = 0;
  for (std::int64_t i = 4; i < 50; ++i) place = rig.playout().pull({i * kPacket, 100 * kMillisecond}, out).timestamp.value();

  EXPECT_NEAR(static_cast<double>(49 * kPacket - place - kPacket) / kMillisecond, 100.0, 20.0);
  EXPECT_GT(rig.playout().stats().added_samples, 500U);
}

TEST(JitterPlayout, PacketsOfOtherLengthsFillTheSameFrames) {
  // 10 ms packets: the code says two frames of 10 ms, here each alone (configuration 30, CELT)
  PlayoutRig rig;
  const Bytes ten_ms{30 << 3, 0xFF, 0xFE};
  for (std::int64_t i = 0; i < 20; ++i) rig.playout().insert({i, i * 480, 480, 480, false, ten_ms});

  EXPECT_EQ(rig.pull(3).timestamp, 0);
  EXPECT_EQ(rig.pull(4).timestamp, 960);
  EXPECT_EQ(rig.pull(5).timestamp, 1920);
}

TEST(JitterPlayout, ResetForgetsTheStream) {
  PlayoutRig rig;
  rig.put(0);
  rig.put(1);
  rig.pull(3);

  rig.playout().reset();

  EXPECT_FALSE(rig.playout().playing());
  EXPECT_EQ(rig.pull(4).timestamp, std::nullopt);
}

}  // namespace
}  // namespace codevoice::rtc
