#include "rtc/audio_receiver.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "audio/opus_decoder.hpp"
#include "rtc/clock_fit.hpp"
#include "rtc/jitter_playout.hpp"
#include "rtc/jitter_target.hpp"
#include "rtc/rtcp_reception.hpp"
#include "rtc/rtp_unwrap.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kTicksAMillisecond = 48;
constexpr std::int64_t kSequenceJump = 3'000;  // RFC 3550 A.1, MAX_DROPOUT
constexpr Duration kTimestampJump = 2s;        // earlier than the fastest so far by so much: no path does that
constexpr std::uint64_t kLateRun = 10;         // packets late one after the other …
constexpr Duration kLateRunLasts = 150ms;      // … for so long: not a burst, the sender's clock has jumped back
constexpr Duration kStaleFor = 1s;             // stragglers of the old SSRC
constexpr Duration kOpusLookahead = 6'500us;   // the encoder's sound lies so much behind its packet's time
constexpr Duration kFrameLength = 20ms;

std::int64_t ticks_of(Duration length) { return length.count() * kTicksAMillisecond / 1'000'000; }

/// The sequence numbers seen lately.
class SeenSequences {
 public:
  /// True the first time.
  bool insert(std::int64_t sequence) {
    auto& place = seen_[static_cast<std::size_t>(static_cast<std::uint64_t>(sequence) % seen_.size())];
    return std::exchange(place, sequence) != sequence;
  }
  void reset() { seen_.fill(std::nullopt); }

 private:
  std::array<std::optional<std::int64_t>, 512> seen_{};
};

class OpusReceiver final : public AudioReceiver {
 public:
  OpusReceiver(const AudioReceiverConfig& config, audio::OpusDecoder decoder)
      : zero_(config.zero), target_(config.min_delay, config.max_delay), playout_(std::move(decoder)) {}

  void push(const RtpPacket& packet, TimePoint arrived) override;
  ReceivedAudio pull(TimePoint now) override;
  void on_sender_report(const SenderReport& report, TimePoint arrived) override;
  ReportBlock make_report(TimePoint now) override;
  ReceiverStats stats() const override;

 private:
  bool accept_stream(const RtpPacket& packet, TimePoint arrived);
  void begin_stream();
  bool jumped(const RtpPacket& packet, TimePoint arrived) const;
  void insert(const JitterPacket& packet, TimePoint arrived);
  void note_late(TimePoint arrived);
  void measure(const JitterPacket& packet, TimePoint arrived);
  MediaTime captured_at(const JitterPlayout::Pulled& pulled, TimePoint now);

  TimePoint zero_;
  JitterTarget target_;
  JitterPlayout playout_;
  ClockFit fit_;
  RtcpReception reception_;
  SeenSequences seen_;
  Unwrapper<std::uint16_t> sequences_;
  Unwrapper<std::uint32_t> timestamps_;
  std::optional<std::uint32_t> ssrc_;
  std::optional<std::uint32_t> old_ssrc_;
  TimePoint changed_{};
  std::uint64_t late_run_ = 0;
  TimePoint late_since_{};
  bool refit_ = false;
  std::uint64_t lost_before_ = 0;  // in streams that are over
  MediaTime captured_{};
  ReceiverStats stats_;
};

void OpusReceiver::push(const RtpPacket& packet, TimePoint arrived) {
  if (!accept_stream(packet, arrived)) {
    ++stats_.stale;
    return;
  }
  if (refit_ || jumped(packet, arrived)) begin_stream();
  const auto sequence = sequences_.unwrap(packet.sequence);
  const auto timestamp = timestamps_.unwrap(packet.timestamp);
  if (!seen_.insert(sequence)) {
    ++stats_.duplicates;
    return;
  }
  ++stats_.packets;
  reception_.add(sequence, timestamp, arrived);
  if (packet.payload.empty()) return;  // padding only: a probe of the path
  const auto info = audio::inspect_opus(packet.payload);
  if (!info) {
    ++stats_.unusable;
    return;
  }
  insert({sequence, timestamp, info->samples48, info->frame_samples48, info->has_fec, packet.payload}, arrived);
}

bool OpusReceiver::accept_stream(const RtpPacket& packet, TimePoint arrived) {
  if (ssrc_ == packet.ssrc) return true;
  if (old_ssrc_ == packet.ssrc && arrived - changed_ < kStaleFor) return false;
  old_ssrc_ = ssrc_;
  ssrc_ = packet.ssrc;
  changed_ = arrived;
  if (old_ssrc_) begin_stream();
  return true;
}

void OpusReceiver::begin_stream() {
  lost_before_ += static_cast<std::uint64_t>(std::max<std::int64_t>(reception_.lost(), 0));
  refit_ = false;
  late_run_ = 0;
  fit_.reset();
  reception_.reset();
  seen_.reset();
  sequences_.reset();
  timestamps_.reset();
  playout_.reset();
}

bool OpusReceiver::jumped(const RtpPacket& packet, TimePoint arrived) const {
  if (!fit_.ready()) return false;
  const auto highest = sequences_.highest();
  if (highest && std::abs(sequences_.peek(packet.sequence) - *highest) > kSequenceJump) return true;
  return fit_.local(timestamps_.peek(packet.timestamp)) - arrived > kTimestampJump;
}

void OpusReceiver::insert(const JitterPacket& packet, TimePoint arrived) {
  measure(packet, arrived);
  if (playout_.is_late(packet)) return note_late(arrived);
  late_run_ = 0;
  switch (playout_.insert(packet)) {
    case JitterBuffer::Insert::Stored: return;
    case JitterBuffer::Insert::Duplicate: ++stats_.duplicates; return;
    case JitterBuffer::Insert::TooLong: ++stats_.unusable; return;
    case JitterBuffer::Insert::StoredOverOldest: ++stats_.overflow; return;
  }
}

void OpusReceiver::note_late(TimePoint arrived) {
  playout_.count_late();
  if (late_run_++ == 0) late_since_ = arrived;
  refit_ = late_run_ >= kLateRun && arrived - late_since_ >= kLateRunLasts;
}

void OpusReceiver::measure(const JitterPacket& packet, TimePoint arrived) {
  fit_.add(packet.end(), arrived);
  target_.add(arrived - fit_.local(packet.end()));
}

ReceivedAudio OpusReceiver::pull(TimePoint now) {
  ReceivedAudio audio;
  const JitterPlayout::Moment moment{fit_.ticks_at(now), ticks_of(target_.target())};
  const auto pulled = playout_.pull(moment, audio.pcm);
  audio.concealed = pulled.concealed;
  audio.captured = captured_at(pulled, now);
  if (pulled.concealed && pulled.timestamp) ++stats_.concealed_frames;
  return audio;
}

MediaTime OpusReceiver::captured_at(const JitterPlayout::Pulled& pulled, TimePoint now) {
  // with no stream: what a stream that began just now would be played at, so that its first frames find their time free
  const auto time = pulled.timestamp ? fit_.local(*pulled.timestamp) - kOpusLookahead : now - target_.target() - 2 * kFrameLength;
  captured_ = std::max(captured_, time - zero_);
  return captured_;
}

void OpusReceiver::on_sender_report(const SenderReport& report, TimePoint arrived) {
  if (ssrc_ == report.ssrc) reception_.on_sender_report(report, arrived);
}

ReportBlock OpusReceiver::make_report(TimePoint now) { return reception_.make_block(ssrc_.value_or(0), now); }

ReceiverStats OpusReceiver::stats() const {
  auto stats = stats_;
  const auto& playout = playout_.stats();
  stats.lost = lost_before_ + static_cast<std::uint64_t>(std::max<std::int64_t>(reception_.lost(), 0));
  stats.late = playout.late;
  stats.unusable += playout.undecodable;
  stats.fec_frames = playout.fec_frames;
  stats.underruns = playout.underruns;
  stats.jitter = reception_.jitter();
  stats.delay = target_.target();
  return stats;
}

}  // namespace

Result<std::unique_ptr<AudioReceiver>> AudioReceiver::create(AudioReceiverConfig config) {
  if (config.min_delay < 0ms || config.max_delay < config.min_delay) return fail(ErrorKind::Invalid, "audio receiver: bad delays");
  auto decoder = audio::OpusDecoder::create(audio::kSpeechRateHz);
  if (!decoder) return tl::unexpected(std::move(decoder).error());
  return std::make_unique<OpusReceiver>(config, std::move(*decoder));
}

}  // namespace codevoice::rtc
