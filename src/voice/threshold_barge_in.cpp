#include "voice/threshold_barge_in.hpp"

#include "voice/backchannel.hpp"

namespace codevoice::voice {
namespace {

constexpr int kSome = 2, kMany = 3;  // words of long speech

}  // namespace

OverlapVerdict ThresholdBargeIn::judge(const OverlapView& overlap) const {
  const bool is_heard = overlap.phase == OverlapPhase::BotSpeaking;
  const auto& limits = is_heard ? config_.speaking : config_.pending;
  if (overlap.ended && overlap.speech < limits.shortest) return OverlapVerdict::GoOn;  // whatever a recogniser makes of it
  const bool hums = is_heard && overlap.hums;
  if (asks_for_floor(overlap.text) && !(hums && only_denies(overlap.text))) return OverlapVerdict::Cancel;
  if (hums) return judge_listener(overlap, limits);  // whatever a recogniser makes of it
  // a hum over a reply nobody heard yet is as likely the word they go on with
  const bool listens = is_heard ? sounds_like_listening(overlap.text) || overlap.listened : is_backchannel(overlap.text);
  const auto words = floor_taking_words(overlap.text);
  if (!listens && words >= limits.min_words) return OverlapVerdict::Cancel;
  if (listens) return judge_listener(overlap, limits);
  if (overlap.speech >= limits.min_speech + limits.late_words) return OverlapVerdict::Cancel;
  const bool is_long = overlap.speech >= limits.min_speech;
  const bool is_all = overlap.settled && (overlap.ended || overlap.since_end >= limits.quiet);
  // a word or two may become a listener's when more of them is heard
  if (is_long && overlap.settled && words >= (is_all ? kSome : kMany)) return OverlapVerdict::Cancel;
  const bool may_have_more = !overlap.text.empty() && !is_long;  // words nobody knows may be the first of others
  const bool is_over = may_have_more ? overlap.speech + overlap.since_end >= limits.undecided : overlap.since_end >= limits.words_wait;
  return is_over ? OverlapVerdict::GoOn : OverlapVerdict::Wait;
}

OverlapVerdict ThresholdBargeIn::judge_listener(const OverlapView& overlap, const OverlapConfig& limits) {
  if (overlap.speech >= limits.listening) return OverlapVerdict::GoOn;
  const bool is_quiet = overlap.ended || overlap.since_end >= limits.quiet;
  // words told in the middle of it may be half of a longer one; a hum needs none
  const bool is_known = overlap.settled || overlap.hums || overlap.since_end >= limits.words_wait;
  return is_quiet && is_known ? OverlapVerdict::GoOn : OverlapVerdict::Wait;
}

}  // namespace codevoice::voice
