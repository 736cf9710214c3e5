#include "bargein/echo_trials.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "audio/resampler.hpp"
#include "lib/hearing.hpp"
#include "voice/echo_gate.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr double kLevels[] = {-10.0, -20.0, -30.0};
constexpr std::size_t kEveryInterruption = 10;  // of those without echo, for each level

struct Room {
  const char* name;
  Duration delay;
  Duration ring;
  double direct_db;
};
constexpr Room kRooms[] = {{"50 ms, plain", 50ms, 0ms, 0.0},
                           {"120 ms, plain", 120ms, 0ms, 0.0},
                           {"200 ms, small room", 200ms, 250ms, 6.0},
                           {"300 ms, room", 300ms, 400ms, 3.0},
                           {"400 ms, live room", 400ms, 500ms, 0.0}};

std::size_t last_loud(const VirtualSession& session) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < session.sent.size(); ++i) last = session.sent[i].loud() ? i : last;
  return last;
}

/// What the gate costs the media thread while the interviewer speaks, in ms of CPU a second: asked at every window, as with an echo
/// that sounds like speech all the time, and not asked, as with a silent microphone.
void tell_cost(const Speech& interviewer) {
  const auto at_48k = must(audio::resample(interviewer.pcm, interviewer.rate_hz, audio::kOpusRateHz));
  const auto at_16k = must(audio::resample(interviewer.pcm, interviewer.rate_hz, audio::kSpeechRateHz));
  const auto ticks = at_48k.size() / audio::kOpusFrame;
  const auto cost = [&](bool asked) {
    voice::EchoGate gate;
    const auto begin = std::clock();
    for (std::size_t i = 0; i < ticks; ++i) {
      gate.sent(audio::PcmView(at_48k).subspan(i * audio::kOpusFrame, audio::kOpusFrame), 20ms * i);
      const auto late = i - std::min<std::size_t>(i, 6);  // 120 ms
      gate.heard(audio::PcmView(at_16k).subspan(late * voice::kFrameSamples, voice::kFrameSamples), 20ms * i);
      if (asked && i % 3 != 0) (void)gate.is_echo();  // a window of the VAD is 32 ms
    }
    return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / (0.02 * static_cast<double>(ticks));
  };
  const double alone = cost(false);
  std::printf("the echo gate while the interviewer speaks: %.2f ms of CPU a second, with an echo %.2f\n", alone, cost(true));
}

void listen_to_the_end(VirtualSession& session) {
  while (session.lines.empty()) session.rest(500ms);
  session.rest(2s);
}

}  // namespace

EchoResult try_echoes(const VirtualSession::Engines& engines, const std::vector<Speech>& interviewers, const std::vector<Sound>& interruptions,
                      bool verbose) {
  EchoResult all;
  std::vector<std::size_t> undisturbed;
  for (const auto& interviewer : interviewers) {
    VirtualSession session(engines, interviewer);
    listen_to_the_end(session);
    undisturbed.push_back(last_loud(session));
  }
  std::printf("\n%-22s%7s%10s%13s%12s%15s%12s\n", "its own voice back", "level", "sessions", "interrupted", "paused ms", "talked over", "cancelled");
  std::size_t sound = 0;
  for (const auto& room : kRooms) {
    for (const double level : kLevels) {
      const EchoPath path{level, room.delay, room.ring, room.direct_db};
      int interrupted = 0, paused = 0, cancelled = 0, over = 0;
      for (std::size_t i = 0; i < interviewers.size(); ++i) {
        VirtualSession session(engines, interviewers[i], path);
        listen_to_the_end(session);
        interrupted += session.interrupted_at || session.turns > 0 ? 1 : 0;
        const auto last = last_loud(session);
        paused += static_cast<int>(20 * (last - std::min(last, undisturbed[i])));
      }
      for (std::size_t i = sound++ % kEveryInterruption; i < interruptions.size(); i += kEveryInterruption, ++over) {
        VirtualSession session(engines, interviewers[over % interviewers.size()], path);
        while (!session.speaks_since) session.rest(100ms);
        session.rest(1500ms + 20ms * (i * 7 % 200));
        session.hear_all(interruptions[i].pcm);
        session.rest(1500ms);
        cancelled += session.interrupted_at ? 1 : 0;
        if (verbose && !session.interrupted_at)
          std::printf("  %s (heard as \"%s\"): not cancelled\n", interruptions[i].what.c_str(), session.words.c_str());
      }
      std::printf("%-22s%4.0f dB%10zu%13d%12d%15d%12d\n", room.name, level, interviewers.size(), interrupted, paused, over, cancelled);
      all.alone += static_cast<int>(interviewers.size());
      all.interrupted += interrupted;
      all.talked_over += over;
      all.not_cancelled += over - cancelled;
    }
  }
  tell_cost(interviewers.front());
  return all;
}

}  // namespace codevoice::bench
