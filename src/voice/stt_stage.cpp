#include "voice/stt_stage.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <deque>
#include <utility>

#include "base/log.hpp"
#include "pipeline/within.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;
using pipeline::Frame;
using pipeline::TranscriptionFrame;

constexpr std::size_t kHeardAtMost = 64;
constexpr auto kSwitchLimit = 500ms;  // to open the second engine
constexpr auto kFirstAgainAfter = 45s;
constexpr int kReturnsAtMost = 3;

TranscriptionFrame frame_of(const speech::Transcription& heard) {
  const auto mark = static_cast<pipeline::TurnMark>(heard.turn);
  return TranscriptionFrame{heard.text, heard.raw_text, heard.is_final, heard.begin, heard.end, heard.confidence, 0, mark, heard.turn_sure};
}

}  // namespace

struct SttStage::Hearing {
  explicit Hearing(const asio::any_io_executor& executor) : changed(executor) {}
  std::deque<speech::Transcription> heard;
  std::optional<Error> broken;
  pipeline::Signal changed;
};

SttStage::SttStage(SttEngines engines, RecentAudio& recent, const TurnConfig& config) : engines_(engines), recent_(recent), config_(config) {}
SttStage::~SttStage() = default;

Result<void> SttStage::start(pipeline::StageContext context) {
  context_ = context;
  hearing_ = std::make_shared<Hearing>(context_.tasks->executor());
  finished_.emplace(context_.tasks->executor());
  reopened_.emplace(context_.tasks->executor());
  if (auto opened = open(); !opened) return opened;
  context_.tasks->spawn("emit heard", emit_heard());
  context_.tasks->spawn("reopen when broken", reopen_when_broken());
  return {};
}

speech::SttListener SttStage::listener() {
  speech::SttListener listener;
  listener.on_text = [weak = std::weak_ptr(hearing_)](speech::Transcription text) {
    const auto hearing = weak.lock();
    if (!hearing) return;
    if (hearing->heard.size() >= kHeardAtMost) hearing->heard.pop_front();  // interims pile up only when nobody takes them
    hearing->heard.push_back(std::move(text));
    hearing->changed.notify();
  };
  listener.on_error = [weak = std::weak_ptr(hearing_)](Error error) {
    const auto hearing = weak.lock();
    if (!hearing) return;
    hearing->broken = std::move(error);
    hearing->changed.notify();
  };
  return listener;
}

Result<void> SttStage::open_engine(speech::SttEngine& engine) {
  auto stream = engine.open(context_.tasks->executor(), listener());
  if (!stream) return fail(engine.name(), std::move(stream.error()));
  stream_ = std::move(*stream);
  stream_->set_vocabulary(vocabulary_);
  reopened_->notify();
  return {};
}

Result<void> SttStage::open() {
  if (on_second_ && engines_.second != nullptr) return open_engine(*engines_.second);
  auto opened = open_engine(engines_.first);
  if (opened || engines_.second == nullptr) return opened;
  on_second_ = true;
  switched_at_ = context_.clock->now();
  context_.tasks->spawn("tell fallback", tell_fallback(opened.error().message));
  return open_engine(*engines_.second);
}

Awaitable<void> SttStage::tell_fallback(std::string reason) {
  log::warn("stt.fallback", {{"from", engines_.first.name()}, {"to", engines_.second->name()}, {"reason", reason}});
  pipeline::FallbackFrame change{std::string(name()), engines_.first.name(), engines_.second->name(), std::move(reason)};
  auto frame = context_.frame(std::move(change));
  co_await context_.out->emit(std::move(frame));
}

Awaitable<void> SttStage::process(Frame frame) {
  if (const auto* audio = std::get_if<pipeline::AudioRawFrame>(&frame.payload)) {
    write(*audio, frame.at);
  } else if (std::holds_alternative<pipeline::UserStartedSpeakingFrame>(frame.payload)) {
    speaking_ = true;
  } else if (const auto* stopped = std::get_if<pipeline::UserStoppedSpeakingFrame>(&frame.payload)) {
    speaking_ = false;
    if (stream_) stream_->pause(stopped->speech_end);
  }
  co_await context_.out->emit(std::move(frame));
}

void SttStage::write(const pipeline::AudioRawFrame& audio, MediaTime at) {
  if (speaking_) speech_without_words_ += Duration{1s} * static_cast<std::int64_t>(audio.pcm.size()) / audio.rate_hz;
  recent_.push(audio.pcm, at, speaking_);
  ++frames_written_;
  if (stream_) stream_->write(audio.pcm, at, speaking_);
}

void SttStage::replay() {
  for (const auto& past : recent_.frames()) {
    if (past.at >= std::max(turn_done_, final_until_)) stream_->write(past.pcm, past.at, past.speech);
  }
  if (!speaking_ && !recent_.frames().empty()) stream_->pause(recent_.frames().back().at);
}

Awaitable<void> SttStage::emit_heard() {
  while (true) {
    while (!hearing_->heard.empty()) co_await emit_next();
    co_await hearing_->changed.wait();
  }
}

Awaitable<void> SttStage::emit_next() {
  const auto heard = std::move(hearing_->heard.front());
  hearing_->heard.pop_front();
  failures_ = 0;
  speech_without_words_ = Duration{};
  interim(heard);
  Frame frame{heard.begin, context_.epoch->current(), frame_of(heard)};
  co_await context_.out->emit(std::move(frame));
}

void SttStage::interim(const speech::Transcription& text) {
  if (text.is_final) final_until_ = std::max(final_until_, text.end);
  interim_ = text.is_final ? std::string{} : text.text;
  interim_begin_ = text.begin;
}

void SttStage::restart(const std::string& reason) {
  hearing_->broken = Error{ErrorKind::Unavailable, reason};
  hearing_->changed.notify();
}

Awaitable<void> SttStage::reopen_when_broken() {
  while (true) {
    if (hearing_->broken) {
      co_await reopen();
    } else {
      co_await hearing_->changed.wait();
    }
  }
}

Awaitable<void> SttStage::reopen() {
  const auto error = *hearing_->broken;
  hearing_->broken.reset();
  ++failures_;
  ++restarts_;
  const bool was_second = on_second_;
  const bool is_hopeless = failures_ > engines_.failures_before_second || error.kind == ErrorKind::Denied;
  if (is_hopeless && engines_.second != nullptr) on_second_ = true;
  const bool switches = on_second_ && !was_second;
  log::error("stt.restarted", {{"reason", error.message}, {"failures", failures_}, {"second_engine", on_second_}});
  while (!hearing_->heard.empty()) co_await emit_next();  // what it told before it died
  const auto old = std::move(stream_);
  if (old) co_await old->close();
  if (switches) {
    switched_at_ = context_.clock->now();
    co_await tell_fallback(error.message);
  } else {
    auto pause = std::min<Duration>(5s, 100ms * failures_ * failures_);
    co_await context_.clock->sleep_for(pause);
  }
  if (auto opened = open(); !opened) {
    restart(opened.error().message);
    co_return;
  }
  replay();
}

/// Between turns, when the first engine has had time to recover.
Awaitable<void> SttStage::try_first_again() {
  if (!on_second_ || speaking_ || returns_ >= kReturnsAtMost || context_.clock->now() - switched_at_ < kFirstAgainAfter) co_return;
  switched_at_ = context_.clock->now();
  const auto old = stream_;
  if (!open_engine(engines_.first)) co_return;
  ++returns_;
  on_second_ = false;
  failures_ = 0;
  log::info("stt.first_again", {{"engine", engines_.first.name()}});
  if (old) co_await old->close();
}

Awaitable<void> SttStage::on_feedback(Frame frame) {
  if (const auto* request = std::get_if<pipeline::TurnTextRequestFrame>(&frame.payload)) {
    if (request->finish_id == 0) {
      if (stream_) stream_->peek();
    } else {
      context_.tasks->spawn("finish turn", finish_turn(*request));
    }
  } else if (auto* hints = std::get_if<pipeline::ListeningHintsFrame>(&frame.payload)) {
    vocabulary_ = std::move(hints->vocabulary);
    if (stream_) stream_->set_vocabulary(vocabulary_);
  }
  co_return;
}

/// From the first engine, or when that fails, from the second, which hears the turn again.
Awaitable<Result<speech::Transcription>> SttStage::last_words(MediaTime upto) {
  Result<speech::Transcription> text = fail(ErrorKind::Unavailable, "recogniser is being restarted");
  const bool was_second = on_second_;
  const auto stream = stream_;
  if (stream) text = co_await pipeline::within<speech::Transcription>(*context_.clock, config_.text_limit, stream->finish_turn(upto));
  if (text || was_second || engines_.second == nullptr) co_return text;
  if (text.error().kind == ErrorKind::Timeout) {
    failures_ = engines_.failures_before_second;
    restart("no final text in time");
  }
  const auto limit = context_.clock->now() + kSwitchLimit;
  while (!(on_second_ && stream_) && context_.clock->now() < limit) {
    using asio::experimental::awaitable_operators::operator||;
    co_await (reopened_->wait() || context_.clock->sleep_until(limit));
  }
  const auto second = stream_;
  if (!on_second_ || !second) co_return text;
  co_return co_await pipeline::within<speech::Transcription>(*context_.clock, config_.text_limit, second->finish_turn(upto));
}

Awaitable<void> SttStage::finish_turn(pipeline::TurnTextRequestFrame request) {
  while (finishing_) co_await finished_->wait();
  finishing_ = true;
  const auto text = co_await last_words(request.upto);
  finishing_ = false;
  finished_->notify();
  turn_done_ = request.upto;
  TranscriptionFrame answer;
  if (text) {
    answer = frame_of(*text);
    failures_ = 0;
  } else {
    log::warn("stt.finish_failed", {{"reason", text.error().message}, {"had_interim", !interim_.empty()}});
    answer.text = answer.raw_text = interim_;  // better the words we have than none
    answer.begin = interim_begin_;
    answer.end = request.upto;
    answer.confidence = 0.5F;
    if (text.error().kind == ErrorKind::Timeout && (on_second_ || engines_.second == nullptr)) restart("no final text in time");
  }
  watch_deafness(answer);
  answer.is_final = true;
  answer.finish_id = request.finish_id;
  interim_.clear();
  co_await try_first_again();
  Frame frame{answer.begin, context_.epoch->current(), std::move(answer)};
  co_await context_.out->emit(std::move(frame));
}

/// R11: so much speech without a word is a fault of ours; the candidate is asked to say it again, to a fresh stream.
void SttStage::watch_deafness(const TranscriptionFrame& answer) {
  const auto speech = std::exchange(speech_without_words_, Duration{});
  if (answer.text.empty() && speech >= config_.deaf) restart("speech without a word");
}

Awaitable<void> SttStage::stop() {
  const auto stream = std::move(stream_);
  if (stream) co_await stream->close();
}

}  // namespace codevoice::voice
