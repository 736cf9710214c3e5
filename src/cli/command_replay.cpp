// untested: wires the tested replay, replay_audio and replay_report; tests/e2e/commands.test.mjs starts it for real
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/replay_audio.hpp"
#include "cli/replay_report.hpp"
#include "interview/stages.hpp"
#include "interview/vocabulary_repair.hpp"
#include "store/interview_repository.hpp"

namespace codevoice::cli {
namespace {

/// Of the question, or the topics, that are answered in the recording.
struct Asked {
  std::string name = "no question named: no jargon to listen for";
  Duration patience{};
  std::vector<std::string> vocabulary;
};

std::string_view name_of(interview::QuestionKind kind) {
  switch (kind) {
    case interview::QuestionKind::Definition: return "definition";
    case interview::QuestionKind::Comparison: return "comparison";
    case interview::QuestionKind::Design: return "design";
    case interview::QuestionKind::Story: return "story";
    case interview::QuestionKind::Debugging: return "debugging";
  }
  return "definition";
}

Result<Asked> asked_in(const Settings& settings, const std::string& id) {
  if (id.empty() && settings.topics.empty()) return Asked{};
  auto bank = load_questions(settings);
  if (!bank) return tl::unexpected(bank.error());
  if (!id.empty()) {
    const auto found = std::ranges::find(*bank, id, &interview::Question::id);
    if (found == bank->end()) return fail(ErrorKind::NotFound, "no question '" + id + "' in the bank (their ids are in questions/*.yaml)");
    return Asked{"question " + id + " (" + std::string(name_of(found->kind)) + ")", patience_for(*found), found->vocabulary};
  }
  Asked asked{"topic", {}, {}};
  for (const auto& topic : settings.topics) {
    asked.name += " " + topic;
    bool is_known = false;
    for (const auto& question : *bank) {
      if (question.topic != topic) continue;
      is_known = true;
      asked.vocabulary.insert(asked.vocabulary.end(), question.vocabulary.begin(), question.vocabulary.end());
    }
    if (!is_known) return fail(ErrorKind::NotFound, "no question of the topic '" + topic + "' in the bank");
  }
  std::ranges::sort(asked.vocabulary);
  asked.vocabulary.erase(std::unique(asked.vocabulary.begin(), asked.vocabulary.end()), asked.vocabulary.end());
  return asked;
}

bool may_be_session(const std::string& what) { return what.size() >= 4 && what.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos; }

/// Why there is nothing to replay of what is no file: sessions keep words and figures, but no sound.
Error no_recording(const Settings& settings, const std::string& what) {
  const auto store = open_store(settings, Migration::CheckOnly);
  if (!store) return {ErrorKind::NotFound, what + ": no such file; nor can a session be looked for: " + store.error().message};
  const auto session = store::InterviewRepository(*store->database).show(what);
  if (!session) return {ErrorKind::NotFound, what + ": no such file, and no such session"};
  return {ErrorKind::NotFound, "session " + session->session.id +
                                   " has no recording: interviews are not recorded yet; replay a WAV file of the candidate's microphone instead"};
}

struct LocalEars {
  WorkerPool pool{{.name = "compute"}};  // one thread: the same jobs in the same order
  Result<speech::SpeechModels> models = fail(ErrorKind::Internal, "not loaded");
};

Result<void> load(const Settings& settings, LocalEars& ears) {
  speech::SpeechModelsConfig config;
  config.models_folder = models_folder(settings);
  config.cache_folder = settings.data_dir + "/cache";
  config.repair = interview::repair_transcript;
  config.voice_loading = speech::Loading::Never;
  config.captions = speech::Captions::None;
  ears.models = speech::load_speech_models(config, ears.pool);
  if (!ears.models) return tl::unexpected(ears.models.error());
  return {};
}

ReplayHeading heading_of(const ReplayOptions& options, const ReplayAudio& heard, const Asked& asked, const voice::TurnConfig& turn) {
  ReplayHeading heading;
  heading.file = options.what;
  heading.format =
      std::to_string(heard.rate_hz) + " Hz, " +
      (heard.channels == 1 ? std::string("mono") : "channel " + std::to_string(options.channel) + " of " + std::to_string(heard.channels));
  heading.asked = asked.name;
  heading.patience = turn.patience.value_or(std::chrono::duration_cast<std::chrono::milliseconds>(asked.patience));
  if (heading.patience == Duration{}) heading.patience = turn.default_patience;
  heading.sensitivity = turn.sensitivity;
  heading.strategy = turn.strategy == voice::StopStrategy::SmartTurn ? "smart_turn" : "fused";
  return heading;
}

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

int replay(const Settings& settings, const ReplayOptions& options) {
  std::error_code ignored;
  if (may_be_session(options.what) && !std::filesystem::exists(options.what, ignored)) return report(no_recording(settings, options.what));
  const auto heard = load_replay_audio(options.what, options.channel);
  if (!heard) return report(heard.error());
  const auto asked = asked_in(settings, options.question);
  if (!asked) return report(asked.error());
  const auto speech = choose_speech(settings);
  if (speech && speech->stt != SttChoice::Local) std::fputs("codevoice: replay hears with the local recogniser, not with Deepgram\n", stderr);
  LocalEars ears;
  if (const auto loaded = load(settings, ears); !loaded) return report(loaded.error());
  ReplaySetup setup;
  setup.voice.turn = turn_config_of(settings);
  setup.patience = asked->patience;
  setup.vocabulary = asked->vocabulary;
  const auto heading = heading_of(options, *heard, *asked, setup.voice.turn);
  put(options.json ? replay_begin_json(heading) : ReplayText::begin(heading));
  ReplayText text;
  const std::function<void(const ReplayEvent&)> tell = [&](const ReplayEvent& event) {
    put(options.json ? replay_event_json(event) : text.add(event));
  };
  const auto summary = replay_audio({*ears.models->vad, *ears.models->turn, *ears.models->stt, &ears.pool}, setup, heard->pcm, tell);
  if (!summary) return report(summary.error());
  put(options.json ? replay_end_json(*summary) : ReplayText::end(*summary));
  return 0;
}

}  // namespace codevoice::cli
