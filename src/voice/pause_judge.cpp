#include "voice/pause_judge.hpp"

#include "base/log.hpp"
#include "pipeline/within.hpp"
#include "voice/impression.hpp"
#include "voice/sentence_end.hpp"

namespace codevoice::voice {
namespace {

constexpr milliseconds kFrame{20}, kListenedTo{4000};

std::int64_t in_ms(Duration length) { return length / milliseconds{1}; }

}  // namespace

PauseJudge::PauseJudge(speech::TurnModel& model, const TurnStopStrategy& strategy, const RecentAudio& audio, const TurnConfig& config)
    : model_(model), strategy_(strategy), audio_(audio), config_(config) {}

void PauseJudge::start(pipeline::StageContext context, std::function<void(PauseVerdict)> on_stop, OnJudged on_judged) {
  context_ = context;
  on_stop_ = std::move(on_stop);
  on_judged_ = std::move(on_judged);
}

void PauseJudge::begin(const Pause& pause, std::string_view text) {
  pause_ = pause;
  open_ = true;
  asking_ = false;
  ++generation_;
  next_ask_ = 0;
  first_.reset();
  newest_.reset();
  first_impression_.reset();
  newest_impression_.reset();
  standing_.reset();
  mark_sure_.reset();  // what it said before, it said of speech
  voice_ = listen();
  set_text(text);
  tick(std::max(now_, pause_.speech_end));
}

/// How the pitch went before this pause.
std::optional<Prosody> PauseJudge::listen() const {
  if (audio_.frames().empty()) return std::nullopt;
  const auto since = audio_.frames().back().at + kFrame - pause_.speech_end;
  return prosody_of(audio_.last(kListenedTo), std::max(since, Duration{}));
}

void PauseJudge::set_text(std::string_view text) {
  words_.reset();
  if (!text.empty()) words_ = rate_sentence_end(text);
}

void PauseJudge::set_mark(pipeline::TurnMark mark, std::optional<float> sure) {
  if (sure) mark_sure_ = sure;
  if (mark == pipeline::TurnMark::None) return;
  mark_ = mark;
  if (open_) judge(false);
}

void PauseJudge::end() {
  open_ = false;
  mark_ = pipeline::TurnMark::None;
  mark_sure_.reset();
  ++generation_;
}

void PauseJudge::tick(MediaTime now, bool sounding) {
  now_ = now;
  sounding_ = sounding;
  if (!open_) return;
  const auto silence = now - pause_.speech_end;
  if (ask_is_due(silence)) {
    asking_ = true;
    context_.tasks->spawn("ask turn model", ask(generation_, silence));
  }
  judge(false);
}

bool PauseJudge::ask_is_due(Duration silence) {
  if (config_.recogniser_ends_turns || asking_ || next_ask_ >= config_.ask_at.size() || silence < config_.ask_at[next_ask_]) return false;
  while (next_ask_ < config_.ask_at.size() && silence >= config_.ask_at[next_ask_]) ++next_ask_;  // never two for one moment
  return true;
}

Awaitable<void> PauseJudge::ask(std::uint64_t generation, Duration silence) {
  auto audio = audio_.last(config_.window);
  const auto verdict = co_await pipeline::within<speech::TurnVerdict>(*context_.clock, config_.model_limit, model_.analyze(std::move(audio)));
  if (generation != generation_) co_return;
  asking_ = false;
  if (verdict) {
    newest_ = verdict->complete;
    if (!first_) first_ = newest_;
    newest_impression_ = impression_weights().rate(verdict->impression);
    if (!first_impression_) first_impression_ = newest_impression_;
    judge(true);
    co_return;
  }
  log::warn("turn.model_failed", {{"turn", pause_.turn_id}, {"silence_ms", in_ms(silence)}, {"reason", verdict.error().message}});
}

void PauseJudge::judge(bool is_news) {
  const PauseView view{newest_, now_ - pause_.speech_end, pause_.patience,   pause_.spoken, words_, pause_.own_pause, mark_, first_,
                       voice_,  newest_impression_,       first_impression_, mark_sure_};
  auto decision = strategy_.judge(view);
  decision.stop = decision.stop && !sounding_;
  standing_ = decision;
  if (!decision.stop && !is_news) return;
  log::info("turn.decision", {{"turn", pause_.turn_id},
                              {"decision", decision.stop ? "stop" : "wait"},
                              {"reason", decision.stop ? decision.reason : std::string_view()},
                              {"probability", newest_.value_or(0.0F)},
                              {"first_probability", first_.value_or(0.0F)},
                              {"impression", newest_impression_.value_or(0.0F)},
                              {"first_impression", first_impression_.value_or(0.0F)},
                              {"voice_known", voice_.has_value()},
                              {"pitch_end", voice_ ? voice_->end : 0.0F},  // semitones
                              {"pitch_in_range", voice_ ? voice_->end_in_range : 0.0F},
                              {"pitch_slope", voice_ ? voice_->long_slope : 0.0F},
                              {"words", words_.value_or(0.0F)},
                              {"words_known", words_.has_value()},
                              {"sure", decision.sure},
                              {"silence_ms", in_ms(view.silence)},
                              {"after_ms", in_ms(decision.after)},
                              {"behind_ms", in_ms(context_.now() - now_)},  // of the newest audio: jitter buffer, VAD, turn model
                              {"own_pause_ms", in_ms(view.own_pause)},
                              {"patience_ms", in_ms(view.patience)},
                              {"spoken_ms", in_ms(view.spoken)}});
  if (on_judged_) on_judged_(view, decision);
  if (!decision.stop) return;
  end();
  PauseVerdict verdict{std::string(decision.reason), newest_.value_or(0.0F)};
  on_stop_(std::move(verdict));
}

}  // namespace codevoice::voice
