// interview_session.hpp: what an interview begins with, anew or where a killed process left it.
// untested: through interview_session_test.cpp and taken_up_test.cpp
#include "base/log.hpp"
#include "session/interview_session.hpp"

namespace codevoice::session {
namespace {

/// The record of what was said, for a language model that words what comes next.
std::vector<voice::Line> said_before(const store::SessionDetail& left, std::int64_t zero_wall_us) {
  std::vector<voice::Line> lines;
  for (const auto& said : left.utterances) {
    if (said.speaker == store::Speaker::System) continue;
    voice::Line line;
    line.speaker = said.speaker == store::Speaker::Candidate ? voice::Speaker::Candidate : voice::Speaker::Interviewer;
    line.text = said.text;
    line.begin = std::chrono::microseconds(said.begin_us - zero_wall_us);
    line.interrupted = said.interrupted;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Result<voice::Interview> InterviewSession::begin_anew() {
  store::SessionRecord record;
  record.id = config_.id;
  record.room = link_->room_name();
  record.candidate_identity = candidate_->identity;
  record.plan = config_.plan;
  record.started_at = clock_.wall_us();
  log_.started(record);
  log::info("session.started", {{"session", config_.id}, {"room", record.room}, {"questions", config_.interview.questions.size()}});
  if (!not_looked_up_.empty())
    captions_.note("whether an interview was left is not known (" + not_looked_up_ + "): a new one begins", clock_.now() - zero_);
  auto interviewer = interview::make_interviewer(std::move(config_.interview));
  if (!interviewer) return tl::unexpected(interviewer.error());
  voice::Interview parts;
  parts.interviewer = std::move(*interviewer);
  return parts;
}

/// R21: the candidate's interview of a process that was killed, if there is one to go on with; else no interviewer.
Awaitable<Result<voice::Interview>> InterviewSession::take_up() {
  if (!config_.planned) co_return voice::Interview{};
  auto looked = co_await log_.take_up(std::string(link_->room_name()), candidate_->identity);
  if (!looked) not_looked_up_ = looked.error().message;
  if (!looked || !looked->has_value()) co_return voice::Interview{};
  auto left = std::move(**looked);
  const auto id = left.session.id;
  auto parts = go_on_with(std::move(left));
  if (parts) co_return parts;
  log::warn("session.not_taken_up", {{"session", id}, {"reason", parts.error().message}});
  log_.ended(store::SessionStatus::Failed, "the process was stopped, and another could not go on: " + parts.error().message, clock_.wall_us());
  co_return voice::Interview{};
}

Result<voice::Interview> InterviewSession::go_on_with(store::SessionDetail left) {
  auto plan = config_.planned(left.session.plan);
  if (!plan) return tl::unexpected(plan.error());
  const auto length = plan->length;
  auto fresh = interview::make_interviewer(std::move(*plan));
  if (!fresh) return tl::unexpected(fresh.error());
  const bool is_greeted = !left.session.snapshot.empty();
  voice::Interview parts;
  parts.interviewer = std::move(*fresh);
  if (is_greeted) {
    auto interviewer = parts.interviewer->restored(left.session.snapshot);
    if (!interviewer) return tl::unexpected(interviewer.error());
    parts.interviewer = std::move(*interviewer);
  }
  parts.unfinished_answer = left.session.unfinished_answer;
  parts.elapsed = std::chrono::milliseconds(left.session.elapsed_ms);
  parts.said_before = said_before(left, zero_wall_us_);
  config_.id = left.session.id;
  config_.voice.session.length = length;
  greeted_ = is_greeted;
  turns_saved_ = left.turns.size();
  began_ = away_since_ = clock_.now();
  began_ -= parts.elapsed;
  captions_.go_on_after(left.utterances.empty() ? 0 : left.utterances.back().position + 1);
  metrics_.go_on_after(std::move(left.figures));
  log::info("session.taken_up", {{"session", config_.id}, {"room", link_->room_name()}, {"elapsed_ms", left.session.elapsed_ms}});
  captions_.note("the interviewer's process was stopped; another goes on", clock_.now() - zero_);
  return parts;
}

}  // namespace codevoice::session
