// Turn ends: thinking pauses cut off and delay after finished turns, on labelled pauses, at the shipped default settings.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <thread>

#include "lib/hearing.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/openvino_turn.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/silero_vad.hpp"
#include "turns/parts.hpp"
#include "turns/pauses.hpp"
#include "voice/fused_stop.hpp"
#include "voice/own_pauses.hpp"
#include "voice/sentence_end.hpp"

namespace codevoice::bench {
namespace {

std::vector<LabelledPause> find_all(const std::vector<Take>& takes, bool with_words) {
  const std::string models = std::string(CODEVOICE_TOOLS_DIR) + "/models";
  WorkerPool pool({.name = "bench", .threads = 2});
  const auto runtime = must(speech::OpenVinoRuntime::create(""));
  const auto vad = must(speech::SileroVad::create({models + "/vad/silero_vad_op18_ifless.onnx", "voice activity model", ""}));
  const auto turn = must(speech::OpenVinoTurn::create(runtime, {models + "/turn/smart-turn-v3.2-cpu.onnx", "turn model", ""}, pool));
  const auto transcriber = must(speech::make_moonshine(models + "/stt/moonshine-tiny-en"));
  std::vector<std::vector<LabelledPause>> found(takes.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([&] {
      PauseFinder finder(*vad, *turn, with_words ? transcriber.get() : nullptr);
      for (std::size_t k = next++; k < takes.size(); k = next++) found[k] = finder.find(takes[k]);
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<LabelledPause> all;
  for (auto& some : found) all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  return all;
}

constexpr int kModelCost = 50, kWordsAfter = 350;  // ms: when an answer of the model, and the words, are there
constexpr int kPatience = 2300;                    // ms, as for a question about a definition
constexpr int kFromHere = 300;                     // ms; shorter gaps no strategy looks at

/// The silence after which the turn would end, ms. `own`: this speaker's pauses within the answers so far.
using Strategy = std::function<int(const LabelledPause&, Duration own)>;

/// How many answers of the model are there.
std::size_t told_at(const LabelledPause& pause, int silence) {
  std::size_t told = 0;
  while (told < pause.probability.size() && kAskedAt[told] + kModelCost <= silence) ++told;
  return told;
}
Strategy fused(float sensitivity) {
  return [strategy = voice::FusedStop(sensitivity)](const LabelledPause& pause, Duration own) {
    const float words = voice::rate_sentence_end(pause.text);
    const auto rated = rated_impressions(pause);
    for (int silence = 0; silence < 10'000; silence += 20) {
      voice::PauseView view;
      view.silence = std::chrono::milliseconds{silence};
      if (const auto told = told_at(pause, silence); told > 0) {
        view.probability = pause.probability[told - 1];
        view.first_probability = pause.probability.front();
        view.first_impression = rated.front();
        view.impression = rated[std::min(rated.size(), told) - 1];
      }
      view.voice = pause.voice;
      view.spoken = std::chrono::milliseconds{pause.spoken_ms};
      view.patience = std::chrono::milliseconds{kPatience};
      view.own_pause = own;
      if (silence >= kWordsAfter && !pause.text.empty()) view.words = words;
      if (strategy.judge(view).stop) return silence;
    }
    return 10'000;
  };
}

int plain_smart_turn(const LabelledPause& pause, Duration) {
  return !pause.probability.empty() && pause.probability[0] >= 0.5F ? kAskedAt[0] + kModelCost : kPatience;
}
/// Pipecat's default: Smart Turn once when the VAD stops, then 3 s of silence.
int smart_turn_then_silence(const LabelledPause& pause, Duration) {
  return !pause.probability.empty() && pause.probability[0] > 0.5F ? kAskedAt[0] + kModelCost : 3000;
}

int percentile(std::vector<int> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

struct Judged {
  const LabelledPause* pause = nullptr;
  int after = 0;
};

/// The takes of one speaker are one interview: what is learnt of the speaker is carried from pause to pause, as the product does.
std::vector<Judged> judge(const std::vector<LabelledPause>& pauses, const Strategy& strategy) {
  std::map<std::string, voice::OwnPauses> own;
  std::vector<Judged> all;
  for (const auto& pause : pauses) {
    auto& learnt = own[pause.speaker];
    all.push_back({&pause, strategy(pause, learnt.typical())});
    if (pause.finished || all.back().after < pause.length_ms) learnt.answer_over();
    if (!pause.finished) learnt.went_on_after(std::chrono::milliseconds{pause.length_ms});
  }
  return all;
}

using Which = std::function<bool(const LabelledPause&)>;

void print_row(const std::string& name, const std::vector<Judged>& all, const Which& which) {
  std::vector<int> delays;
  int thinking = 0, cut = 0, between = 0, between_cut = 0;
  for (const auto& [pause, after] : all) {
    if (!which(*pause)) continue;
    if (pause->finished) {
      delays.push_back(after);
    } else if (pause->length_ms >= kFromHere) {
      const bool inside = pause->kind == "thinking" || pause->kind == "recorded";
      (inside ? thinking : between) += 1;
      (inside ? cut : between_cut) += after < pause->length_ms ? 1 : 0;
    }
  }
  std::printf("%-34s %6d of %3d %5.0f %% %9d of %3d %8zu %7d %7d\n", name.c_str(), cut, thinking, 100.0 * cut / std::max(1, thinking), between_cut,
              between, delays.size(), percentile(delays, 0.5), percentile(delays, 0.95));
}

/// How the shipped judgement fares with each voice and each way of speaking. People's recordings stand apart.
void report_parts(const std::vector<LabelledPause>& pauses, const std::string& split) {
  const auto all = judge(pauses, fused(0.5F));
  std::map<std::string, Which> rows;
  for (const auto& pause : pauses) {
    if (pause.split != split) continue;
    const bool is_read = pause.condition == "recorded";
    rows["  voice " + pause.speaker] = [split, name = pause.speaker](const LabelledPause& one) { return one.split == split && one.speaker == name; };
    if (is_read) continue;
    rows["  " + pause.condition] = [split, name = pause.condition](const LabelledPause& one) { return one.split == split && one.condition == name; };
  }
  for (const auto& [name, which] : rows) print_row(name, all, which);
}

void report(const std::vector<LabelledPause>& pauses) {
  for (const std::string split : {"tuning", "held-out"}) {
    const auto here = [&split](const LabelledPause& pause) { return pause.split == split; };
    std::printf("%-34s %25s %17s %24s\n", (split + " half").c_str(), "thinking pauses cut off", "between sentences", "finished: n, p50, p95 ms");
    for (const float sensitivity : {0.1F, 0.3F, 0.5F, 0.7F, 0.9F}) {
      char name[64];
      std::snprintf(name, sizeof name, "fused, sensitivity %.1f%s", static_cast<double>(sensitivity), sensitivity == 0.5F ? " (shipped)" : "");
      print_row(name, judge(pauses, fused(sensitivity)), here);
    }
    report_parts(pauses, split);
    print_row("silence of 0.8 s", judge(pauses, [](const LabelledPause&, Duration) { return 800; }), here);
    print_row("Smart Turn at 0.5 after 0.2 s", judge(pauses, plain_smart_turn), here);
    print_row("Smart Turn, then 3 s of silence", judge(pauses, smart_turn_then_silence), here);
  }
}

struct Options {
  std::size_t questions = 24;
  std::string parts, from;
  bool tuning_only = false;
  std::optional<std::size_t> training;
};

Options read_options(std::span<char*> arguments) {
  Options options;
  const auto number = [](const char* text) { return static_cast<std::size_t>(std::strtoul(text, nullptr, 10)); };
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (name == "--parts" && has_value) {
      options.parts = arguments[++i];
    } else if (name == "--from" && has_value) {
      options.from = arguments[++i];
    } else if (name == "--training" && has_value) {
      options.training = number(arguments[++i]);
    } else if (name == "--tuning-only") {
      options.tuning_only = true;
    } else {
      options.questions = number(arguments[i]);
    }
  }
  return options;
}

std::vector<LabelledPause> pauses_of(const Options& options) {
  if (!options.from.empty()) return read_parts(options.from);
  WorkerPool pool({.name = "voices", .threads = 1});
  const auto takes = options.training ? make_training_takes(*options.training, pool) : make_takes(options.questions, 7, options.tuning_only, pool);
  std::printf("%zu takes\n", takes.size());
  return find_all(takes, !options.training);
}

}  // namespace
}  // namespace codevoice::bench

// bench_turns [QUESTIONS] [--parts FILE] [--tuning-only | --training PART | --from FILE]: FILE gets what was heard (parts.hpp); tuning-only: more
// takes to fit on; training: altered ones, without words; from: judges what an earlier run heard.
int main(int argc, char** argv) {
  using namespace codevoice;
  const auto options = bench::read_options(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  const auto pauses = bench::pauses_of(options);
  std::printf("%zu pauses; patience %d ms\n", pauses.size(), bench::kPatience);
  bench::report(pauses);
  if (!options.parts.empty()) bench::write_parts(pauses, options.parts);
}
