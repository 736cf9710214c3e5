// A sender, a network and a 20 ms tick around an AudioReceiver, all in simulated time.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <vector>

#include "audio/opus_encoder.hpp"
#include "rtc/audio_receiver.hpp"
#include "support/tones.hpp"

namespace codevoice::rtc::test {

using namespace std::chrono_literals;

inline constexpr Duration kTick = 20ms;

/// Real Opus of a steady tone, whole periods of it, so that it may be sent round and round.
inline std::vector<Bytes> tone_packets(std::size_t count = 50, audio::OpusEncoderConfig config = {}) {
  auto encoder = audio::OpusEncoder::create(config).value();
  std::vector<Bytes> packets;
  for (std::size_t i = 0; i < 2 * count; ++i) {
    const auto packet = encoder.encode(codevoice::test::tone(audio::kOpusFrame, 400.0, audio::kOpusRateHz, 8000.0, i * audio::kOpusFrame));
    if (i >= count) packets.emplace_back(packet->begin(), packet->end());
  }
  return packets;
}

/// Harmonics that swell and die four times a second: enough like speech for Opus to send copies of lost packets.
inline std::vector<Bytes> speech_like_packets(std::size_t count, audio::OpusEncoderConfig config) {
  auto encoder = audio::OpusEncoder::create(config).value();
  std::vector<Bytes> packets;
  for (std::size_t i = 0; i < count; ++i) {
    audio::Pcm frame(audio::kOpusFrame);
    for (int k = 1; k <= 8; ++k) {
      audio::mix_into(frame, codevoice::test::tone(audio::kOpusFrame, 140.0 * k, audio::kOpusRateHz, 3000.0 / k, i * audio::kOpusFrame));
    }
    const double loud = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / 12.5);
    audio::ramp(frame, loud, loud);
    const auto packet = encoder.encode(frame);
    packets.emplace_back(packet->begin(), packet->end());
  }
  return packets;
}

/// Silence with a click in the middle of one packet of fifty: a sound whose place can be found again. The click's
/// middle lies kClickAt behind the start of its second.
inline constexpr Duration kClickAt = 511ms;
inline std::vector<Bytes> click_packets() {
  auto encoder = audio::OpusEncoder::create({.bitrate_bps = 64'000}).value();
  std::vector<Bytes> packets;
  for (std::size_t i = 0; i < 100; ++i) {
    audio::Pcm frame(audio::kOpusFrame);
    if (i % 50 == 25) std::fill_n(frame.begin() + 480, 96, std::int16_t{20'000});
    const auto packet = encoder.encode(frame).value();
    if (i >= 50) packets.emplace_back(packet.begin(), packet.end());
  }
  return packets;
}

struct SimConfig {
  double skew_ppm = 0.0;
  Duration transit = 30ms;                             // of the fastest packet
  std::function<Duration(std::size_t)> extra_delay{};  // by packet; nothing: none
  std::function<bool(std::size_t)> lost{};
  std::function<RtpHeader(std::size_t)> header{};  // nothing: steady counting
  std::function<Bytes(std::size_t)> payload{};     // empty: not sent. Nothing: the tone
  Duration tick_phase = 7ms;
};

struct Heard {
  std::vector<ReceivedAudio> frames;
  std::vector<TimePoint> pulled;

  audio::Pcm pcm(std::size_t from_frame, std::size_t count) const {
    audio::Pcm out;
    for (std::size_t i = from_frame; i < std::min(frames.size(), from_frame + count); ++i) {
      out.insert(out.end(), frames[i].pcm.begin(), frames[i].pcm.end());
    }
    return out;
  }
  std::size_t concealed(std::size_t from_frame = 0) const {
    std::size_t count = 0;
    for (std::size_t i = from_frame; i < frames.size(); ++i) count += frames[i].concealed ? 1 : 0;
    return count;
  }
  bool monotone() const {
    for (std::size_t i = 1; i < frames.size(); ++i) {
      if (frames[i].captured < frames[i - 1].captured) return false;
    }
    return true;
  }
};

class TrackSim {
 public:
  explicit TrackSim(SimConfig config, std::vector<Bytes> packets = tone_packets()) : config_(std::move(config)), packets_(std::move(packets)) {
    AudioReceiverConfig receiver;
    receiver.zero = kZero;
    receiver_ = AudioReceiver::create(receiver).value();
  }

  AudioReceiver& receiver() { return *receiver_; }
  /// Goes on for so long; what is in the network stays in it.
  Heard run(Duration length) {
    Heard heard;
    heard.frames.reserve(static_cast<std::size_t>(length / kTick) + 1);
    for (const auto end = now_ + length; now_ < end; now_ += kTick) {
      send_until(now_ + kTick);
      deliver_until(now_ + config_.tick_phase);
      heard.pulled.push_back(now_ + config_.tick_phase);
      heard.frames.push_back(receiver_->pull(now_ + config_.tick_phase));
    }
    return heard;
  }
  /// When the sample at such a place in the sent audio is spoken, as far as a receiver can know: plus the fastest transit.
  MediaTime spoken(Duration place) const { return stretched(place) + config_.transit; }
  /// How far `captured` is off for each click in `heard`.
  std::vector<Duration> click_errors(const Heard& heard) const {
    std::vector<Duration> errors;
    for (const auto& frame : heard.frames) {
      const auto loudest = std::max_element(frame.pcm.begin(), frame.pcm.end());
      if (*loudest < 8000) continue;
      const auto at = frame.captured + audio::duration_of(static_cast<std::size_t>(loudest - frame.pcm.begin()), 16'000);
      const auto second = std::chrono::round<std::chrono::seconds>(at - config_.transit - kClickAt);
      errors.push_back(at - spoken(second + kClickAt));
    }
    return errors;
  }
  static constexpr TimePoint kZero{1h};

 private:
  struct InTransit {
    TimePoint arrives;
    std::size_t number = 0;
    Bytes bytes;
    bool operator>(const InTransit& other) const { return arrives != other.arrives ? arrives > other.arrives : number > other.number; }
  };

  Duration stretched(Duration length) const {
    return length + Duration{static_cast<std::int64_t>(static_cast<double>(length.count()) * config_.skew_ppm * 1e-6)};
  }
  void send_until(TimePoint end) {
    for (;; ++number_) {
      const auto sent = kZero + stretched(kTick * static_cast<std::int64_t>(number_ + 1));
      if (sent >= end) return;
      auto payload = config_.payload ? config_.payload(number_) : packets_[number_ % packets_.size()];
      if (payload.empty()) continue;
      const auto sequence = static_cast<std::uint16_t>(sequence_++);
      if (config_.lost && config_.lost(number_)) continue;
      RtpHeader header{111, false, sequence, static_cast<std::uint32_t>(number_ * 960), 0x5555};
      if (config_.header) header = config_.header(number_);
      const auto extra = config_.extra_delay ? config_.extra_delay(number_) : Duration{};
      network_.push({sent + config_.transit + extra, number_, make_rtp(header, payload)});
    }
  }
  void deliver_until(TimePoint end) {
    while (!network_.empty() && network_.top().arrives <= end) {
      receiver_->push(parse_rtp(network_.top().bytes).value(), network_.top().arrives);
      network_.pop();
    }
  }

  SimConfig config_;
  std::vector<Bytes> packets_;
  std::unique_ptr<AudioReceiver> receiver_;
  std::priority_queue<InTransit, std::vector<InTransit>, std::greater<>> network_;
  TimePoint now_ = kZero;
  std::size_t number_ = 0;
  std::size_t sequence_ = 1000;
};

/// 0 … 1, the same for the same packet number: arrivals in tests are random but never differ from run to run (splitmix64).
inline double noise(std::size_t number, std::uint64_t seed = 1) {
  std::uint64_t z = (number + seed * 0x1000'0000ULL) * 0x9E37'79B9'7F4A'7C15ULL;
  z = (z ^ z >> 30) * 0xBF58'476D'1CE4'E5B9ULL;
  z = (z ^ z >> 27) * 0x94D0'49BB'1331'11EBULL;
  return static_cast<double>((z ^ z >> 31) >> 11) / 9'007'199'254'740'992.0;
}

}  // namespace codevoice::rtc::test
