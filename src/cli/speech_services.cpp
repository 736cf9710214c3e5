#include "cli/speech_services.hpp"

#include <utility>

#include "base/log.hpp"
#include "speech/deepgram_stt.hpp"
#include "speech/deepgram_tts.hpp"

namespace codevoice::cli {

Result<SpeechChoice> choose_speech(const Settings& settings) {
  const bool has_key = !settings.deepgram_api_key.empty();
  if (!has_key && (settings.stt == "deepgram" || settings.stt == "flux")) {
    return fail(ErrorKind::Invalid, "CODEVOICE_STT=" + settings.stt + " needs DEEPGRAM_API_KEY");
  }
  if (!has_key && settings.tts == "deepgram") return fail(ErrorKind::Invalid, "CODEVOICE_TTS=deepgram needs DEEPGRAM_API_KEY");
  SpeechChoice choice;
  if (settings.stt == "flux") {
    choice.stt = SttChoice::Flux;
  } else if (settings.stt == "deepgram" || (settings.stt != "local" && has_key)) {
    choice.stt = SttChoice::Nova;
  }
  if (settings.tts == "deepgram" || (settings.tts != "local" && has_key)) choice.tts = TtsChoice::Deepgram;
  return choice;
}

speech::DeepgramConfig deepgram_config(const Settings& settings) {
  speech::DeepgramConfig config;
  config.url = settings.deepgram_url;
  config.key = settings.deepgram_api_key;
  if (settings.deepgram_model.starts_with("flux")) {
    config.flux_model = settings.deepgram_model;
  } else {
    config.model = settings.deepgram_model;
  }
  config.language = settings.deepgram_language;
  config.voice = settings.deepgram_voice;
  return config;
}

Result<SpeechServices> make_speech_services(const Settings& settings, speech::SpeechModels models, Clock& clock) {
  const auto choice = choose_speech(settings);
  if (!choice) return tl::unexpected(choice.error());
  SpeechServices services;
  services.vad = std::move(models.vad);
  services.turn = std::move(models.turn);
  services.stt_paid = choice->stt != SttChoice::Local;
  services.tts_paid = choice->tts != TtsChoice::Local;
  const auto account = std::make_shared<speech::DeepgramAccount>(deepgram_config(settings), clock);
  if (choice->stt == SttChoice::Local) {
    services.stt = std::move(models.stt);
  } else {
    speech::DeepgramSttConfig config;
    config.dialect = choice->stt == SttChoice::Flux ? speech::Dialect::Flux : speech::Dialect::Nova;
    config.encoding = settings.deepgram_encoding == "opus" ? speech::SttEncoding::Opus : speech::SttEncoding::Linear16;
    config.has_fallback = models.stt != nullptr;
    services.stt = std::make_unique<speech::DeepgramStt>(account, config);
    services.second_stt = std::move(models.stt);
    services.recogniser_ends_turns = choice->stt == SttChoice::Flux;
    services.failures_before_second = 0;  // it has tried again before it says so
  }
  const bool stands_by = choice->tts == TtsChoice::Deepgram && models.tts != nullptr;
  auto local = models.tts ? std::make_unique<speech::SharedVoice>(std::move(models.tts)) : nullptr;
  if (choice->tts == TtsChoice::Local) {
    services.tts = std::move(local);
  } else {
    speech::SpeechCacheConfig cache;
    cache.folder = settings.data_dir + "/cache/speech";
    auto deepgram = std::make_unique<speech::DeepgramTts>(account, std::make_shared<speech::SpeechCache>(std::move(cache)));
    if (local) {
      services.tts = std::make_unique<speech::FallbackVoice>(std::move(deepgram), std::move(local));
    } else {
      services.tts = std::move(deepgram);
    }
  }
  if (!services.stt || !services.tts) return fail(ErrorKind::NotFound, "no speech engine is there");
  log::info("speech.chain", {{"stt", services.stt->name()},
                             {"then", services.second_stt ? services.second_stt->name() : "nothing"},
                             {"tts", services.tts->name()},
                             {"tts_then", stands_by ? "the local voice" : "nothing"}});
  return services;
}

}  // namespace codevoice::cli
