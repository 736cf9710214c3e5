#include "voice/tts_stage.hpp"

#include "audio/pcm.hpp"
#include "base/log.hpp"
#include "pipeline/within.hpp"

namespace codevoice::voice {

using pipeline::Frame;

namespace {

constexpr int kTooOften = 2;

std::int64_t in_ms(Duration length) { return length / std::chrono::milliseconds{1}; }

}  // namespace

Result<void> TtsStage::start(pipeline::StageContext context) {
  context_ = context;
  return {};
}

Awaitable<void> TtsStage::process(Frame frame) {
  if (auto* text = std::get_if<pipeline::TextFrame>(&frame.payload)) {
    co_await speak(std::move(*text), frame.reply_epoch);
    co_return;
  }
  if (const auto* prepare = std::get_if<pipeline::TTSPrepareFrame>(&frame.payload)) {
    for (const auto& text : prepare->texts) engine_.prepare(text, prepare->now ? speech::Prepare::Now : speech::Prepare::Ahead);
    co_return;
  }
  if (auto* sound = std::get_if<pipeline::ListenerSoundFrame>(&frame.payload)) {
    if (sound->ahead) {
      engine_.prepare(sound->text, speech::Prepare::Ahead);
    } else {
      context_.tasks->spawn("listener sound", make_sound(std::move(sound->text), frame.at));  // beside the replies: holds up none
    }
    co_return;
  }
  co_await context_.out->emit(std::move(frame));
}

/// From the cache, or not at all.
Awaitable<void> TtsStage::make_sound(std::string text, MediaTime wanted_at) {
  const auto utterance = engine_.speak(text);
  pipeline::ListenerSoundFrame sound;
  sound.text = std::move(text);
  const auto limit = wanted_at + Duration{config_.sound_limit};
  while (context_.now() < limit) {
    auto chunk = co_await pipeline::within<std::optional<speech::SpokenChunk>>(*context_.clock, limit - context_.now(), utterance->next());
    if (!chunk) break;
    if (!*chunk) {
      Frame frame{wanted_at, context_.epoch->current(), std::move(sound)};
      co_await context_.out->emit(std::move(frame));
      co_return;
    }
    sound.rate_hz = (*chunk)->rate_hz;
    sound.pcm.insert(sound.pcm.end(), (*chunk)->pcm.begin(), (*chunk)->pcm.end());
  }
  log::info("listening.not_ready", {{"engine", engine_.name()}});
}

/// A voice that stutters once had bad luck; one that stutters twice is too slow.
void TtsStage::watch_pace(std::uint64_t turn_id, const ReplyPace::Chunk& chunk) {
  const auto before = std::exchange(behind_, pace_.take(chunk));
  if (before >= kTooOften || behind_ < kTooOften) return;
  log::warn("tts.too_slow", {{"engine", engine_.name()}, {"turn", turn_id}});
  engine_.fell_behind();
}

Awaitable<void> TtsStage::tell_fallback() {
  auto fallback = engine_.take_fallback();
  if (!fallback) co_return;
  log::warn("tts.fallback", {{"from", fallback->from}, {"to", fallback->to}, {"reason", fallback->reason}});
  pipeline::FallbackFrame change{std::string(name()), std::move(fallback->from), std::move(fallback->to), std::move(fallback->reason)};
  auto changed = context_.frame(std::move(change));
  co_await context_.out->emit(std::move(changed));
}

Awaitable<void> TtsStage::speak(pipeline::TextFrame text, std::uint64_t epoch) {
  if (std::exchange(reply_, text.turn_id) != text.turn_id) {
    pace_ = ReplyPace{};
    behind_ = 0;
    engine_.reply_begins();
  }
  const auto utterance = engine_.speak(text.text);
  pipeline::TTSAudioRawFrame part;
  part.utterance = ++utterances_;
  part.kind = text.kind;
  part.turn_id = text.turn_id;
  part.depends_on_answer = text.depends_on_answer;
  std::size_t spoken = 0;
  const auto asked = context_.now();
  while (context_.epoch->current() == epoch) {
    pipeline::ReplyDeadline deadline{*context_.clock, config_.chunk_limit, *context_.epoch, epoch};
    const auto waited_from = context_.clock->now();
    auto chunk = co_await pipeline::within(deadline, utterance->next());
    context_.out->beat();
    co_await tell_fallback();
    if (!chunk) {
      if (chunk.error().kind == ErrorKind::Cancelled) co_return;
      log::error("tts.failed", {{"engine", engine_.name()}, {"reason", chunk.error().message}});
      auto error = context_.frame(pipeline::ErrorFrame{std::string(name()), chunk.error().message, false});
      co_await context_.out->emit(std::move(error));
      break;
    }
    if (!*chunk) break;
    if (spoken == 0) {
      log::info("tts.first_clause", {{"turn", text.turn_id},
                                     {"utterance", part.utterance},
                                     {"cached", (*chunk)->cached},
                                     {"ms", in_ms(context_.now() - asked)},
                                     {"pii.text", text.text}});
    }
    const auto length = audio::duration_of((*chunk)->pcm.size(), (*chunk)->rate_hz);
    watch_pace(text.turn_id, {waited_from, context_.clock->now(), length, spoken > 0});
    auto audio = part;
    audio.pcm = std::move((*chunk)->pcm);
    audio.rate_hz = (*chunk)->rate_hz;
    audio.cached = (*chunk)->cached;
    audio.more = (*chunk)->more;
    audio.word_ends = std::move((*chunk)->word_ends);
    audio.text = text.text.substr(spoken, (*chunk)->text_end - spoken);
    spoken = (*chunk)->text_end;
    Frame frame{context_.now(), epoch, std::move(audio)};
    co_await context_.out->emit(std::move(frame));
  }
  part.last_of_utterance = true;
  Frame last{context_.now(), epoch, std::move(part)};
  co_await context_.out->emit(std::move(last));
}

}  // namespace codevoice::voice
