// The interview as a machine: events in, what to say and what comes next out. It decides; engines only word and speak.
// Pure: no I/O, no clock, no threads; the caller gives elapsed time with every event. The same events give the same interview.
// Stages are monotone: greeting → question i (→ up to two follow-ups) → … → candidate's questions → closing (R27).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "interview/question.hpp"

namespace codevoice::interview {

using Elapsed = std::chrono::milliseconds;  // since the interview began, pauses excluded

enum class FeedbackMode : std::uint8_t { Spoken, Neutral };

struct InterviewConfig {
  std::vector<Question> questions;  // already chosen, in order
  std::chrono::minutes length{20};
  FeedbackMode feedback = FeedbackMode::Spoken;
  int max_follow_ups = 2;
  bool recorded = false;   // the greeting says only what is true
  std::uint64_t seed = 0;  // varies wordings, never content
};

enum class Stage : std::uint8_t { Greeting, Question, FollowUp, CandidateQuestions, Closing, Ended };
std::string_view name_of(Stage stage) noexcept;

// --- what happened -------------------------------------------------------------------------------------------------
struct CandidateJoined {};
struct AnswerGiven {  // one finished turn of the candidate
  std::string text;   // repaired transcript; may be empty when nothing intelligible was heard
  float confidence = 1.0F;
  /// Key points (ids) of the question at hand that a language model takes as covered; nothing: none was asked. It may end the probing of
  /// a point and forbid praise; what is on record as covered rests on the candidate's words alone.
  std::optional<std::vector<std::string>> model_points{};
};
struct SilenceLasted {
  std::chrono::milliseconds length{};
};  // nobody spoke since the bot ended
struct SpeechHeardInFull {
  bool interrupted = false;
  std::string heard;
};                            // the last Act was played out, or cut after `heard`
struct CandidateReturned {};  // after a reload or a lost connection
struct CandidateGone {};      // grace window over
struct TimeTold {};           // only carries the clock
using Happening = std::variant<CandidateJoined, AnswerGiven, SilenceLasted, SpeechHeardInFull, CandidateReturned, CandidateGone, TimeTold>;

// --- what to do ----------------------------------------------------------------------------------------------------
enum class SayKind : std::uint8_t { Notice, Question, FollowUp, Feedback, Prompt, Closing };
struct Say {
  SayKind kind = SayKind::Prompt;
  std::string text;                // spoken form
  bool depends_on_answer = false;  // feedback and follow-ups: the reply the candidate waits for
  bool must_be_heard = false;      // R15: said again when cut
  bool wordable = false;           // a language model may say it in its own words
};
/// For a language model that words an act: what its words rest on. The act's own wording is as good as any; this one fits better.
struct Brief {
  enum class About : std::uint8_t { Greeting, Answer, OwnQuestion };
  struct Point {
    std::string id;
    std::string text;
    bool covered = false;  // by what was said up to now
    bool fresh = false;    // by this answer
  };
  About about = About::Answer;
  std::size_t question_index = 0;
  std::string question;       // that was answered
  std::string asked;          // the follow-up that was answered; empty: the question itself
  std::vector<Point> points;  // of the question
  bool may_praise = false;    // else nothing the candidate said may be called right
  bool gave_up = false;       // "I don't know"
  std::string next;           // what code asks after it, verbatim; empty: nothing
};
struct Act {
  std::vector<Say> says;                 // in order; empty: keep listening
  std::chrono::milliseconds wait{};      // SilenceLasted is wanted after so long a silence (never zero while running)
  std::chrono::milliseconds patience{};  // how long a thinking pause this question deserves
  std::vector<std::string> vocabulary;   // jargon to listen for now
  std::vector<std::string> likely;       // texts that may be said next: worth synthesising ahead
  std::optional<Brief> brief;            // set where a model may word it: all says with `wordable`
  bool ended = false;
  std::string end_reason;  // set with ended: "completed", "time", "candidate_ended", "candidate_gone", "no_answer"
};

struct PointVerdict {
  std::string key_point;  // id
  bool covered = false;
  std::string quote;  // the words it rests on, verbatim from the answer
};
/// The record of one question asked and everything said to it: what the store keeps per turn.
struct TurnRecord {
  std::size_t question_index = 0;
  std::string question_id;
  bool is_follow_up = false;
  std::string ai_message;            // what the bot asked
  std::string user_transcript;       // what the candidate said
  std::vector<PointVerdict> points;  // newly covered by this turn
  bool skipped = false;
  bool not_assessable = false;  // nothing intelligible was heard
};

class Interviewer {
 public:
  virtual ~Interviewer() = default;
  virtual Act handle(const Happening& what, Elapsed at) = 0;
  virtual Stage stage() const = 0;
  virtual std::size_t question_index() const = 0;
  virtual const std::vector<TurnRecord>& turns() const = 0;
  /// Everything needed to go on in another process (JSON).
  virtual std::string snapshot() const = 0;
  /// The machine as it was at a snapshot of an interview with the same questions. Invalid: it is of another one.
  virtual Result<std::unique_ptr<Interviewer>> restored(std::string_view snapshot) const = 0;
  /// The same machine again, to try out what it would do.
  virtual std::unique_ptr<Interviewer> clone() const = 0;
  /// The newest act was said in these words, in order.
  virtual void worded(const std::vector<Say>& says) = 0;
  /// Whether a sentence of ours would give away a key point that the candidate has not named: of the brief's question, or of the one
  /// that is asked now.
  virtual bool gives_away(const Brief& brief, std::string_view sentence) const = 0;
};

/// The built-in interviewer: carries a whole interview with no LLM. Errors: Invalid when there are no questions.
Result<std::unique_ptr<Interviewer>> make_interviewer(InterviewConfig config);
Result<std::unique_ptr<Interviewer>> restore_interviewer(InterviewConfig config, std::string_view snapshot);

struct Selection {
  std::vector<std::string> topics;       // empty: all
  std::optional<Difficulty> difficulty;  // none: mixed, easy first
  int count = 5;
  std::uint64_t seed = 0;
};
/// Errors: NotFound when the filter matches too few questions (says how many there are).
Result<std::vector<Question>> choose_questions(const std::vector<Question>& bank, const Selection& selection);

}  // namespace codevoice::interview
