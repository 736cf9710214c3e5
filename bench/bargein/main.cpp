// Speech and noise over the interviewer's voice: silent how soon, judged how soon, gone on with where it stopped, or cancelled.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include "audio/resampler.hpp"
#include "bargein/echo_trials.hpp"
#include "bargein/sounds.hpp"
#include "bargein/virtual_session.hpp"
#include "interview/vocabulary_repair.hpp"
#include "lib/clips.hpp"
#include "lib/hearing.hpp"
#include "speech/batch_stt_engine.hpp"
#include "speech/openvino_runtime.hpp"
#include "speech/openvino_turn.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/silero_vad.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr const char* kText =
    "Thank you. A process has its own memory, and the threads inside it share that memory with each other, which makes it easy for them to work on "
    "the same data, and just as easy for one of them to spoil what another one needs. Now tell me how you would protect such data.";
constexpr auto kSilentLimit = 250ms, kJudgedLimit = 700ms, kGapLimit = 800ms;

struct Outcome {
  std::string kind, what, words;
  bool cancelled = false;
  bool whole = false;  // the reply's text is on record to its end, and its sound was sent once
  std::optional<Duration> silent_after, judged_after, gap;
};

/// The first run of silence after `from`: (when it began, when sound came again).
std::pair<std::optional<MediaTime>, std::optional<MediaTime>> first_silence(const VirtualSession& session, MediaTime from,
                                                                            const std::vector<bool>& undisturbed, MediaTime spoke_from) {
  std::optional<MediaTime> silent;
  for (const auto& tick : session.sent) {
    if (tick.at < from) continue;
    const auto index = static_cast<std::size_t>((tick.at - spoke_from) / 20ms);
    if (!silent && !tick.loud && index < undisturbed.size() && undisturbed[index]) silent = tick.at;
    if (silent && tick.loud) return {silent, tick.at};
  }
  return {silent, std::nullopt};
}

std::size_t loud_ticks(const VirtualSession& session) {
  return static_cast<std::size_t>(std::count_if(session.sent.begin(), session.sent.end(), [](const auto& tick) { return tick.loud; }));
}

class Bench {
 public:
  Bench(const VirtualSession::Engines& engines, Speech interviewer) : engines_(engines), interviewer_(std::move(interviewer)) {
    VirtualSession session(engines_, interviewer_);
    while (session.lines.empty()) session.rest(1s);
    for (const auto& tick : session.sent) {
      if (tick.at >= *session.speaks_since) undisturbed_.push_back(tick.loud);
    }
    undisturbed_loud_ = loud_ticks(session);
  }

  Outcome over(const Sound& sound, Duration after) const {
    VirtualSession session(engines_, interviewer_);
    while (!session.speaks_since) session.rest(100ms);
    session.rest(after);
    const auto from = session.now();
    session.hear_all(sound.pcm);
    for (int i = 0; i < 40 && session.lines.empty() && !session.interrupted_at; ++i) session.rest(500ms);
    Outcome outcome{sound.kind, sound.what, session.words, session.interrupted_at.has_value(), false, {}, {}, {}};
    outcome.whole = !session.lines.empty() && !session.line_cut && session.lines.front() == kText && loud_ticks(session) <= undisturbed_loud_ + 2 &&
                    loud_ticks(session) + 2 >= undisturbed_loud_;
    const auto [silent, again] = first_silence(session, from, undisturbed_, *session.speaks_since);
    if (silent) outcome.silent_after = *silent - from;
    if (silent && again && !outcome.cancelled) outcome.gap = *again - *silent;
    if (session.interrupted_at) {
      outcome.judged_after = *session.interrupted_at - from;
    } else if (silent && again) {
      outcome.judged_after = *again - from;
    }
    return outcome;
  }

 private:
  VirtualSession::Engines engines_;
  Speech interviewer_;
  std::vector<bool> undisturbed_;  // from its first sample: which ticks sound
  std::size_t undisturbed_loud_ = 0;
};

long percentile(std::vector<Duration> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto at = std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
  return static_cast<long>(values[at] / 1ms);
}

struct Row {
  int n = 0, cancelled = 0, lost = 0, disturbed = 0;
  std::vector<Duration> silent, judged, gap;
};

bool report(const std::vector<Outcome>& noises, const std::vector<Outcome>& interruptions, const EchoResult& echoes, bool verbose) {
  std::map<std::string, Row> rows;
  std::vector<std::string> order;
  for (const auto* outcomes : {&noises, &interruptions}) {
    for (const auto& outcome : *outcomes) {
      if (!rows.contains(outcome.kind)) order.push_back(outcome.kind);
      auto& row = rows[outcome.kind];
      ++row.n;
      row.cancelled += outcome.cancelled ? 1 : 0;
      row.lost += outcome.whole ? 0 : 1;
      row.disturbed += outcome.silent_after ? 1 : 0;
      if (outcome.silent_after) row.silent.push_back(*outcome.silent_after);
      if (outcome.judged_after) row.judged.push_back(*outcome.judged_after);
      if (outcome.gap) row.gap.push_back(*outcome.gap);
      const bool is_noise = outcomes == &noises;
      if (verbose && (is_noise ? !outcome.whole : !outcome.cancelled))
        std::printf("  %s %s (heard as \"%s\"): %s\n", outcome.kind.c_str(), outcome.what.c_str(), outcome.words.c_str(),
                    is_noise ? "reply lost" : "not cancelled");
    }
  }
  std::printf("%-18s%5s%10s%11s%11s%8s%8s%10s%10s%9s%9s\n", "over the reply", "n", "silenced", "cancelled", "not whole", "silent", "max", "judged",
              "max", "gap", "max");
  for (const auto& kind : order) {
    const auto& row = rows[kind];
    std::printf("%-18s%5d%10d%11d%11d%8ld%8ld%10ld%10ld%9ld%9ld\n", kind.c_str(), row.n, row.disturbed, row.cancelled, row.lost,
                percentile(row.silent, 0.5), percentile(row.silent, 1.0), percentile(row.judged, 0.5), percentile(row.judged, 1.0),
                percentile(row.gap, 0.5), percentile(row.gap, 1.0));
  }
  std::printf("ms: p50 and max; silent: the reply is, after the sound began; judged: cancelled, or gone on with; gap: in the reply\n");
  int lost = 0, cancelled = 0;
  Duration silent{}, judged{}, gap{};
  for (const auto& [kind, row] : rows) {
    for (const auto value : row.silent) silent = std::max(silent, value);
    for (const auto value : row.judged) judged = std::max(judged, value);
    for (const auto value : row.gap) gap = std::max(gap, value);
  }
  for (const auto& outcome : noises) lost += outcome.whole ? 0 : 1;
  for (const auto& outcome : interruptions) cancelled += outcome.cancelled ? 1 : 0;
  std::printf(
      "limits: silent 250, judged 700, gap 800 ms; noises that cost a reply 0 of %zu (%d); interruptions cancelled 95 of %zu (%d);\n"
      "        own voice interrupts 0 of %d (%d), interruptions over it cancelled 95 in a hundred of %d (%d)\n",
      noises.size(), lost, interruptions.size(), cancelled, echoes.alone, echoes.interrupted, echoes.talked_over,
      echoes.talked_over - echoes.not_cancelled);
  const bool fine = silent <= kSilentLimit && judged <= kJudgedLimit && gap <= kGapLimit && lost == 0 &&
                    cancelled * 100 >= 95 * static_cast<int>(interruptions.size()) && echoes.interrupted == 0 &&
                    echoes.not_cancelled * 100 <= 5 * echoes.talked_over;
  std::printf("\n%s\n", fine ? "within the limits" : "NOT within the limits");
  return fine;
}

}  // namespace
}  // namespace codevoice::bench

int main(int argc, char** argv) {
  using namespace codevoice;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  using namespace std::chrono_literals;
  const auto wanted = [&](const char* option) {
    return std::any_of(argv + 1, argv + argc, [&](const char* given) { return std::strcmp(given, option) == 0; });
  };
  const bool verbose = wanted("--verbose"), only_echo = wanted("--echo"), only_sounds = wanted("--sounds");
  const std::string models = std::string(CODEVOICE_TOOLS_DIR) + "/models";
  WorkerPool pool({.name = "bench", .threads = 1});
  WorkerPool voices({.name = "voices", .threads = 1});
  const auto runtime = speech::OpenVinoRuntime::create("").value();
  const auto vad = bench::must(speech::SileroVad::create({models + "/vad/silero_vad_op18_ifless.onnx", "voice activity model", ""}));
  const auto turn = bench::must(speech::OpenVinoTurn::create(runtime, {models + "/turn/smart-turn-v3.2-cpu.onnx", "turn model", ""}, pool));
  speech::BatchSttEngine stt(pool, bench::must(speech::make_moonshine(models + "/stt/moonshine-tiny-en")), interview::repair_transcript);
  const bench::VirtualSession::Engines engines{*vad, *turn, stt, pool};
  std::vector<bench::Speech> interviewers;
  for (const auto* voice : {"kal", "joe", "slt"}) {
    const auto spoken = bench::make_speaker(voice, voices)->say(bench::kText);
    interviewers.push_back({bench::kText, spoken.pcm, spoken.rate_hz});
  }
  const bench::Bench run(engines, interviewers.front());
  std::vector<bench::Outcome> noises, interruptions;
  const auto moment = [](std::size_t i) { return 1s + std::chrono::milliseconds{(i * 370) % 6000 / 20 * 20}; };
  std::size_t i = 0;
  if (!only_echo) {
    for (const auto& sound : bench::make_noises(7, voices)) noises.push_back(run.over(sound, moment(i++)));
  }
  const auto interrupting = bench::make_interruptions(voices);
  if (!only_echo) {
    for (const auto& sound : interrupting) interruptions.push_back(run.over(sound, moment(i++)));
  }
  const auto echoes = only_sounds ? bench::EchoResult{} : bench::try_echoes(engines, interviewers, interrupting, verbose);
  return bench::report(noises, interruptions, echoes, verbose) ? 0 : 1;
}
