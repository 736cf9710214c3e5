#include "session/reply_clock.hpp"

namespace codevoice::session {
namespace {

using metrics::ReplyStage;

constexpr std::uint8_t kAudible = 45;  // -dBov: quieter is a pause before the first sound

}  // namespace

void ReplyClock::step(ReplyStage stage, MediaTime at) const {
  if (on_step) on_step(stage, at - anchor_->last_word);
}

void ReplyClock::take(std::string_view from, const pipeline::Frame& frame) {
  if (const auto* turn = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
    if (from != "user_aggregator") return;
    anchor_ = Anchor{};
    anchor_->turn = turn->turn_id;
    anchor_->last_word = last_word_.end_near(turn->speech_end);
    anchor_->decided = frame.at;
  } else if (const auto* cut = std::get_if<pipeline::InterruptionFrame>(&frame.payload)) {
    (void)cut;
    if (frame.reply_epoch > std::exchange(epoch_, std::max(epoch_, frame.reply_epoch))) anchor_.reset();
  } else if (!anchor_) {
    return;
  } else if (const auto* usage = std::get_if<pipeline::MetricsFrame>(&frame.payload)) {
    if (from == "llm" && is_for(usage->turn_id) && usage->first_token != MediaTime{}) anchor_->token = usage->first_token;
  } else if (const auto* text = std::get_if<pipeline::TextFrame>(&frame.payload)) {
    if (from == "llm" && is_for(text->turn_id) && !anchor_->token) anchor_->token = frame.at;
  } else if (const auto* audio = std::get_if<pipeline::TTSAudioRawFrame>(&frame.payload)) {
    if (from == "tts" && is_for(audio->turn_id) && !audio->pcm.empty() && !anchor_->audio) anchor_->audio = frame.at;
  } else if (const auto* began = std::get_if<pipeline::BotStartedSpeakingFrame>(&frame.payload)) {
    if (from == "transport.output") anchor_->begun = is_for(began->turn_id);
  } else if (const auto* part = std::get_if<pipeline::TTSTextFrame>(&frame.payload)) {
    if (from == "transport.output" && is_for(part->turn_id) && part->depends_on_answer) anchor_->answering = true;
  } else if (const auto* stopped = std::get_if<pipeline::BotStoppedSpeakingFrame>(&frame.payload)) {
    if (from == "transport.output" && is_for(stopped->turn_id)) anchor_.reset();
  }
}

void ReplyClock::sent(MediaTime now, std::uint8_t level) {
  if (!anchor_ || !anchor_->begun || level > kAudible) return;
  if (!std::exchange(anchor_->sounded, true)) first_sample(now);
  if (anchor_->answering && !std::exchange(anchor_->answered, true)) step(ReplyStage::BotFirstAnswer, now);
}

void ReplyClock::first_sample(MediaTime now) {
  step(ReplyStage::TurnDecided, anchor_->decided);
  if (anchor_->token) step(ReplyStage::LlmFirstToken, *anchor_->token);
  if (anchor_->audio) step(ReplyStage::TtsFirstAudio, *anchor_->audio);
  step(ReplyStage::BotFirstSample, now);
}

}  // namespace codevoice::session
