// llm: what the interviewer says next. The interview's machine decides; a language model, where there is one, words what may be worded;
// here the machine's events are gathered and the words sent on.
// One turn has at most one reply (R4); an answer that went on before the reply was heard is taken back and judged as a whole (R2).
// An answer broken off by the candidate's absence is kept, and goes before what they say when they are back (R21).
// Units:  media time. Thread: the session's strand. Ownership: owns the interview; floor and config outlive the stage.
// Errors: a reply that never sounds, or does not end, is given up and told to the interview as not heard (R8); several of them in a row
//         end it with "voice_failed".
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>

#include "interview/interviewer.hpp"
#include "pipeline/stage.hpp"
#include "voice/conversation.hpp"
#include "voice/floor.hpp"
#include "voice/reply_writer.hpp"
#include "voice/state_table.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

struct Interview {
  std::unique_ptr<interview::Interviewer> interviewer;
  llm::ChatModel* model = nullptr;  // words the replies; none: the interview's own words
  // of one that another process began
  std::vector<Line> said_before{};
  std::string unfinished_answer{};
  interview::Elapsed elapsed{};
};

/// Where the interview would stand if it broke off now: what of the words being said was not heard counts as cut off.
struct Standing {
  std::string snapshot;
  std::string unfinished_answer;  // said, and not in the snapshot
  interview::Elapsed elapsed{};
};

class LlmStage final : public pipeline::Stage {
 public:
  LlmStage(Interview interview, Floor& floor, const VoiceConfig& config);

  std::string_view name() const noexcept override { return "llm"; }
  Result<void> start(pipeline::StageContext context) override;
  Awaitable<void> process(pipeline::Frame frame) override;
  Awaitable<void> on_feedback(pipeline::Frame frame) override;

  /// From the session: somebody came, is gone.
  void tell(interview::Happening what);
  /// The first one came: the conversation with what a model is to do about it.
  void greet(pipeline::LLMMessagesFrame messages);
  /// The candidate is away: what is being said stops, the interview's clock too.
  void pause();
  /// They are back; `welcome()` when they can hear it.
  void resume();
  /// Welcomes them back as soon as nobody speaks; not at all when they go on with their answer themselves.
  void welcome() { welcome_due_ = true; }
  /// It ends now: an answer that was kept counts.
  void settle();
  const interview::Interviewer& interviewer() const { return *interview_.interviewer; }
  MediaTime now() const { return context_.now(); }
  const WatchedState<ReplyState>& state() const { return reply_state_; }
  /// Why it ended, once the last words were spoken; empty while it runs.
  const std::string& end_reason() const { return said_goodbye_; }
  Standing standing() const;
  interview::Elapsed elapsed() const;
  std::function<void()> on_change;    // after every step of the interview: turns may be stored
  std::function<void()> on_standing;  // … and standing(), for it is another

 private:
  struct Saying {  // the reply on its way
    std::uint64_t id = 0;
    std::size_t words = 0;
    std::string heard;
  };

  /// One at a time, however long a model takes; ended whatever happens in it.
  class Step {
   public:
    explicit Step(LlmStage& stage) : stage_(stage) { stage_.stepping_ = true; }
    ~Step() {
      stage_.stepping_ = false;
      stage_.stepped_->notify();
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    LlmStage& stage_;
  };

  Awaitable<void> run();
  Awaitable<void> look();
  static Awaitable<void> tell_fault(std::exception_ptr fault);
  Awaitable<void> step(interview::Happening what, std::uint64_t turn_id, std::uint64_t epoch);
  Awaitable<void> say(const interview::Act& act, const std::shared_ptr<Draft>& draft, std::uint64_t turn_id, std::uint64_t epoch);
  Awaitable<void> say_all(const interview::Act& act, Draft* draft, std::uint64_t epoch);
  Awaitable<void> emit_text(const interview::Say& say, std::uint64_t epoch);
  Awaitable<void> emit_metrics(std::uint64_t id, MediaTime first_token);
  Awaitable<void> say_nothing(std::uint64_t turn_id, std::uint64_t epoch);
  void begin_reply(std::uint64_t turn_id);
  // with a language model
  std::optional<interview::Brief> brief_for(const interview::Happening& what) const;
  Awaitable<std::shared_ptr<Draft>> draft_for(interview::Happening& what, std::uint64_t turn_id, std::uint64_t epoch);
  Awaitable<void> say_draft(Draft& draft, const interview::Brief& brief, std::vector<interview::Say>& said, std::uint64_t epoch);
  Awaitable<bool> wait_for(Draft& draft, Duration limit, std::uint64_t epoch, bool first);
  Awaitable<void> prepare_voice(std::shared_ptr<Draft> draft);
  void speculate(pipeline::LLMMessagesFrame messages);
  Awaitable<void> tell_model_failed(const Error& error);
  Awaitable<void> take_answer(std::uint64_t turn_id, std::uint64_t epoch);
  Awaitable<void> cut_reply();
  void keep_answer();
  interview::AnswerGiven joined_answer();
  void end_reply(bool cut);
  void count_unheard(bool heard_nothing);
  void watch_silence();
  void take_back_reply();
  void tell_standing() const {
    if (on_standing) on_standing();
  }
  interview::AnswerGiven answer_with(const std::string& text, float confidence) const;
  void enter(ReplyState state) { reply_state_.enter(state, context_.clock->now()); }

  Interview interview_;
  Floor& floor_;
  VoiceConfig config_;
  pipeline::StageContext context_;
  std::deque<interview::Happening> happenings_;
  std::string before_answer_;        // snapshot, to take an answer back
  std::uint64_t answered_turn_ = 0;  // the answer that may be taken back, 0: none
  pipeline::UserTurnEndedFrame answer_;
  interview::AnswerGiven kept_;                // the beginning of an answer that an absence broke off
  interview::AnswerGiven kept_before_answer_;  // of the answer that may be taken back
  std::string answer_in_hand_;                 // given, and the interview does not know it yet
  Saying saying_;
  std::optional<ReplyWriter> writer_;
  bool stepping_ = false;
  std::optional<pipeline::Signal> stepped_;
  bool model_failed_ = false;  // told once
  WatchedState<ReplyState> reply_state_;
  std::uint64_t own_replies_ = 0;  // those that answer no turn
  int unheard_ = 0;                // replies in a row that never sounded
  Duration wait_{};                // silence after which the interview wants to know
  MediaTime told_silence_{};       // the quiet that was told already
  MediaTime paused_at_{};          // the newest absence
  Duration paused_for_{};
  bool paused_ = false;
  bool cut_due_ = false;
  bool welcome_due_ = false;
  bool ended_ = false;
  std::string end_reason_;
  std::string said_goodbye_;
};

}  // namespace codevoice::voice
