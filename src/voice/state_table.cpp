#include "voice/state_table.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace codevoice::voice {
namespace {

using std::chrono::seconds;
using Config = const VoiceConfig&;

Duration patience_and_more(Config c) { return c.turn.patience.value_or(seconds{20}) * 3 / 2 + seconds{5}; }  // the media clock is first

constexpr std::array kTable{
    StateRule{"turn", "idle", nullptr, "", "nobody's turn; the idle clock runs"},
    StateRule{"turn", "overlap", [](Config c) { return Duration{c.barge_in.speaking.words_wait + seconds{3}}; }, "idle",
              "speech over the interviewer, not yet judged; it was noise"},
    StateRule{"turn", "speaking", [](Config c) { return Duration{c.turn.longest}; }, "closing", "the candidate speaks; taken as ended"},
    StateRule{"turn", "pausing", patience_and_more, "closing", "a pause; taken as the end"},
    StateRule{"turn", "closing", [](Config c) { return Duration{c.turn.text_limit + seconds{1}}; }, "idle",
              "waiting for the last words; goes on with those there are"},
    StateRule{"reply", "none", nullptr, "", "nothing to say"},
    StateRule{"reply", "wording", [](Config c) { return Duration{c.wording.first_sentence_limit + seconds{2}}; }, "none",
              "the words are being made; given up, the interview is told that nothing was heard"},
    StateRule{"reply", "awaiting", [](Config c) { return Duration{c.reply.first_sample_limit}; }, "none",
              "the words are out, no sample is; given up like that"},
    StateRule{"reply", "speaking", [](Config c) { return Duration{c.reply.speaking_limit}; }, "none", "being played; cut off"},
    StateRule{"playout", "silent", nullptr, "", "nothing to play"},
    StateRule{"playout", "holding", [](Config c) { return Duration{c.output.hold_limit}; }, "playing",
              "a reply is ready but the candidate sounds; so long without a turn it is noise, spoken over"},
    StateRule{"playout", "playing", [](Config c) { return Duration{c.reply.speaking_limit + seconds{5}}; }, "silent",
              "samples go out; cut off, when the reply's own limit did not"},
    StateRule{"playout", "paused", [](Config c) { return Duration{c.barge_in.speaking.words_wait + seconds{5}}; }, "playing",
              "speech over it is being judged; it is spoken over"},
    StateRule{"playout", "starved", [](Config c) { return Duration{c.output.starve_limit}; }, "silent",
              "the next clause is late; the reply ends here"},
    StateRule{"session", "waiting", nullptr, "", "nobody is here yet"},
    StateRule{"session", "greeting", [](Config c) { return Duration{c.session.hearing}; }, "running",
              "the candidate is here, but may not hear us yet; greeted all the same"},
    StateRule{"session", "running", [](Config c) { return Duration{c.session.length + c.session.overtime}; }, "parting",
              "the interview, absences not counted; ended for lack of time"},
    StateRule{"session", "away", [](Config c) { return Duration{c.session.grace}; }, "parting", "the candidate left; not waited for any more"},
    StateRule{"session", "returning", [](Config c) { return Duration{c.session.hearing}; }, "running",
              "they are back, but may not hear us yet; welcomed all the same"},
    StateRule{"session", "parting", [](Config c) { return Duration{c.session.last_words + c.session.goodbye + c.session.closing}; }, "over",
              "the last words are awaited, and all is closed"},
    StateRule{"session", "over", nullptr, "", "ended, for a reason that is on record"},
};

}  // namespace

std::span<const StateRule> state_table() { return kTable; }

const StateRule& rule_of(std::string_view machine, std::string_view state) {
  const auto row = std::find_if(kTable.begin(), kTable.end(), [&](const StateRule& rule) { return rule.machine == machine && rule.state == state; });
  if (row == kTable.end()) std::abort();  // a state without a rule: a broken invariant, caught by a test
  return *row;
}

std::string_view name_of(TurnState state) noexcept {
  constexpr std::array<std::string_view, 5> names{"idle", "overlap", "speaking", "pausing", "closing"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view name_of(ReplyState state) noexcept {
  constexpr std::array<std::string_view, 4> names{"none", "wording", "awaiting", "speaking"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view name_of(PlayoutPhase state) noexcept {
  constexpr std::array<std::string_view, 5> names{"silent", "holding", "playing", "paused", "starved"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view name_of(SessionState state) noexcept {
  constexpr std::array<std::string_view, 7> names{"waiting", "greeting", "running", "away", "returning", "parting", "over"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace codevoice::voice
