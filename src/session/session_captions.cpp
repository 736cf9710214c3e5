#include "session/session_captions.hpp"

#include <utility>

namespace codevoice::session {

using store::Speaker;

std::int64_t SessionCaptions::wall(MediaTime at) const { return zero_wall_us_ + std::chrono::duration_cast<std::chrono::microseconds>(at).count(); }

std::string SessionCaptions::candidate_segment() const { return life_ + "candidate-" + std::to_string(candidate_lines_); }
std::string SessionCaptions::interviewer_segment(std::uint64_t utterance) const { return life_ + "interviewer-" + std::to_string(utterance); }

void SessionCaptions::go_on_after(int lines) {
  lines_ = lines;
  life_ = std::to_string(lines) + "/";
}

void SessionCaptions::take(std::string_view from, const pipeline::Frame& frame) {
  if (const auto* words = std::get_if<pipeline::TranscriptionFrame>(&frame.payload)) {
    if (from == "stt" && !words->is_final) candidate_interim(*words);
  } else if (const auto* turn = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
    if (from == "user_aggregator") candidate_said(*turn);
  } else if (std::holds_alternative<pipeline::UserFalseStartFrame>(frame.payload)) {
    if (from == "user_aggregator") take_back_interim();
  } else if (std::holds_alternative<pipeline::BotStartedSpeakingFrame>(frame.payload)) {
    if (from == "transport.output") close_candidate_line();
  } else if (const auto* part = std::get_if<pipeline::TTSTextFrame>(&frame.payload)) {
    if (from == "transport.output") bot_speaks(*part);
  } else if (const auto* heard = std::get_if<pipeline::HeardFrame>(&frame.payload)) {
    if (from == "transport.output") bot_heard(*heard);
  }
}

void SessionCaptions::candidate_interim(const pipeline::TranscriptionFrame& words) {
  const bool is_late = words.begin < last_said_;  // of a turn that is told already
  if (words.text.empty() || is_late || !on_caption) return;
  interim_shown_ = true;
  on_caption({Speaker::Candidate, candidate_segment(), words.text, false});
}

/// What was shown while it was spoken came to nothing: the line goes, or shows again what was said in the turn.
void SessionCaptions::take_back_interim() {
  if (!std::exchange(interim_shown_, false) || !on_caption) return;
  const bool is_open = candidate_position_ >= 0;
  on_caption({Speaker::Candidate, candidate_segment(), is_open ? candidate_text_ : std::string{}, !is_open});
  if (!is_open) ++candidate_lines_;
}

void SessionCaptions::candidate_said(const pipeline::UserTurnEndedFrame& turn) {
  // the same turn gone on keeps its beginning; another one, after an answer that got no reply, is a line of its own
  if (candidate_position_ >= 0 && turn.begin != candidate_begin_) close_candidate_line();
  if (candidate_position_ < 0) candidate_position_ = lines_++;
  candidate_begin_ = turn.begin;
  last_said_ = turn.speech_end;
  interim_shown_ = false;
  candidate_text_ = turn.text;
  store::Utterance line{candidate_position_, Speaker::Candidate,    turn.text.empty() ? "[not understood]" : turn.text,        false,
                        wall(turn.begin),    wall(turn.speech_end), turn.raw_text == turn.text ? std::string{} : turn.raw_text};
  if (on_line) on_line(line);
  if (on_caption && !turn.text.empty()) on_caption({Speaker::Candidate, candidate_segment(), turn.text, false});
}

void SessionCaptions::close_candidate_line() {
  if (candidate_position_ < 0) return;
  if (on_caption) on_caption({Speaker::Candidate, candidate_segment(), candidate_text_, true});
  candidate_position_ = -1;
  ++candidate_lines_;
  candidate_text_.clear();
}

void SessionCaptions::bot_speaks(const pipeline::TTSTextFrame& part) {
  if (part.utterance != utterance_) bot_text_.clear();
  utterance_ = part.utterance;
  bot_text_ += part.text;
  if (on_caption) on_caption({Speaker::Interviewer, interviewer_segment(utterance_), bot_text_, false, part.depends_on_answer});
}

void SessionCaptions::bot_heard(const pipeline::HeardFrame& heard) {
  if (on_caption) on_caption({Speaker::Interviewer, interviewer_segment(heard.utterance), heard.text, true, heard.depends_on_answer});
  if (heard.text.empty()) return;
  store::Utterance line{lines_++, Speaker::Interviewer, heard.text, heard.interrupted, wall(heard.begin), wall(heard.end)};
  if (on_line) on_line(line);
}

void SessionCaptions::note(std::string text, MediaTime at) {
  store::Utterance line{lines_++, Speaker::System, std::move(text), false, wall(at), wall(at)};
  if (on_line) on_line(line);
}

}  // namespace codevoice::session
