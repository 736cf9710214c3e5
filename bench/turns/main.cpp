// Turn ends: thinking pauses cut off and delay after finished turns, on labelled pauses, at the shipped default settings.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <string_view>
#include <thread>

#include "lib/hearing.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/openvino_turn.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/silero_vad.hpp"
#include "turns/pauses.hpp"
#include "voice/fused_stop.hpp"
#include "voice/sentence_end.hpp"

namespace codevoice::bench {
namespace {

std::vector<LabelledPause> find_all(const std::vector<Take>& takes) {
  const std::string models = std::string(CODEVOICE_TOOLS_DIR) + "/models";
  WorkerPool pool({.name = "bench", .threads = 2});
  const auto runtime = speech::OpenVinoRuntime::create("").value();
  const auto vad = speech::SileroVad::create({models + "/vad/silero_vad_op18_ifless.onnx", "voice activity model", ""}).value();
  const auto turn = speech::OpenVinoTurn::create(runtime, {models + "/turn/smart-turn-v3.2-cpu.onnx", "turn model", ""}, pool).value();
  const auto transcriber = speech::make_moonshine(models + "/stt/moonshine-tiny-en").value();
  std::vector<std::vector<LabelledPause>> found(takes.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([&] {
      PauseFinder finder(*vad, *turn, *transcriber);
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

using Strategy = std::function<int(const LabelledPause&)>;  // the silence after which the turn would end, ms

float probability_at(const LabelledPause& pause, int silence) {
  float newest = -1.0F;
  for (std::size_t i = 0; i < pause.probability.size() && kAskedAt[i] + kModelCost <= silence; ++i) newest = pause.probability[i];
  return newest;
}

Strategy fused(float sensitivity) {
  return [strategy = voice::FusedStop(sensitivity)](const LabelledPause& pause) {
    const float words = voice::rate_sentence_end(pause.text);
    for (int silence = 0; silence < 10'000; silence += 20) {
      const float probability = probability_at(pause, silence);
      voice::PauseView view;
      if (probability >= 0.0F) view.probability = probability;
      view.silence = std::chrono::milliseconds{silence};
      if (probability >= 0.0F) view.first_probability = pause.probability.front();
      view.voice = pause.voice;
      view.spoken = std::chrono::milliseconds{pause.spoken_ms};
      view.patience = std::chrono::milliseconds{kPatience};
      if (silence >= kWordsAfter && !pause.text.empty()) view.words = words;
      if (strategy.judge(view).stop) return silence;
    }
    return 10'000;
  };
}

int plain_smart_turn(const LabelledPause& pause) {
  return !pause.probability.empty() && pause.probability[0] >= 0.5F ? kAskedAt[0] + kModelCost : kPatience;
}
/// Pipecat's default: Smart Turn once when the VAD stops, then 3 s of silence.
int smart_turn_then_silence(const LabelledPause& pause) {
  return !pause.probability.empty() && pause.probability[0] > 0.5F ? kAskedAt[0] + kModelCost : 3000;
}

int percentile(std::vector<int> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print_row(const std::string& name, const std::vector<LabelledPause>& pauses, const std::string& split, const Strategy& strategy) {
  std::vector<int> delays;
  int thinking = 0, cut = 0, between = 0, between_cut = 0;
  for (const auto& pause : pauses) {
    if (pause.split != split) continue;
    const int after = strategy(pause);
    if (pause.finished) {
      delays.push_back(after);
    } else if (pause.length_ms >= kFromHere) {
      const bool inside = pause.kind == "thinking" || pause.kind == "recorded";
      (inside ? thinking : between) += 1;
      (inside ? cut : between_cut) += after < pause.length_ms ? 1 : 0;
    }
  }
  std::printf("%-34s %6d of %3d %5.0f %% %9d of %3d %8zu %7d %7d\n", name.c_str(), cut, thinking, 100.0 * cut / std::max(1, thinking), between_cut,
              between, delays.size(), percentile(delays, 0.5), percentile(delays, 0.95));
}

/// How the shipped judgement fares with each way of speaking.
void report_conditions(const std::vector<LabelledPause>& pauses, const std::string& split) {
  std::map<std::string, std::vector<LabelledPause>> by_condition;
  for (const auto& pause : pauses) by_condition[pause.kind == "recorded" ? "recorded people" : pause.condition].push_back(pause);
  for (const auto& [condition, some] : by_condition) print_row("  " + condition, some, split, fused(0.5F));
}

void report(const std::vector<LabelledPause>& pauses) {
  for (const auto* split : {"tuning", "held-out"}) {
    std::printf("%-34s %25s %17s %24s\n", (std::string(split) + " half").c_str(), "thinking pauses cut off", "between sentences",
                "finished: n, p50, p95 ms");
    for (const float sensitivity : {0.1F, 0.3F, 0.5F, 0.7F, 0.9F}) {
      char name[64];
      std::snprintf(name, sizeof name, "fused, sensitivity %.1f%s", static_cast<double>(sensitivity), sensitivity == 0.5F ? " (shipped)" : "");
      print_row(name, pauses, split, fused(sensitivity));
    }
    report_conditions(pauses, split);
    print_row("silence of 0.8 s", pauses, split, [](const LabelledPause&) { return 800; });
    print_row("Smart Turn at 0.5 after 0.2 s", pauses, split, plain_smart_turn);
    print_row("Smart Turn, then 3 s of silence", pauses, split, smart_turn_then_silence);
  }
}

/// What tools/fit_turn_end.py reads.
void dump(const std::vector<LabelledPause>& pauses, const std::string& path) {
  std::ofstream out(path);
  out << "split\tspeaker\tkind\tquestion_id\tcondition\tfinished\tlength_ms\tspoken_ms";
  for (const int at : kAskedAt) out << "\tp" << at;
  out << "\trule\twords\tlast_sentence\tsentences\tcomma\ttrailing\tquestion\tvoice\tend\tend_in_range\tslope\tlong_slope\tfall\trise\tlast_"
         "second\trange\ttext\n";
  for (const auto& pause : pauses) {
    const auto signs = voice::signs_of(pause.text);
    out << pause.split << '\t' << pause.speaker << '\t' << pause.kind << '\t' << pause.question << '\t' << pause.condition << '\t' << pause.finished
        << '\t' << pause.length_ms << '\t' << pause.spoken_ms;
    for (std::size_t i = 0; i < kAskedAt.size(); ++i) out << '\t' << (i < pause.probability.size() ? pause.probability[i] : -1.0F);
    out << '\t' << signs.rule << '\t' << signs.words << '\t' << signs.last_sentence << '\t' << signs.sentences << '\t' << signs.comma << '\t'
        << signs.trailing << '\t' << signs.question << '\t' << pause.voice.has_value();
    const auto voice = pause.voice.value_or(voice::Prosody{});
    for (const float sign : {voice.end, voice.end_in_range, voice.slope, voice.long_slope, voice.fall, voice.rise, voice.last_second, voice.range}) {
      out << '\t' << sign;
    }
    out << '\t' << pause.text << '\n';
  }
}

}  // namespace
}  // namespace codevoice::bench

// bench_turns [QUESTIONS] [--parts FILE] [--tuning-only]: FILE gets every pause with its parts, one a line; tuning-only: more voices, to fit on
int main(int argc, char** argv) {
  using namespace codevoice;
  std::size_t questions = 24;
  std::string parts;
  bool tuning_only = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--parts" && i + 1 < argc) {
      parts = argv[++i];
    } else if (argument == "--tuning-only") {
      tuning_only = true;
    } else {
      questions = std::strtoul(argv[i], nullptr, 10);
    }
  }
  WorkerPool pool({.name = "voices", .threads = 1});
  const auto takes = bench::make_takes(questions, 7, tuning_only, pool);
  const auto pauses = bench::find_all(takes);
  std::printf("%zu takes, %zu pauses; patience %d ms\n", takes.size(), pauses.size(), bench::kPatience);
  bench::report(pauses);
  if (!parts.empty()) bench::dump(pauses, parts);
}
