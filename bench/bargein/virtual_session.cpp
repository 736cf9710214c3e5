#include "bargein/virtual_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <future>
#include <stdexcept>

#include "audio/pcm.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;
constexpr int kLoud = 60;  // -dBov: what is louder sounds

/// Says the same long text at the beginning and after every answer.
class Talker final : public interview::Interviewer {
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
  interview::Stage stage() const override { return interview::Stage::Question; }
  std::size_t question_index() const override { return 0; }
  const std::vector<interview::TurnRecord>& turns() const override { return turns_; }
  std::string snapshot() const override { return "{}"; }
  Result<std::unique_ptr<Interviewer>> restored(std::string_view) const override { return clone(); }
  std::unique_ptr<Interviewer> clone() const override { return std::make_unique<Talker>(*this); }
  void worded(const std::vector<interview::Say>&) override {}
  bool gives_away(const interview::Brief&, std::string_view) const override { return false; }

 private:
  std::string text_;
  std::vector<interview::TurnRecord> turns_;
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

void run(asio::io_context& loop, Awaitable<void> work) {
  asio::co_spawn(loop, std::move(work), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
}

Awaitable<void> open(voice::VoicePipeline& voice) {
  const auto started = co_await voice.start();
  if (!started) throw std::runtime_error(started.error().message);
}

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

/// The pool's one thread waits here, so that it is known whether anything was asked of it without waking it 50 times a second.
struct VirtualSession::Gate {
  std::promise<void> reached, opened;
};

VirtualSession::VirtualSession(const Engines& engines, const Speech& interviewer, const std::optional<EchoPath>& echo)
    : engines_(engines), tts_(std::make_unique<Voice>(interviewer)) {
  if (echo) loudspeaker_.emplace(*echo);
  close_gate();
  voice::Interview interview;
  interview.interviewer = std::make_unique<Talker>(interviewer.text);
  const voice::VoiceEngines all{engines.vad, engines.turn, engines.stt, *tts_};
  voice::VoiceConfig config;
  config.wording.speculate = false;
  voice_ = std::make_unique<voice::VoicePipeline>(loop_.get_executor(), clock_, config, all, std::move(interview), *this, clock_.now());
  voice_->observe(*this);
  run(loop_, open(*voice_));
  settle();
  voice_->interview().tell(interview::CandidateJoined{});
  settle();
}

VirtualSession::~VirtualSession() {
  run(loop_, voice_->close());
  settle();
  gate_->opened.set_value();
}

MediaTime VirtualSession::now() const { return clock_.now() - voice_->zero(); }

void VirtualSession::close_gate() {
  gate_ = std::make_shared<Gate>();
  engines_.pool.post(Priority::Background, [gate = gate_] {
    gate->reached.set_value();
    gate->opened.get_future().wait();
  });
  gate_->reached.get_future().wait();
}

/// Until nobody has anything to do at this moment, on the loop or on the pool.
void VirtualSession::settle() {
  while (true) {
    loop_.restart();
    while (loop_.poll() > 0) {
    }
    if (engines_.pool.queued() == 0) return;
    gate_->opened.set_value();
    close_gate();  // it is reached after all that was asked
  }
}

void VirtualSession::hear(std::span<const std::int16_t> pcm) {
  if (loudspeaker_) {
    voice_->input().push(loudspeaker_->capture(pcm), now(), false);
  } else {
    voice_->input().push(pcm, now(), false);
  }
  const auto end = clock_.now() + kTick;
  settle();
  while (clock_.move_to(end)) settle();
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
  sent.push_back({now(), !packet.empty() && level < kLoud});
  if (loudspeaker_) loudspeaker_->play(packet);
}

void VirtualSession::on_frame(std::string_view from, const pipeline::Frame& frame) {
  if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload) && from == "transport.output" && !speaks_since) speaks_since = now();
  if (std::holds_alternative<pipeline::InterruptionFrame>(frame.payload) && from == "user_aggregator" && !interrupted_at) interrupted_at = now();
  if (std::holds_alternative<pipeline::UserTurnEndedFrame>(frame.payload) && from == "user_aggregator") ++turns;
  if (const auto* heard = std::get_if<pipeline::TranscriptionFrame>(&frame.payload); heard != nullptr && !heard->text.empty()) words = heard->text;
  if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload); heard != nullptr && from == "transport.output" && lines.empty()) {
    lines.push_back(heard->text);
    line_cut = heard->interrupted;
  }
}

}  // namespace codevoice::bench
