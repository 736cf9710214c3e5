// Turns buffered packets into an endless stream of 20 ms frames: decides what to play, conceal, wait for or skip.
// Units:  ticks are the sender's 48 kHz clock, unwrapped; frames are 16 kHz mono.
// Thread: one. No allocation after creation while packets are sound Opus.
// Errors: none once made: a packet that will not decode is concealed like a lost one.
//
// Delay is what lies between the end of a packet's audio, as early as it can be here, and its playing. It is held near
// the target by changing the length of pauses, in haste also of voiced speech by whole pitch periods. When nothing is
// there to play, time is put in (concealed for 120 ms, then silence) and the place in the stream is kept for up to a
// second: what was only delayed is still heard, what is truly gone is skipped as soon as a later packet shows it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "audio/opus_decoder.hpp"
#include "base/result.hpp"
#include "rtc/jitter_buffer.hpp"
#include "rtc/jitter_samples.hpp"
#include "rtc/jitter_stretch.hpp"

namespace codevoice::rtc {

struct PlayoutStats {
  std::uint64_t late = 0;  // came after their place was played
  std::uint64_t undecodable = 0;
  std::uint64_t fec_frames = 0;
  std::uint64_t underruns = 0;                       // times that the buffer ran dry in speech
  std::uint64_t cut_samples = 0, added_samples = 0;  // 16 kHz, by changes of length
};

class JitterPlayout {
 public:
  /// What the sender's clock says now and how long its audio is to be kept back.
  struct Moment {
    std::int64_t now = 0;
    std::int64_t target = 0;
  };
  struct Pulled {
    std::optional<std::int64_t> timestamp;  // of the first sample; nothing before the stream plays
    bool concealed = true;
  };

  explicit JitterPlayout(audio::OpusDecoder decoder) : decoder_(std::move(decoder)) {}

  /// False when it is too late for it. Duplicates and overlong packets are for the buffer's caller to count.
  bool is_late(const JitterPacket& packet) const { return next_ && packet.end() <= *next_; }
  void count_late() { ++stats_.late; }
  JitterBuffer::Insert insert(const JitterPacket& packet) { return buffer_.insert(packet); }
  /// One frame; `out` has at most 60 ms.
  Pulled pull(const Moment& moment, std::span<std::int16_t> out);
  /// Another stream begins; what is buffered is dropped.
  void reset();
  const PlayoutStats& stats() const { return stats_; }
  bool playing() const { return next_.has_value(); }

 private:
  static constexpr std::size_t kScratch = audio::kLongestOpusPacket48 / 3 + 320;

  std::int64_t delay(const Moment& moment) const;
  bool start(const Moment& moment);
  void step(const Moment& moment, std::size_t wanted);
  void play(const Moment& moment, const JitterPacket& packet);
  void play_dtx(const JitterPacket& packet);
  void bridge(const Moment& moment, const JitterPacket& next);
  void move_to(const Moment& moment, std::int64_t timestamp);
  void rebuild(const JitterPacket& next);
  void wait(std::size_t samples);
  void emit_concealed(std::size_t samples, std::int64_t ticks);
  void emit_silence(std::size_t samples, std::int64_t ticks, bool concealed);
  void append(std::size_t samples, std::int64_t ticks, bool concealed);
  std::size_t adapt(const Moment& moment, std::size_t used);
  std::size_t cut(std::size_t used, std::int64_t excess, bool quiet);
  void drop_played(const Moment& moment);

  audio::OpusDecoder decoder_;
  JitterBuffer buffer_;
  JitterSamples samples_;
  QuietDetector quiet_;
  std::array<std::int16_t, kScratch> scratch_{};
  std::optional<std::int64_t> next_;  // timestamp of the next sample to decode
  std::int64_t last_sequence_ = 0;
  std::int64_t packet_ticks_ = 960;  // how long this sender's packets are
  double smooth_delay_ = 0.0;        // ticks
  std::size_t concealed_run_ = 0;    // samples, since the last real ones
  std::size_t frames_since_cut_ = 0;
  bool waiting_ = false;
  bool after_silence_ = true;
  bool in_dtx_ = false;
  PlayoutStats stats_;
};

}  // namespace codevoice::rtc
