#include "bargein/virtual_session.hpp"

#include <stdexcept>

#include "interview/stand_in.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;
constexpr int kNothing = 127;  // -dBov

/// Says the same long text at the beginning and after every answer.
class Talker final : public interview::StandIn {
 public:
  explicit Talker(std::string text) : text_(std::move(text)) {}
  interview::Act handle(const interview::Happening& what, interview::Elapsed) override {
    interview::Act act;
    act.wait = 60s;
    const bool speaks = std::holds_alternative<interview::CandidateJoined>(what) || std::holds_alternative<interview::AnswerGiven>(what);
    if (speaks) {
      interview::Say say;
      say.kind = interview::SayKind::Feedback;
      say.text = text_;
      act.says.push_back(std::move(say));
    }
    return act;
  }
  std::unique_ptr<Interviewer> clone() const override { return std::make_unique<Talker>(*this); }

 private:
  std::string text_;
};

class OneChunk final : public speech::Utterance {
 public:
  OneChunk(const Speech& speech, std::size_t length) : speech_(speech), length_(length) {}
  Awaitable<Result<std::optional<speech::SpokenChunk>>> next() override {
    if (std::exchange(given_, true)) co_return std::optional<speech::SpokenChunk>{};
    speech::SpokenChunk chunk;
    chunk.pcm = speech_.pcm;
    chunk.rate_hz = speech_.rate_hz;
    chunk.text_end = length_;
    co_return std::optional<speech::SpokenChunk>(std::move(chunk));
  }

 private:
  const Speech& speech_;
  std::size_t length_;
  bool given_ = false;
};

}  // namespace

class VirtualSession::Voice final : public speech::TtsEngine {
 public:
  explicit Voice(const Speech& speech) : speech_(speech) {}
  std::string name() const override { return "spoken ahead"; }
  std::unique_ptr<speech::Utterance> speak(std::string text) override { return std::make_unique<OneChunk>(speech_, text.size()); }
  void prepare(std::string, speech::Prepare) override {}

 private:
  const Speech& speech_;
};

VirtualSession::VirtualSession(const Engines& engines, const Speech& interviewer, const std::optional<EchoPath>& echo)
    : stt_(engines.stt, clock_, engines.late), tts_(std::make_unique<Voice>(interviewer)) {
  if (echo) loudspeaker_.emplace(*echo);
  voice::Interview interview;
  interview.interviewer = std::make_unique<Talker>(interviewer.text);
  const voice::VoiceEngines all{engines.vad, engines.turn, stt_, *tts_};
  const voice::VirtualVoiceParts parts{all, &engines.pool, clock_, *this};
  voice::VoiceConfig config;
  config.wording.speculate = false;
  voice_ = std::make_unique<voice::VirtualVoice>(parts, config, std::move(interview));
  voice_->pipeline().observe(*this);
  if (const auto started = voice_->start(); !started) throw std::runtime_error(started.error().message);
}

VirtualSession::~VirtualSession() = default;

void VirtualSession::hear(std::span<const std::int16_t> pcm) {
  if (loudspeaker_) {
    voice_->hear(loudspeaker_->capture(pcm));
  } else {
    voice_->hear(pcm);
  }
}

void VirtualSession::hear_all(std::span<const std::int16_t> pcm) {
  for (std::size_t at = 0; at < pcm.size(); at += voice::kFrameSamples) {
    const auto part = pcm.subspan(at, std::min(voice::kFrameSamples, pcm.size() - at));
    std::vector<std::int16_t> frame(part.begin(), part.end());
    frame.resize(voice::kFrameSamples);
    hear(frame);
  }
}

void VirtualSession::rest(Duration length) {
  const std::vector<std::int16_t> quiet(voice::kFrameSamples);
  for (Duration done{}; done < length; done += kTick) hear(quiet);
}

void VirtualSession::send(ByteView packet, std::uint8_t level) {
  sent.push_back({now(), packet.empty() ? kNothing : level});
  if (loudspeaker_) loudspeaker_->play(packet);
}

void VirtualSession::on_frame(std::string_view from, const pipeline::Frame& frame) {
  if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload) && from == "transport.output" && !speaks_since) speaks_since = now();
  if (std::holds_alternative<pipeline::InterruptionFrame>(frame.payload) && from == "user_aggregator" && !interrupted_at) interrupted_at = now();
  if (std::holds_alternative<pipeline::UserTurnEndedFrame>(frame.payload) && from == "user_aggregator") ++turns;
  if (const auto* heard = std::get_if<pipeline::TranscriptionFrame>(&frame.payload); heard != nullptr && !heard->text.empty() && from == "stt") {
    words += (words.empty() ? "" : " / ") + heard->text;
  }
  if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload); heard != nullptr && from == "transport.output" && lines.empty()) {
    lines.push_back(heard->text);
    line_cut = heard->interrupted;
  }
}

}  // namespace codevoice::bench
