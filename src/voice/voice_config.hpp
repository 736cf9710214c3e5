// Every setting of the voice path, with its default and unit, in one place.
// Thread: values. Errors: validate() names the first field out of range.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::voice {

using std::chrono::milliseconds;

struct VadConfig {
  float start_above = 0.5F;       // probability
  float stop_below = 0.35F;       // probability
  int start_windows = 2;          // of 32 ms, in a row
  milliseconds stop{200};         // quiet before speech counts as paused
  milliseconds starvation{1000};  // without real audio: the microphone is gone (R9)
  float asleep_below = 33.0F;     // RMS (-60 dBFS): no voice is so quiet, and the model is not asked
  int asleep_after = 2;           // such windows in a row
};

/// What begins to sound over the interviewer makes it softer, before anybody knows what it is.
struct OnsetConfig {
  milliseconds most{500};    // what goes on so long, and was not taken for speech, is none
  milliseconds linger{160};  // after it was heard last
  milliseconds rest{1000};   // of quiet, before the next one
};

enum class StopStrategy : std::uint8_t { Fused, SmartTurn };

struct TurnConfig {
  StopStrategy strategy = StopStrategy::Fused;
  float sensitivity = 0.5F;              // 0 waits longest before taking a turn as ended, 1 shortest
  std::optional<milliseconds> patience;  // of a thinking pause; what is undecided ends before, what plainly goes on later; unset: by the question
  milliseconds default_patience{2000};   // where the question names none
  std::vector<milliseconds> ask_at{milliseconds{200}, milliseconds{600}, milliseconds{1000}, milliseconds{1500}, milliseconds{2000}};  // silence
  milliseconds window{8000};           // audio the turn model sees
  milliseconds model_limit{1000};      // for its answer
  milliseconds text_limit{2500};       // for the recogniser's last words
  bool recogniser_ends_turns = false;  // it judges turns (Flux): its word ends them, and the turn model is not asked
  milliseconds longest{180'000};       // of one turn
  milliseconds deaf{4000};             // speech so long without a word: the recogniser is restarted
  milliseconds unintelligible{900};    // speech this long without a word is an answer nobody understood, shorter is noise
};

/// What counts as an interruption while the interviewer speaks, or has its reply ready (R3: apart).
struct OverlapConfig {
  milliseconds shortest{100};    // what is over sooner is no word
  milliseconds min_speech{500};  // longer speech interrupts, unless its words are a listener's
  milliseconds late_words{100};  // longer, when they are not known yet
  milliseconds quiet{100};       // so long after a listener's words, they are over
  int min_words = 4;             // or so many recognised words: of a short sound recognisers make two easily; one that asks for the floor is enough
  milliseconds undecided{600};   // from its beginning, with words that neither ask nor listen
  milliseconds words_wait{300};  // after short speech, for its words
  milliseconds listening{500};   // a listener's words that last so long are talked over; what follows is judged anew
  milliseconds peek{240};        // of speech, and again after half as much more, and when it is quiet: the words so far are asked for
};
struct BargeInConfig {
  OverlapConfig speaking;
  OverlapConfig pending{.min_speech = milliseconds{400}, .min_words = 1, .listening = milliseconds{400}};
};

struct ReplyConfig {
  milliseconds first_sample_limit{12'000};  // from the words to the first sample, the candidate's own noise included
  milliseconds speaking_limit{120'000};     // for one whole reply
  milliseconds chunk_limit{5000};           // for one clause of the voice
  milliseconds sound_limit{150};            // for a listener's sound, which is made ahead; else it is left out
  int max_unheard = 3;                      // replies in a row that never sounded: the voice is broken
  milliseconds tick{250};                   // of the idle clock
};

/// When a language model words the replies.
struct WordingConfig {
  int max_tokens = 600;  // of one answer, reasoning included
  double temperature = 0.4;
  std::size_t context_tokens = 16'000;
  milliseconds first_sentence_limit{1500};  // after the turn's end; then the interview's own words are spoken (R29)
  milliseconds sentence_limit{1500};        // for the next one
  bool speculate = true;                    // begin before the turn is over
  milliseconds speculate_after{60};         // of quiet, with the words known up to it
  int most_speculations = 6;                // in one turn
};

struct OutputConfig {
  milliseconds gap{170};            // between two things said, at least; the ends of a clause add some 80 ms
  milliseconds gap_most{370};       // it varies, as speakers do
  milliseconds safety{60};          // of what was sent counts as not yet heard, beside half the round trip
  milliseconds ramp{10};            // fade when cut
  double listener_gain_db = -8.0;   // of a listener's sound, against the voice
  milliseconds listener_late{200};  // after it was wanted it is left out
  milliseconds listener_most{900};  // a longer one is left out: the voice spells it
  milliseconds tail{200};           // of encoded silence before nothing is sent
  milliseconds ahead{3000};         // of audio kept ready, and the clause after it
  double duck_db = -12.0;           // while something begins to sound over it
  milliseconds hold_least{600};     // of a reply must be left, for it to wait while speech over it is judged
  milliseconds hold_limit{5000};    // with the reply ready and the candidate sounding
  milliseconds starve_limit{6000};  // for the next clause in the middle of a reply
  int bitrate_bps = 40'000;
  double lossy = 0.01;             // from this share of lost packets on, they carry copies of those before them (costs three times the CPU)
  milliseconds lossy_for{30'000};  // and so long after the newest loss
};

/// What an interview as a whole waits for.
struct SessionLimits {
  std::chrono::seconds grace{90};      // for a candidate to come back
  std::chrono::seconds hearing{6};     // greet after so long even when nobody says that they hear us
  std::chrono::seconds last_words{4};  // for the recogniser to give what was being said when the end came
  std::chrono::seconds goodbye{1};     // between the last message and leaving the room
  std::chrono::seconds closing{20};    // for engines, room and record to be closed
  std::chrono::minutes length{20};     // of the interview: the session sets it
  std::chrono::minutes overtime{20};   // after its length it ends whatever happens (R28)
  std::chrono::seconds hang{20};       // of a stage without a sign of life: the interview cannot go on
};

/// A listener's sound ("mm-hm") in a long answer's short pause. It is no reply: no turn, not in the context, and nothing waits for it.
struct ListeningConfig {
  bool on = false;
  milliseconds least{12'000};    // of speech before one, and between two …
  milliseconds most{22'000};     // … to this, by the seed
  milliseconds pause{250};       // of quiet before it
  milliseconds pause_most{700};  // later they are about to go on
  milliseconds room{1000};       // before the turn would be taken as over
  float sure_most = 0.4F;        // of the turn's end
  std::uint64_t seed = 0;
};

struct VoiceConfig {
  VadConfig vad;
  OnsetConfig onset;
  TurnConfig turn;
  BargeInConfig barge_in;
  ReplyConfig reply;
  WordingConfig wording;
  OutputConfig output;
  SessionLimits session;
  ListeningConfig listening;
  std::string system_prompt;  // first message of the context, when an LLM words the replies

  Result<void> validate() const;
};

}  // namespace codevoice::voice
