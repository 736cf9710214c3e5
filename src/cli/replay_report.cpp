#include "cli/replay_report.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace codevoice::cli {
namespace {

namespace json = boost::json;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }
std::int64_t in_ms(Duration length) { return length / std::chrono::milliseconds{1}; }

std::string number(std::optional<float> value, const char* format) { return value ? fmt::format(fmt::runtime(format), *value) : "-"; }
std::string logit(bool known, float value) { return known ? fmt::format("{:+.2f}", value) : "-"; }

json::value number(std::optional<float> value) {
  return value ? json::value(std::round(static_cast<double>(*value) * 1e4) / 1e4) : json::value(nullptr);
}
json::value logit_of(bool known, float value) { return number(known ? std::optional(value) : std::nullopt); }

constexpr std::string_view kColumns =
    "    silence  decision           ends after  turn model first, newest   words   model   voice    base     sum  sure\n";

std::string row(const ReplayJudgement& judged) {
  const auto& view = judged.view;
  const auto& logits = judged.decision.logits;
  const auto parts = logits.value_or(voice::EndLogits{});
  return fmt::format("  {:>6} ms  {:<17}  {:>7} ms {:>17}, {:<7} {:>7} {:>7} {:>7} {:>7} {:>7}  {}{}\n", in_ms(view.silence),
                     judged.decision.stop ? "stop: " + judged.reason : "wait", in_ms(judged.decision.after),
                     number(view.first_probability ? view.first_probability : view.probability, "{:.3f}"), number(view.probability, "{:.3f}"),
                     logit(logits && view.words, parts.words), logit(logits && view.probability, parts.model),
                     logit(logits && view.voice, parts.voice), logit(logits.has_value(), parts.base), logit(logits.has_value(), parts.sum()),
                     fmt::format("{:.2f}", judged.decision.sure), judged.after_end ? "  (after the recording's end)" : "");
}

json::object as_object(const ReplayJudgement& judged) {
  const auto& view = judged.view;
  const auto& logits = judged.decision.logits;
  const auto parts = logits.value_or(voice::EndLogits{});
  return {{"event", "judged"},
          {"turn", judged.pause.turn_id},
          {"pause_at_ms", in_ms(judged.pause.speech_end)},
          {"silence_ms", in_ms(view.silence)},
          {"decision", judged.decision.stop ? "stop" : "wait"},
          {"reason", judged.reason},
          {"ends_after_ms", in_ms(judged.decision.after)},
          {"first_probability", number(view.first_probability ? view.first_probability : view.probability)},
          {"probability", number(view.probability)},
          {"first_impression", number(view.first_impression ? view.first_impression : view.impression)},
          {"impression", number(view.impression)},
          {"words", logit_of(logits && view.words, parts.words)},
          {"model", logit_of(logits && view.probability, parts.model)},
          {"voice", logit_of(logits && view.voice, parts.voice)},
          {"base", logit_of(logits.has_value(), parts.base)},
          {"sum", logit_of(logits.has_value(), parts.sum())},
          {"sure", number(judged.decision.sure)},
          {"patience_ms", in_ms(view.patience)},
          {"spoken_ms", in_ms(view.spoken)},
          {"own_pause_ms", in_ms(view.own_pause)},
          {"after_end", judged.after_end},
          {"text", judged.text}};
}
json::object as_object(const ReplayGoneOn& gone) {
  return {{"event", "gone_on"},
          {"turn", gone.pause.turn_id},
          {"pause_at_ms", in_ms(gone.pause.speech_end)},
          {"after_ms", in_ms(gone.at - gone.pause.speech_end)}};
}
json::object as_object(const ReplayTurn& turn) {
  return {{"event", "turn"},
          {"turn", turn.id},
          {"begin_ms", in_ms(turn.begin)},
          {"speech_end_ms", in_ms(turn.speech_end)},
          {"ended_ms", in_ms(turn.ended)},
          {"reason", turn.reason},
          {"reply_owed", turn.reply_owed},
          {"text", turn.text}};
}

}  // namespace

std::string ReplayText::begin(const ReplayHeading& heading) {
  return fmt::format("{}: {}\n{}; patience {} ms, {}, sensitivity {:.2f}\n", heading.file, heading.format, heading.asked, in_ms(heading.patience),
                     heading.strategy, heading.sensitivity);
}

std::string ReplayText::heading(const voice::TurnPause& pause) {
  std::string out;
  if (turn_ != pause.turn_id) {
    out += fmt::format("\nturn {}, from {:.2f} s{}\n", pause.turn_id, seconds(pause.turn_begin),
                       ended_ ? fmt::format(" ({} ms after the turn before was ended)", in_ms(pause.turn_begin - *ended_)) : "");
    text_.clear();
  }
  if (turn_ != pause.turn_id || pause_ != pause.speech_end) out += fmt::format("  pause at {:.2f} s", seconds(pause.speech_end));
  turn_ = pause.turn_id;
  pause_ = pause.speech_end;
  return out;
}

std::string ReplayText::judged(const ReplayJudgement& judgement) {
  auto out = heading(judgement.pause);
  if (!out.empty()) {
    out += fmt::format(": {} ms spoken, patience {} ms, own pauses so far {} ms\n{}", in_ms(judgement.view.spoken), in_ms(judgement.view.patience),
                       in_ms(judgement.view.own_pause), kColumns);
  }
  out += row(judgement);
  if (judgement.text != text_) out += fmt::format("             heard so far: \"{}\"\n", judgement.text);
  text_ = judgement.text;
  return out;
}

std::string ReplayText::add(const ReplayEvent& event) {
  return std::visit(Overloaded{[&](const ReplayJudgement& judgement) { return judged(judgement); },
                               [&](const ReplayGoneOn& gone) {
                                 auto out = heading(gone.pause);
                                 if (!out.empty()) out += ": gone on before it was judged\n";
                                 return out + fmt::format("    gone on after {} ms\n", in_ms(gone.at - gone.pause.speech_end));
                               },
                               [&](const ReplayTurn& turn) {
                                 ended_ = turn.ended;
                                 if (!turn.reply_owed) return fmt::format("  turn {} was no answer: no words in it\n", turn.id);
                                 return fmt::format("  turn {} ended ({}) {} ms after its last word: \"{}\"\n", turn.id, turn.reason,
                                                    in_ms(turn.ended - turn.speech_end), turn.text);
                               }},
                    event);
}

std::string ReplayText::end(const ReplaySummary& summary) {
  auto out = fmt::format("\n{} turn{}; {} pause{}, {} of them gone on after", summary.turns, summary.turns == 1 ? "" : "s", summary.pauses,
                         summary.pauses == 1 ? "" : "s", summary.gone_on);
  if (summary.soon_after > 0) out += fmt::format("; {} began within a second of the turn before: perhaps it was cut off", summary.soon_after);
  if (summary.left_open) out += "; the last turn did not end";
  return out + fmt::format("\n{:.1f} s of audio in {:.1f} s: real-time factor {:.3f}\n", seconds(summary.length), seconds(summary.took),
                           summary.real_time_factor());
}

std::string replay_begin_json(const ReplayHeading& heading) {
  return json::serialize(json::object{{"event", "replay"},
                                      {"file", heading.file},
                                      {"format", heading.format},
                                      {"asked", heading.asked},
                                      {"patience_ms", in_ms(heading.patience)},
                                      {"sensitivity", number(heading.sensitivity)},
                                      {"strategy", heading.strategy}}) +
         "\n";
}

std::string replay_event_json(const ReplayEvent& event) {
  return json::serialize(std::visit([](const auto& what) { return as_object(what); }, event)) + "\n";
}

std::string replay_end_json(const ReplaySummary& summary) {
  return json::serialize(json::object{{"event", "summary"},
                                      {"turns", summary.turns},
                                      {"pauses", summary.pauses},
                                      {"gone_on", summary.gone_on},
                                      {"soon_after", summary.soon_after},
                                      {"left_open", summary.left_open},
                                      {"audio_ms", in_ms(summary.length)},
                                      {"took_ms", in_ms(summary.took)},
                                      {"real_time_factor", summary.real_time_factor()}}) +
         "\n";
}

}  // namespace codevoice::cli
