// One incoming Opus track: jitter buffer, loss concealment, decoder, clock mapping; gives 20 ms of 16 kHz mono each tick.
// Thread:    one shard. No allocation after warm-up on push/pull.
// Errors:    packets that cannot be used are dropped with a named reason and counted; pull() always gives a frame.
// Sources:   RFC 3550 §6.4.1, A.8 (jitter, loss), RFC 7587 (Opus payload); NetEq-style adaptive delay.
#pragma once

#include <array>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "rtc/rtcp_packet.hpp"
#include "rtc/rtp_packet.hpp"

namespace codevoice::rtc {

struct AudioReceiverConfig {
  TimePoint zero{};                         // media time 0
  std::chrono::milliseconds min_delay{20};  // adaptive between these
  std::chrono::milliseconds max_delay{200};
};

inline constexpr std::size_t kReceiverFrame = 320;  // samples: 20 ms at 16 kHz
struct ReceivedAudio {
  std::array<std::int16_t, kReceiverFrame> pcm{};
  /// When it was spoken, on the session's timeline (offset + skew fitted, transit at its fastest). Never goes back;
  /// stands still while the buffer waits up to a second for delayed packets, and jumps over what was lost.
  MediaTime captured{};
  bool concealed = false;  // PLC, or silence because nothing arrived
};

struct ReceiverStats {
  std::uint64_t packets = 0, lost = 0, late = 0, duplicates = 0, concealed_frames = 0, fec_frames = 0, underruns = 0;
  std::uint64_t unusable = 0;  // not Opus, or longer than any
  std::uint64_t stale = 0;     // of the stream before the newest change of SSRC
  std::uint64_t overflow = 0;  // gave way because the buffer was full
  Duration jitter{};           // interarrival, RFC 3550
  Duration delay{};            // current buffer target
};

class AudioReceiver {
 public:
  static Result<std::unique_ptr<AudioReceiver>> create(AudioReceiverConfig config);
  virtual ~AudioReceiver() = default;
  /// Every RTP packet of the track, in arrival order (any SSRC: a change starts a new fit).
  virtual void push(const RtpPacket& packet, TimePoint arrived) = 0;
  /// Once per 20 ms tick.
  virtual ReceivedAudio pull(TimePoint now) = 0;
  /// The sender's NTP/RTP pair from its SR (kept for the RR's LSR/DLSR).
  virtual void on_sender_report(const SenderReport& report, TimePoint arrived) = 0;
  /// The block for our next RR; resets the interval's loss fraction.
  virtual ReportBlock make_report(TimePoint now) = 0;
  virtual ReceiverStats stats() const = 0;
};

}  // namespace codevoice::rtc
