#include "turns/pauses.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "interview/vocabulary_repair.hpp"
#include "lib/hearing.hpp"
#include "speech/speech_buffer.hpp"
#include "speech/transcript_guard.hpp"
#include "voice/speech_detector.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;
using voice::SpeechMark;

constexpr std::size_t kPerMs = 16;
constexpr std::size_t kTurnWindow = 8000 * kPerMs;
constexpr Duration kBeforeTake = 500ms;        // over_opus puts them there
constexpr int kNear = 250;                     // ms: how far from a rest's begin the VAD may place the end of speech
constexpr int kTold = 600;                     // ms: until then what the model made of the audio is kept
constexpr std::size_t kAfter = 3000 * kPerMs;  // silence after the last word

struct Marks {
  std::vector<bool> speech;  // a 20 ms frame
  std::vector<SpeechMark> marks;
};

void mark(speech::VadStream& vad, audio::PcmView pcm, Marks& marks) {
  voice::SpeechDetector detector{voice::VadConfig{}};
  for (std::size_t at = 0; at + speech::kVadWindow <= pcm.size(); at += speech::kVadWindow) {
    const auto probability = must(vad.probability(pcm.subspan(at).first<speech::kVadWindow>()));
    if (const auto mark = detector.feed(probability, audio::duration_of(at, audio::kSpeechRateHz), 32ms)) marks.marks.push_back(*mark);
    const auto end = std::min(marks.speech.size(), (at + speech::kVadWindow) / kHeardFrame);
    for (auto frame = at / kHeardFrame; frame < end; ++frame) marks.speech[frame] = detector.speaking();
  }
}

Awaitable<void> ask(speech::TurnModel& model, std::vector<std::int16_t> audio, speech::TurnVerdict& answer) {
  auto verdict = co_await model.analyze(std::move(audio));
  answer = must(std::move(verdict));
}

void run(Awaitable<void> work) {
  asio::io_context loop(1);
  asio::co_spawn(loop, std::move(work), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  loop.run();
}

/// A voice makes pauses of its own between sentences: in a synthetic take only the one that was put there is one to think in.
std::string kind_of(const Take& take, MediaTime stopped, bool last) {
  if (last || take.kind != "thinking") return take.kind;
  const auto at = static_cast<int>((stopped - kBeforeTake) / 1ms);
  const auto is_here = [at](const Rest& rest) { return at > rest.from_ms - kNear && at < rest.to_ms; };
  return std::any_of(take.rests.begin(), take.rests.end(), is_here) ? "thinking" : "between";
}

}  // namespace

std::vector<LabelledPause> PauseFinder::find(const Take& take) {
  auto mono = take.pcm;
  mono.resize(mono.size() + kAfter);
  add_room(mono, take.condition.room, static_cast<unsigned>(mono.size()));
  add_noise(mono, take.condition.snr_db, static_cast<unsigned>(mono.size()));
  const auto pcm = over_opus(mono, take.rate_hz);
  Marks marks;
  marks.speech.resize(pcm.size() / kHeardFrame);
  const auto stream = vad_.open_stream();
  mark(*stream, pcm, marks);

  std::vector<LabelledPause> pauses;
  speech::SpeechBuffer buffer;
  std::size_t frame = 0;
  Duration spoken{};
  MediaTime from{};
  for (std::size_t i = 0; i < marks.marks.size(); ++i) {
    const auto& stopped = marks.marks[i];
    if (stopped.kind == SpeechMark::Kind::Started) {
      from = stopped.at;
      continue;
    }
    spoken += stopped.at - from;
    const bool last = i + 1 == marks.marks.size();
    const auto length = last ? Duration{3s} : marks.marks[i + 1].at - stopped.at;
    LabelledPause pause{take.split,
                        take.speaker,
                        kind_of(take, stopped.at, last),
                        take.question,
                        take.condition.name(),
                        last,
                        static_cast<int>(length / 1ms),
                        static_cast<int>(spoken / 1ms),
                        {},
                        {},
                        {}};
    const auto known_until = std::min(pcm.size(), static_cast<std::size_t>((stopped.at + 200ms) / 1ms) * kPerMs);
    pause.voice = voice::prosody_of(audio::PcmView(pcm).first(known_until), 200ms);
    const auto heard_until = static_cast<std::size_t>((stopped.at + 200ms) / 20ms);
    for (; frame < std::min(heard_until, marks.speech.size()); ++frame) {
      buffer.write(audio::PcmView(pcm).subspan(frame * kHeardFrame, kHeardFrame), 20ms * static_cast<std::int64_t>(frame), marks.speech[frame]);
    }
    for (const auto& segment : buffer.segments()) {
      if (transcriber_ == nullptr) break;
      const auto heard = speech::guard_transcript(must(transcriber_->transcribe(segment.audio)), segment.speech);
      if (!heard.empty()) pause.text += (pause.text.empty() ? "" : " ") + heard;
    }
    pause.text = interview::repair_transcript(pause.text, take.vocabulary);
    for (const int at : kAskedAt) {
      if (at > pause.length_ms) break;
      const auto end = std::min(pcm.size(), static_cast<std::size_t>(stopped.at / 1ms + at) * kPerMs);
      const auto begin = end - std::min(end, kTurnWindow);
      if (transcriber_ == nullptr && at > kTold) break;
      speech::TurnVerdict answer;
      run(ask(turn_, std::vector<std::int16_t>(pcm.begin() + static_cast<std::ptrdiff_t>(begin), pcm.begin() + static_cast<std::ptrdiff_t>(end)),
              answer));
      pause.probability.push_back(answer.complete);
      if (at <= kTold) pause.impression.push_back(std::move(answer.impression));
    }
    pauses.push_back(std::move(pause));
  }
  return pauses;
}

}  // namespace codevoice::bench
