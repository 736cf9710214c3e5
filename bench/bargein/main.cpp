// Speech and noise over the interviewer's voice: silent how soon, judged how soon, gone on with where it stopped, or cancelled.
// Two halves are printed: the one the limits were set on, and one with other voices, words and noises, which decides.
// --tuning, --held-out: only that half. --sounds, --echo: only what sounds over it, or only its own voice. --verbose: what went wrong.
// --more: many short sayings of the tuning half's voices, to tune on. --only=TEXT: sounds whose name holds it. --late=MS: the recogniser's
// words come so much later, as on a machine that works at them so long; else inference takes no time.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "audio/resampler.hpp"
#include "bargein/echo_trials.hpp"
#include "bargein/reply_follower.hpp"
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
  bool whole = false;      // the reply's text is on record to its end, and its sound was sent once
  bool disturbed = false;  // it was paused
  std::optional<Duration> silent_after, judged_after, gap;
};

/// Of one half of the sounds.
struct Outcomes {
  std::vector<Outcome> noises, interruptions;
};

class Bench {
 public:
  Bench(const VirtualSession::Engines& engines, Speech interviewer) : engines_(engines), interviewer_(std::move(interviewer)) {
    VirtualSession session(engines_, interviewer_);
    while (session.lines.empty()) session.rest(1s);
    for (const auto& tick : session.sent) {
      if (tick.at >= *session.speaks_since) undisturbed_.push_back(tick.level);
    }
    for (std::size_t i = 0; i < undisturbed_.size(); ++i) last_ = undisturbed_[i] < VirtualSession::kLoud ? i : last_;
  }

  Outcome over(const Sound& sound, Duration after) const {
    VirtualSession session(engines_, interviewer_);
    while (!session.speaks_since) session.rest(100ms);
    session.rest(after);
    const auto from = session.now();
    session.hear_all(sound.pcm);
    for (int i = 0; i < 40 && session.lines.empty() && !session.interrupted_at; ++i) session.rest(500ms);
    Outcome outcome{sound.kind, sound.what, session.words, session.interrupted_at.has_value(), false, false, {}, {}, {}};
    tell_times(session, from, outcome);
    return outcome;
  }

  Outcomes over_all(const std::vector<Sound>& noises, const std::vector<Sound>& interruptions) const {
    const auto moment = [](std::size_t i) { return 1s + std::chrono::milliseconds{(i * 370) % 6000 / 20 * 20}; };
    Outcomes all;
    std::size_t i = 0;
    for (const auto& sound : noises) all.noises.push_back(over(sound, moment(i++)));
    for (const auto& sound : interruptions) all.interruptions.push_back(over(sound, moment(i++)));
    return all;
  }

 private:
  void tell_times(const VirtualSession& session, MediaTime from, Outcome& outcome) const {
    ReplyFollower follower(undisturbed_);
    for (const auto& tick : session.sent) {
      if (tick.at >= from) follower.feed(static_cast<std::size_t>((tick.at - *session.speaks_since) / 20ms), tick);
    }
    const auto found = follower.found();
    const bool is_on_record = !session.lines.empty() && !session.line_cut && session.lines.front() == kText;
    outcome.whole = is_on_record && follower.last_sound() + 2 >= last_ && follower.last_sound() <= last_ + 2;
    outcome.disturbed = found.paused;
    if (found.silent) outcome.silent_after = *found.silent - from;
    if (session.interrupted_at) {
      outcome.judged_after = *session.interrupted_at - from;
    } else if (found.silent && found.whole) {
      outcome.gap = found.pause;
      outcome.judged_after = std::max(*found.whole - from, found.later);
    }
  }

  VirtualSession::Engines engines_;
  Speech interviewer_;
  std::vector<int> undisturbed_;  // from its first sample: the ticks' levels, -dBov
  std::size_t last_ = 0;          // of them that sounds
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

bool report(const Outcomes& outcomes_of_half, const EchoResult& echoes, bool verbose) {
  const auto& [noises, interruptions] = outcomes_of_half;
  std::map<std::string, Row> rows;
  std::vector<std::string> order;
  for (const auto* outcomes : {&noises, &interruptions}) {
    for (const auto& outcome : *outcomes) {
      if (!rows.contains(outcome.kind)) order.push_back(outcome.kind);
      auto& row = rows[outcome.kind];
      ++row.n;
      row.cancelled += outcome.cancelled ? 1 : 0;
      row.lost += outcome.whole ? 0 : 1;
      row.disturbed += outcome.disturbed ? 1 : 0;
      if (outcome.silent_after) row.silent.push_back(*outcome.silent_after);
      if (outcome.judged_after) row.judged.push_back(*outcome.judged_after);
      if (outcome.gap) row.gap.push_back(*outcome.gap);
      const bool is_late = outcome.silent_after > kSilentLimit || outcome.judged_after > kJudgedLimit || outcome.gap > kGapLimit;
      if (verbose && is_late) {
        const auto in_ms = [](const std::optional<Duration>& length) { return length ? static_cast<long>(*length / 1ms) : -1L; };
        std::printf("  %s %s (heard as \"%s\"): silent after %ld, judged after %ld, gap %ld ms\n", outcome.kind.c_str(), outcome.what.c_str(),
                    outcome.words.c_str(), in_ms(outcome.silent_after), in_ms(outcome.judged_after), in_ms(outcome.gap));
      }
      const bool is_noise = outcomes == &noises;
      if (verbose && (is_noise ? !outcome.whole : !outcome.cancelled))
        std::printf("  %s %s (heard as \"%s\"): %s\n", outcome.kind.c_str(), outcome.what.c_str(), outcome.words.c_str(),
                    is_noise ? "reply lost" : "not cancelled");
    }
  }
  std::printf("%-18s%5s%10s%11s%11s%8s%8s%10s%10s%9s%9s\n", "over the reply", "n", "paused", "cancelled", "not whole", "silent", "max", "judged",
              "max", "gap", "max");
  for (const auto& kind : order) {
    const auto& row = rows[kind];
    std::printf("%-18s%5d%10d%11d%11d%8ld%8ld%10ld%10ld%9ld%9ld\n", kind.c_str(), row.n, row.disturbed, row.cancelled, row.lost,
                percentile(row.silent, 0.5), percentile(row.silent, 1.0), percentile(row.judged, 0.5), percentile(row.judged, 1.0),
                percentile(row.gap, 0.5), percentile(row.gap, 1.0));
  }
  std::printf(
      "ms: p50 and max; silent: the reply is, or 6 dB softer, after the sound began; judged: cancelled, or gone on with; gap: in the reply\n");
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
  std::printf("%s\n", fine ? "within the limits" : "NOT within the limits");
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
  const auto value_of = [&](std::string_view option) {
    auto* const* found = std::find_if(argv + 1, argv + argc, [&](const char* given) { return std::string_view(given).starts_with(option); });
    return found == argv + argc ? std::string() : std::string(*found).substr(option.size());
  };
  const auto late_by = std::chrono::milliseconds{std::atoi(value_of("--late=").c_str())};
  const auto only = value_of("--only=");  // sounds whose name holds it
  const bench::VirtualSession::Engines engines{*vad, *turn, stt, pool, late_by};
  std::vector<bench::Speech> interviewers;
  for (const auto* voice : {"kal", "joe", "slt"}) {
    const auto spoken = bench::make_speaker(voice, voices)->say(bench::kText);
    interviewers.push_back({bench::kText, spoken.pcm, spoken.rate_hz});
  }
  const bench::Bench run(engines, interviewers.front());
  if (wanted("--more")) {
    const auto more = run.over_all(bench::make_more_listening(voices), bench::make_more_interruptions(voices));
    return bench::report(more, {}, verbose) ? 0 : 1;
  }
  bool is_fine = true;
  for (const auto half : {bench::Half::Tuning, bench::Half::HeldOut}) {
    const bool decides = half == bench::Half::HeldOut;
    if (wanted(decides ? "--tuning" : "--held-out")) continue;
    std::printf("\n%s\n", decides ? "held-out half: other voices, words and noises; it decides" : "tuning half: what the limits were set on");
    auto interrupting = bench::make_interruptions(half, voices);
    auto noises = bench::make_noises(half, voices);
    const auto unwanted = [&](const bench::Sound& sound) { return (sound.kind + " " + sound.what).find(only) == std::string::npos; };
    std::erase_if(interrupting, unwanted);
    std::erase_if(noises, unwanted);
    const auto outcomes = only_echo ? bench::Outcomes{} : run.over_all(noises, interrupting);
    const bool echoes = decides && !only_sounds;
    is_fine = bench::report(outcomes, echoes ? bench::try_echoes(engines, interviewers, interrupting, verbose) : bench::EchoResult{}, verbose);
  }
  return is_fine ? 0 : 1;
}
