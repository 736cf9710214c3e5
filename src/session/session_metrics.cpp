#include "session/session_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace codevoice::session {
namespace {

using metrics::Overlap;
using metrics::ReplyStage;

constexpr std::size_t kStages = 5;
constexpr std::array<std::string_view, kStages> kStageFigures{"turn_decided", "llm_first_token", "tts_first_audio", "reply", "answer"};

double in_ms(Duration length) { return std::chrono::duration<double, std::milli>(length).count(); }
Duration in_seconds(double length) { return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(length)); }

/// Nearest rank.
double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

double seconds_of(const std::vector<std::int16_t>& pcm, std::uint32_t rate_hz) {
  return rate_hz == 0 ? 0.0 : static_cast<double>(pcm.size()) / rate_hz;
}

/// The small set of metrics::session_ended for the sentences of a record.
std::string_view short_reason(std::string_view reason) {
  if (reason.ends_with("was stopped")) return "stopped";
  return reason.starts_with("the interviewer lost the room") ? "room_lost" : reason;
}

}  // namespace

SessionMetrics::SessionMetrics(PaidServices paid) : paid_(paid), steps_(kStages) {
  clock_.on_step = [this](ReplyStage stage, Duration since) {
    metrics::reply_stage(stage, since);
    steps_[static_cast<std::size_t>(stage)].push_back(in_ms(since));
    if (stage != ReplyStage::BotFirstSample || since >= Duration{}) return;
    metrics::early_reply();
    ++early_;
  };
}

void SessionMetrics::take(std::string_view from, const pipeline::Frame& frame) {
  if (const auto* audio = std::get_if<pipeline::AudioRawFrame>(&frame.payload)) {
    if (from != "stt") return;
    usage_.stt_seconds += seconds_of(audio->pcm, audio->rate_hz);
    clock_.heard(*audio, frame.at);
    return;  // fifty times a second: nobody else wants it
  }
  clock_.take(from, frame);
  if (const auto* turn = std::get_if<pipeline::UserTurnEndedFrame>(&frame.payload)) {
    if (from != "user_aggregator") return;
    ++turns_;
    probability_sum_ += static_cast<double>(turn->probability);
    metrics::turn_ended(turn->reason, static_cast<double>(turn->probability));
    count_overlap(frame, false, from);
  } else if (std::holds_alternative<pipeline::UserFalseStartFrame>(frame.payload)) {
    if (from == "user_aggregator") count_overlap(frame, false, from);
  } else if (std::holds_alternative<pipeline::InterruptionFrame>(frame.payload)) {
    const bool is_new = frame.reply_epoch > epoch_;  // stages pass it on
    epoch_ = std::max(epoch_, frame.reply_epoch);
    count_overlap(frame, is_new, from);
  } else if (const auto* speech = std::get_if<pipeline::TTSAudioRawFrame>(&frame.payload)) {
    if (from == "tts") count_speech(*speech);
  } else if (const auto* model = std::get_if<pipeline::MetricsFrame>(&frame.payload)) {
    if (from != "llm") return;
    usage_.prompt_tokens += static_cast<double>(model->prompt_tokens);
    usage_.completion_tokens += static_cast<double>(model->completion_tokens);
  } else if (const auto* fault = std::get_if<pipeline::ErrorFrame>(&frame.payload)) {
    if (from == fault->stage) stalled(fault->stage);
  }
}

void SessionMetrics::stalled(std::string_view stage) {
  ++stage_errors_;
  metrics::stage_error(stage);
}

void SessionMetrics::count_overlap(const pipeline::Frame& frame, bool is_new_cut, std::string_view from) {
  const auto count = [this](Overlap kind) {
    ++overlaps_[static_cast<std::size_t>(kind)];
    metrics::overlap(kind);
  };
  if (const auto* cut = std::get_if<pipeline::InterruptionFrame>(&frame.payload)) {
    if (!is_new_cut) return;
    if (from != "user_aggregator") {
      ++given_up_;
      metrics::reply_given_up();
    } else if (cut->reply_unheard) {
      count(Overlap::TakenBack);
    } else {
      cut_open_ = true;
    }
    return;
  }
  const auto* nothing = std::get_if<pipeline::UserFalseStartFrame>(&frame.payload);
  if (std::exchange(cut_open_, false)) {
    count(nothing == nullptr ? Overlap::BargeIn : Overlap::FalseBargeIn);
  } else if (nothing != nullptr) {
    count(nothing->backchannel ? Overlap::Backchannel : Overlap::FalseStart);
  }
}

void SessionMetrics::count_speech(const pipeline::TTSAudioRawFrame& audio) {
  const auto length = seconds_of(audio.pcm, audio.rate_hz);
  if (!paid_.tts || audio.cached) metrics::tts_audio(in_seconds(length), audio.cached);
  (audio.cached ? cached_seconds_ : tts_seconds_) += length;
  if (!audio.cached) usage_.tts_characters += static_cast<double>(audio.text.size());
}

void SessionMetrics::heard(const room::RemoteAudioFrame& audio) {
  ++frames_heard_;
  if (audio.concealed) ++frames_concealed_;
  if (audio.packets_received < packets_ || audio.packets_lost + 1000 < lost_) {  // another track
    packets_before_ += packets_;
    lost_before_ += lost_;
  }
  packets_ = audio.packets_received;
  lost_ = audio.packets_lost;
  jitter_ = audio.jitter;
}

double SessionMetrics::cost() const {
  auto paid_for = usage_;
  if (!paid_.stt) paid_for.stt_seconds = 0.0;
  if (!paid_.tts) paid_for.tts_characters = 0.0;
  return estimated_usd(paid_.prices, paid_for);
}

void SessionMetrics::publish(Duration round_trip) {
  round_trip_ = round_trip;
  // the clients of paid services count what these take, to the process as a whole
  if (!paid_.stt) metrics::stt_audio(in_seconds(usage_.stt_seconds - told_.stt_seconds));
  if (!paid_.tts) metrics::tts_characters(static_cast<std::uint64_t>(usage_.tts_characters - told_.tts_characters));
  told_ = usage_;
  const auto usd = cost();
  metrics::estimated_cost(usd - std::exchange(told_cost_, usd));
  const auto packets = packets_before_ + packets_, lost = std::max(lost_before_ + lost_, told_lost_);  // late packets take a loss back
  metrics::rtp_packets(packets - std::exchange(told_packets_, packets), lost - std::exchange(told_lost_, lost));
  if (running_ && packets > 0) metrics::rtp_quality(jitter_, round_trip);
}

void SessionMetrics::session_started() {
  running_ = true;
  metrics::session_started();
}

void SessionMetrics::session_ended(std::string_view reason) {
  if (std::exchange(running_, false)) metrics::session_ended(short_reason(reason));
}

std::vector<store::Figure> SessionMetrics::figures() const {
  std::vector<store::Figure> all;
  const auto add = [&all](std::string name, double value) { all.push_back({std::move(name), value}); };
  const auto overlaps = [this](Overlap kind) { return static_cast<double>(overlaps_[static_cast<std::size_t>(kind)]); };
  add("turns", static_cast<double>(turns_));
  add("replies", static_cast<double>(steps_[static_cast<std::size_t>(ReplyStage::BotFirstSample)].size()));
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    if (steps_[stage].empty()) continue;
    add(std::string(kStageFigures[stage]) + "_p50_ms", percentile(steps_[stage], 0.5));
    add(std::string(kStageFigures[stage]) + "_p95_ms", percentile(steps_[stage], 0.95));
  }
  if (turns_ > 0) add("turn_probability_mean", probability_sum_ / static_cast<double>(turns_));
  add("early_replies", static_cast<double>(early_));
  add("replies_given_up", static_cast<double>(given_up_));
  add("barge_ins", overlaps(Overlap::BargeIn));
  add("false_barge_ins", overlaps(Overlap::FalseBargeIn));
  add("replies_taken_back", overlaps(Overlap::TakenBack));
  add("backchannels", overlaps(Overlap::Backchannel));
  add("false_starts", overlaps(Overlap::FalseStart));
  add("stage_errors", static_cast<double>(stage_errors_));
  add("llm_prompt_tokens", usage_.prompt_tokens);
  add("llm_completion_tokens", usage_.completion_tokens);
  add("stt_audio_seconds", usage_.stt_seconds);
  add("tts_made_seconds", tts_seconds_);
  add("tts_cached_seconds", cached_seconds_);
  add("tts_characters", usage_.tts_characters);
  add("estimated_cost_usd", cost());
  const auto packets = static_cast<double>(packets_before_ + packets_), lost = static_cast<double>(lost_before_ + lost_);
  add("rtp_packets", packets);
  add("rtp_lost", lost);
  if (packets + lost > 0) add("rtp_lost_percent", 100.0 * lost / (packets + lost));
  if (frames_heard_ > 0) add("concealed_percent", 100.0 * static_cast<double>(frames_concealed_) / static_cast<double>(frames_heard_));
  add("rtp_jitter_ms", in_ms(jitter_));
  add("round_trip_ms", in_ms(round_trip_));
  add_before(all);
  return all;
}

void SessionMetrics::add_before(std::vector<store::Figure>& all) const {
  for (auto& figure : all) {
    const bool is_sum = !figure.name.ends_with("_ms") && !figure.name.ends_with("_percent") && !figure.name.ends_with("_mean");
    const auto before = std::find_if(before_.begin(), before_.end(), [&](const store::Figure& old) { return old.name == figure.name; });
    if (is_sum && before != before_.end()) figure.value += before->value;
  }
}

}  // namespace codevoice::session
