#include "cli/spoken_clips.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <random>
#include <regex>

#include "audio/pcm.hpp"
#include "cli/interview_host.hpp"

namespace codevoice::cli {
namespace {

struct Spoken {
  audio::Pcm pcm;
  std::uint32_t rate_hz = 8000;
};

Awaitable<Result<void>> speak(speech::TtsEngine& voice, std::string text, Spoken& to) {
  const auto utterance = voice.speak(std::move(text));
  for (;;) {
    auto chunk = co_await utterance->next();
    if (!chunk) co_return tl::unexpected(chunk.error());
    if (!*chunk) break;
    to.rate_hz = (*chunk)->rate_hz;
    to.pcm.insert(to.pcm.end(), (*chunk)->pcm.begin(), (*chunk)->pcm.end());
  }
  co_return Result<void>{};
}

/// A thinking pause is no digital silence: a microphone is never that quiet.
void rest(Spoken& to, std::chrono::milliseconds length) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0.0, 6.0);  // about -75 dBFS
  for (auto left = audio::samples_in(length, to.rate_hz); left > 0; --left) to.pcm.push_back(audio::to_sample(noise(random)));
}

Awaitable<Result<VoiceClip>> speak(speech::TtsEngine& voice, std::string text) {
  Spoken spoken;
  for (auto& part : parts_of(text)) {
    const auto said = co_await speak(voice, std::move(part.text), spoken);
    if (!said) co_return tl::unexpected(said.error());
    rest(spoken, part.pause_after);
  }
  co_return make_clip(text, spoken.pcm, spoken.rate_hz);
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

std::vector<SpokenPart> parts_of(std::string_view text) {
  static const std::regex kPause(R"(\[pause (\d{1,5})\])");
  std::vector<SpokenPart> parts;
  std::cmatch found;
  while (std::regex_search(text.data(), text.data() + text.size(), found, kPause)) {
    parts.push_back({std::string(found.prefix()), std::chrono::milliseconds(std::stoi(found[1].str()))});
    text.remove_prefix(static_cast<std::size_t>(found.position() + found.length()));
  }
  parts.push_back({std::string(text), {}});
  return parts;
}

Result<std::vector<VoiceClip>> speak_clips(const Settings& settings, const std::vector<std::string>& texts) {
  asio::io_context loop(1);
  WorkerPool pool({.name = "voice", .threads = 1});
  speech::SpeechModelsConfig config;
  config.models_folder = models_folder(settings);
  config.voice = settings.voice;
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
