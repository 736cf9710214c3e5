// Has a language model word replies, ahead of time where it can: a draft begins while a pause may still be a thinking one and is thrown
// away unheard when the candidate goes on; the reply takes it over when it was for the same words (R2, R4).
// Units:     media time; limits by the session's clock. Ownership: the model outlives the writer; a draft is shared by the task that
//            writes it and the reply that speaks it.
// Thread:    the session's strand.
// Errors:    a draft that fails says so; the interview's own words are spoken then (R29).
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interview/interviewer.hpp"
#include "llm/chat_model.hpp"
#include "pipeline/signal.hpp"
#include "pipeline/stage.hpp"
#include "voice/model_speech.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class Draft {
 public:
  Draft(const asio::any_io_executor& executor, interview::Brief brief, std::string answer)
      : brief_(std::move(brief)), answer_(std::move(answer)), changed_(executor) {}

  const interview::Brief& brief() const { return brief_; }
  const std::string& answer() const { return answer_; }
  /// Known: the head and the first sentence, or that there is none.
  bool begun() const { return over_ || (speech_.head_known() && !speech_.empty()); }
  const std::optional<std::vector<std::size_t>>& points() const { return speech_.points(); }
  std::optional<std::string> next_sentence() { return speech_.next(); }
  bool over() const { return over_; }
  const std::optional<Error>& error() const { return error_; }
  pipeline::Signal& changed() { return changed_; }
  /// The first sentence, before it is taken.
  const std::string* first() const { return speech_.front(); }
  /// Nobody wants it any more.
  void abandon() {
    abandoned_ = true;
    changed_.notify();
  }
  bool abandoned() const { return abandoned_; }
  /// When the model's first piece came; zero before that.
  MediaTime first_token() const { return first_token_; }

  // --- for the one that writes it ---
  void feed(std::string_view piece, MediaTime now) {
    if (first_token_ == MediaTime{}) first_token_ = now;
    speech_.feed(piece);
    changed_.notify();
  }
  /// With an error, the sentence it was in is not said.
  void end(std::optional<Error> error) {
    if (!error) speech_.finish();
    error_ = std::move(error);
    over_ = true;
    changed_.notify();
  }

 private:
  interview::Brief brief_;
  std::string answer_;
  ModelSpeech speech_;
  std::optional<Error> error_;
  bool over_ = false;
  bool abandoned_ = false;
  MediaTime first_token_{};
  pipeline::Signal changed_;
};

class ReplyWriter {
 public:
  ReplyWriter(llm::ChatModel& model, const WordingConfig& config) : model_(model), config_(config) {}

  void start(pipeline::StageContext context);
  /// The conversation as it stands, without the answer that a draft is for.
  void set_context(std::vector<pipeline::LLMMessage> messages) { context_messages_ = std::move(messages); }
  /// Begins a draft for what may be the whole answer. Gives it when it is new.
  std::shared_ptr<Draft> speculate(interview::Brief brief, const std::string& answer);
  /// The draft of the reply: the one begun ahead when it is for the same words, else a new one.
  std::shared_ptr<Draft> write(interview::Brief brief, const std::string& answer);
  /// The candidate went on, or nothing is to be said: the draft begun ahead is thrown away.
  void forget();
  std::uint64_t taken_over() const { return taken_over_; }
  /// Tokens since the last call, those of drafts that were thrown away too.
  llm::ChatUsage take_usage() { return std::exchange(usage_, llm::ChatUsage{}); }

 private:
  std::shared_ptr<Draft> begin(interview::Brief brief, std::string answer);
  Awaitable<void> fill(std::shared_ptr<Draft> draft, llm::ChatRequest request);
  Awaitable<Result<void>> listen(Draft& draft, llm::ChatRequest request);
  llm::ChatRequest request_for(const Draft& draft) const;

  llm::ChatModel& model_;
  WordingConfig config_;
  pipeline::StageContext context_;
  std::vector<pipeline::LLMMessage> context_messages_;
  std::shared_ptr<Draft> ahead_;
  llm::ChatUsage usage_;
  std::uint64_t taken_over_ = 0;
};

/// Whether two transcripts are the same words, whatever their punctuation.
bool same_words(std::string_view a, std::string_view b);

}  // namespace codevoice::voice
