// untested: speaks with the tested voice
#include "cli/spoken_clips.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "audio/pcm.hpp"
#include "cli/interview_host.hpp"

namespace codevoice::cli {
namespace {

Awaitable<Result<VoiceClip>> speak(speech::TtsEngine& voice, std::string text) {
  const auto utterance = voice.speak(text);
  audio::Pcm pcm;
  std::uint32_t rate_hz = 0;
  for (;;) {
    auto chunk = co_await utterance->next();
    if (!chunk) co_return tl::unexpected(chunk.error());
    if (!*chunk) break;
    rate_hz = (*chunk)->rate_hz;
    pcm.insert(pcm.end(), (*chunk)->pcm.begin(), (*chunk)->pcm.end());
  }
  co_return make_clip(text, pcm, std::max(rate_hz, 8000U));
}

Awaitable<void> speak_all(speech::TtsEngine& voice, const std::vector<std::string>& texts, Result<std::vector<VoiceClip>>& clips) {
  for (const auto& text : texts) {
    auto clip = co_await speak(voice, text);
    if (!clip) {
      clips = tl::unexpected(clip.error());
      co_return;
    }
    clips->push_back(std::move(*clip));
  }
}

}  // namespace

Result<std::vector<VoiceClip>> speak_clips(const Settings& settings, const std::vector<std::string>& texts) {
  asio::io_context loop(1);
  WorkerPool pool({.name = "voice", .threads = 1});
  speech::SpeechModelsConfig config;
  config.models_folder = models_folder(settings);
  const auto voice = speech::load_voice(config, pool);
  if (!voice) return tl::unexpected(voice.error());
  Result<std::vector<VoiceClip>> clips = std::vector<VoiceClip>();
  asio::co_spawn(loop, speak_all(**voice, texts, clips), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  loop.run();
  return clips;
}

}  // namespace codevoice::cli
