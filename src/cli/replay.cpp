#include "cli/replay.hpp"

#include "interview/stand_in.hpp"
#include "voice/virtual_voice.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSoonAfter = 1s;
constexpr Duration kQuietAtLeast = 400ms;  // the VAD sees the last pause begin
constexpr Duration kQuietAtMost = 60s;     // longer than any patience

/// Asks nothing and says nothing: what a question would have the voice path listen for is all it tells.
class Listener final : public interview::StandIn {
 public:
  explicit Listener(const ReplaySetup& setup)
      : patience_(std::chrono::duration_cast<std::chrono::milliseconds>(setup.patience)), words_(setup.vocabulary) {}
  interview::Act handle(const interview::Happening&, interview::Elapsed) override {
    interview::Act act;
    act.wait = 24h;
    act.patience = patience_;
    act.vocabulary = words_;
    return act;
  }
  std::unique_ptr<Interviewer> clone() const override { return std::make_unique<Listener>(*this); }

 private:
  std::chrono::milliseconds patience_;
  std::vector<std::string> words_;
};

/// The voice of an interviewer who says nothing.
class Mute final : public speech::TtsEngine {
 public:
  std::string name() const override { return "none"; }
  std::unique_ptr<speech::Utterance> speak(std::string) override { return std::make_unique<Nothing>(); }
  void prepare(std::string, speech::Prepare) override {}

 private:
  class Nothing final : public speech::Utterance {
   public:
    Awaitable<Result<std::optional<speech::SpokenChunk>>> next() override { co_return std::optional<speech::SpokenChunk>{}; }
  };
};

class Nowhere final : public voice::AudioSink {
 public:
  void send(ByteView, std::uint8_t) override {}
  Duration round_trip() const override { return {}; }
  double loss() const override { return 0.0; }
};

class Witness final : public voice::TurnWatcher, public pipeline::Observer {
 public:
  explicit Witness(const std::function<void(const ReplayEvent&)>& on_event) : on_event_(on_event) {}

  void on_judged(const voice::TurnPause& pause, const voice::PauseView& view, const voice::StopDecision& decision, const std::string& text) override {
    newest_ = pause;
    judged_at_ = pause.speech_end + view.silence;
    ReplayJudgement judgement{pause, view, decision, std::string(decision.reason), text, end && judged_at_ > *end};
    judgement.decision.reason = {};
    if (decision.stop) ++summary.pauses;
    on_event_(judgement);
  }
  void on_gone_on(const voice::TurnPause& pause, MediaTime at) override {
    ++summary.pauses;
    ++summary.gone_on;
    on_event_(ReplayGoneOn{pause, at});
  }
  void on_frame(std::string_view from, const pipeline::Frame& frame) override {
    if (from != "user_aggregator") return;
    if (const auto* ended = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
      tell({ended->turn_id, ended->begin, ended->speech_end, judged_at_, ended->reason, ended->text, true});
    } else if (std::holds_alternative<pipeline::UserFalseStartFrame>(frame.payload)) {
      tell({newest_.turn_id, newest_.turn_begin, newest_.speech_end, judged_at_, "noise", {}, false});
    }
  }
  ReplaySummary summary;
  std::optional<MediaTime> end;  // of the recording, once it is reached

 private:
  void tell(const ReplayTurn& turn) {
    if (turn.reply_owed) ++summary.turns;
    if (last_ended_ && turn.begin - *last_ended_ < kSoonAfter) ++summary.soon_after;
    last_ended_ = turn.ended;
    on_event_(turn);
  }
  const std::function<void(const ReplayEvent&)>& on_event_;
  voice::TurnPause newest_;
  MediaTime judged_at_{};
  std::optional<MediaTime> last_ended_;
};

void play(voice::VirtualVoice& voice, audio::PcmView heard, Witness& witness) {
  for (std::size_t at = 0; at < heard.size(); at += voice::kFrameSamples) {
    voice.hear(heard.subspan(at, std::min(voice::kFrameSamples, heard.size() - at)));
  }
  witness.end = voice.now();
  voice.rest(kQuietAtLeast);
  for (Duration rested{}; voice.pipeline().turn_open() && rested < kQuietAtMost; rested += 20ms) voice.rest(20ms);
  witness.summary.left_open = voice.pipeline().turn_open();
}

}  // namespace

Result<ReplaySummary> replay_audio(const ReplayEngines& engines, const ReplaySetup& setup, audio::PcmView heard,
                                   const std::function<void(const ReplayEvent&)>& on_event) {
  const auto started = std::chrono::steady_clock::now();
  VirtualClock clock;
  Mute mute;
  Nowhere nowhere;
  Witness witness(on_event);
  auto config = setup.voice;
  config.wording.speculate = false;
  const voice::VirtualVoiceParts parts{{engines.vad, engines.turn, engines.stt, mute}, engines.pool, clock, nowhere};
  voice::VirtualVoice voice(parts, config, {std::make_unique<Listener>(setup)});
  voice.pipeline().observe(witness);
  voice.pipeline().watch_turns(witness);
  if (auto began = voice.start(); !began) return tl::unexpected(began.error());
  play(voice, heard, witness);
  witness.summary.length = audio::duration_of(heard.size(), audio::kSpeechRateHz);
  witness.summary.took = std::chrono::steady_clock::now() - started;
  return witness.summary;
}

}  // namespace codevoice::cli
