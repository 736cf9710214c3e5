// llm_stage.hpp: the part of the stage that has a language model word replies.
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "pipeline/within.hpp"
#include "voice/llm_stage.hpp"
#include "voice/wording.hpp"

namespace codevoice::voice {

interview::AnswerGiven LlmStage::answer_with(const std::string& text, float confidence) const {
  auto answer = kept_;
  if (!text.empty()) answer.text += (answer.text.empty() ? "" : " ") + text;
  answer.confidence = std::min(answer.confidence, confidence);
  return answer;
}

/// What a model would be asked to word if this happened: the machine is tried out, not moved.
std::optional<interview::Brief> LlmStage::brief_for(const interview::Happening& what) const {
  return interview_.interviewer->clone()->handle(what, elapsed()).brief;
}

void LlmStage::speculate(pipeline::LLMMessagesFrame messages) {
  if (!writer_ || paused_ || ended_ || stepping_) return;
  const auto answer = answer_with(messages.answer, 1.0F);
  auto brief = brief_for(answer);
  if (!brief) {
    writer_->forget();
    return;
  }
  writer_->set_context(std::move(messages.messages));
  const auto draft = writer_->speculate(std::move(*brief), answer.text);
  if (draft) context_.tasks->spawn("prepare voice", prepare_voice(draft));
}

/// Its first sentence is synthesised while the turn may still go on.
Awaitable<void> LlmStage::prepare_voice(std::shared_ptr<Draft> draft) {
  while (!draft->begun() && !draft->abandoned()) co_await draft->changed().wait();
  const auto* first = draft->first();
  if (draft->abandoned() || first == nullptr) co_return;
  const WordingGuard guard(draft->brief(), *interview_.interviewer);
  if (guard.refuses(*first)) co_return;
  pipeline::TTSPrepareFrame prepare{{*first}, true};
  auto frame = context_.frame(std::move(prepare));
  co_await context_.out->emit(std::move(frame));
}

/// The draft for what happened, begun and with the model's judgement read; none where there is nothing to word.
Awaitable<std::shared_ptr<Draft>> LlmStage::draft_for(interview::Happening& what, std::uint64_t turn_id, std::uint64_t epoch) {
  if (!writer_ || ended_) co_return nullptr;
  auto brief = brief_for(what);
  if (!brief) {
    writer_->forget();
    co_return nullptr;
  }
  auto* answer = std::get_if<interview::AnswerGiven>(&what);
  begin_reply(turn_id);
  enter(ReplyState::Wording);
  const auto draft = writer_->write(std::move(*brief), answer == nullptr ? std::string() : answer->text);
  co_await wait_for(*draft, config_.wording.first_sentence_limit, epoch, true);
  if (answer != nullptr && draft->points()) answer->model_points = points_of(draft->brief(), *draft->points());
  co_return draft;
}

/// True when there is a sentence to take.
Awaitable<bool> LlmStage::wait_for(Draft& draft, Duration limit, std::uint64_t epoch, bool first) {
  const auto ready = [&] { return first ? draft.begun() : draft.first() != nullptr || draft.over(); };
  const auto wait = [](Draft& of, auto until) -> Awaitable<Result<bool>> {
    while (!until()) co_await of.changed().wait();
    co_return true;
  };
  pipeline::ReplyDeadline deadline{*context_.clock, limit, *context_.epoch, epoch};
  const auto came = co_await pipeline::within<bool>(deadline, wait(draft, ready));
  context_.out->beat();
  auto error = draft.error();
  if (!came) draft.abandon();
  if (!came && came.error().kind == ErrorKind::Timeout) error = Error{ErrorKind::Timeout, "no sentence in time"};
  const bool failed = error && error->kind != ErrorKind::Cancelled;
  if (failed) co_await tell_model_failed(*error);
  const bool there = came.has_value() && draft.first() != nullptr;
  co_return there;
}

Awaitable<void> LlmStage::say_draft(Draft& draft, const interview::Brief& brief, std::vector<interview::Say>& said, std::uint64_t epoch) {
  const WordingGuard guard(brief, *interview_.interviewer);
  std::size_t spoken = 0;
  while (spoken < guard.most_sentences() && context_.epoch->current() == epoch) {
    const bool there = draft.first() != nullptr;
    if (!there) {
      if (draft.over() || draft.abandoned()) break;
      const bool came = co_await wait_for(draft, config_.wording.sentence_limit, epoch, false);
      if (!came) break;
    }
    auto sentence = draft.next_sentence();
    if (!sentence) break;
    if (const auto why = guard.refuses(*sentence)) {
      log::info("llm.sentence_left_out", {{"turn", saying_.id}, {"reason", *why}, {"pii.text", *sentence}});
      continue;
    }
    ++spoken;
    interview::Say say;
    say.kind = brief.about == interview::Brief::About::Greeting ? interview::SayKind::Notice : interview::SayKind::Feedback;
    say.text = std::move(*sentence);
    say.depends_on_answer = brief.about == interview::Brief::About::Answer;
    say.wordable = true;
    said.push_back(say);
    co_await emit_text(say, epoch);
  }
}

/// For observers: before the words when the first token came, after them what they took.
Awaitable<void> LlmStage::emit_metrics(std::uint64_t id, MediaTime first_token) {
  const auto used = writer_->take_usage();
  pipeline::MetricsFrame metrics{id, first_token, used.prompt_tokens, used.completion_tokens};
  auto frame = context_.frame(metrics);
  co_await context_.out->emit(std::move(frame));
}

/// R29: the interview's own words are spoken instead, in the same turn. Logged each time, told in the record once.
Awaitable<void> LlmStage::tell_model_failed(const Error& error) {
  metrics::provider_fallback(metrics::Provider::Llm);
  log::warn("llm.failed", {{"model", interview_.model->name()}, {"reason", error.message}, {"turn", saying_.id}});
  if (std::exchange(model_failed_, true)) co_return;
  pipeline::FallbackFrame fallback{std::string(name()), interview_.model->name(), "the built-in interviewer", error.message};
  auto frame = context_.frame(std::move(fallback));
  co_await context_.out->emit(std::move(frame));
}

}  // namespace codevoice::voice
