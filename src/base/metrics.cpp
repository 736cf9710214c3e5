#include "base/metrics.hpp"

#include <algorithm>

#include "base/metric.hpp"

namespace codevoice::metrics {
namespace {

using Names = std::span<const std::string_view>;

template <class Enum>
constexpr std::size_t at(Enum value) {
  return static_cast<std::size_t>(value);
}

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }

/// The last name stands for all that is not among them.
std::size_t place(Names names, std::string_view name) {
  return static_cast<std::size_t>(std::distance(names.begin(), std::find(names.begin(), names.end() - 1, name)));
}

constexpr std::array<std::string_view, 5> kProviders{"deepgram_stt", "deepgram_flux", "deepgram_tts", "llm", "livekit"};
constexpr std::array<std::string_view, 10> kFaults{"connect", "timeout", "denied",    "payment", "rate_limited",
                                                   "refused", "server",  "malformed", "closed",  "stalled"};
constexpr std::array<std::string_view, 5> kStages{"turn_decided", "llm_first_token", "tts_first_audio", "bot_first_sample", "bot_first_answer"};
constexpr std::array<std::string_view, 5> kOverlaps{"barge_in", "false_barge_in", "taken_back", "backchannel", "false_start"};
constexpr std::array<std::string_view, 8> kPipelineStages{"transport.input",      "stt",  "user_aggregator", "llm", "tts", "transport.output",
                                                          "assistant_aggregator", "other"};
constexpr std::array<std::string_view, 7> kTurnEnds{"fused", "silence", "muted", "starved", "deadline", "flux", "other"};
constexpr std::array<std::string_view, 9> kSessionEnds{"completed",    "time",    "candidate_ended", "candidate_gone", "no_answer",
                                                       "voice_failed", "stopped", "room_lost",       "other"};
constexpr std::array<std::string_view, 2> kTokenKinds{"prompt", "completion"};
constexpr std::array<std::string_view, 2> kAudioSources{"made", "cache"};

// an early reply lies below 0; the aim for p50 is 0.4 s
constexpr std::array kReplyBounds{0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0};
constexpr std::array kAnswerBounds{0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0};
constexpr std::array kNetworkBounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0};
constexpr std::array kProbabilityBounds{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0};

CounterFamily provider_errors("codevoice_provider_errors_total", "What services outside did wrong.", {{"provider", kProviders}, {"kind", kFaults}});
CounterFamily provider_retries("codevoice_provider_retries_total", "Requests made again and connections opened again.", {{"provider", kProviders}});
CounterFamily provider_fallbacks("codevoice_provider_fallbacks_total", "Times the next engine of the chain took over.", {{"provider", kProviders}});
GaugeFamily circuits("codevoice_provider_circuit_open", "1 while a service is left alone after repeated failures.", {{"provider", kProviders}});
HistogramFamily first_answers("codevoice_provider_first_answer_seconds",
                              "From a request to the first of its answer: connected, token, audio, final text.", kAnswerBounds,
                              {{"provider", kProviders}});
HistogramFamily reply_stages("codevoice_reply_stage_seconds", "From the candidate's last word, on its own audio, to each step of the reply.",
                             kReplyBounds, {{"stage", kStages}});
CounterFamily overlaps("codevoice_candidate_overlaps_total", "Speech over the interviewer and speech that came to nothing, as it was judged.",
                       {{"kind", kOverlaps}});
HistogramFamily turn_probability("codevoice_turn_probability", "The turn model's probability that the answer is complete, when the turn ended.",
                                 kProbabilityBounds, {{"reason", kTurnEnds}});
CounterFamily early_replies("codevoice_early_replies_total", "Replies that began while the candidate still spoke.");
CounterFamily given_up("codevoice_replies_given_up_total", "Replies that never sounded or did not end.");
CounterFamily thread_hangs("codevoice_thread_hangs_total", "Times a media thread gave no sign of life for seconds.");
CounterFamily stage_errors("codevoice_stage_errors_total", "Faults and stalls of the stages of pipelines.", {{"stage", kPipelineStages}});
CounterFamily tokens("codevoice_llm_tokens_total", "Tokens of the language model.", {{"kind", kTokenKinds}});
CounterFamily stt_seconds("codevoice_stt_audio_seconds_total", "Audio given to speech recognition.");
CounterFamily tts_seconds("codevoice_tts_audio_seconds_total", "Speech made, and speech taken from the cache.", {{"source", kAudioSources}});
CounterFamily characters("codevoice_tts_characters_total", "Characters asked of the voice, without those the cache had.");
CounterFamily cost("codevoice_estimated_cost_usd_total", "Estimate from the price table, not a bill.");
CounterFamily packets_received("codevoice_rtp_packets_received_total", "RTP packets of candidates' audio.");
CounterFamily packets_lost("codevoice_rtp_packets_lost_total", "RTP packets of candidates' audio that never came.");
HistogramFamily jitters("codevoice_rtp_jitter_seconds", "Interarrival jitter of candidates' audio, looked at every 5 s.", kNetworkBounds);
HistogramFamily round_trips("codevoice_rtp_round_trip_seconds", "Round trip to candidates, looked at every 5 s.", kNetworkBounds);
GaugeFamily running("codevoice_sessions_running", "Interviews going on.");
CounterFamily started("codevoice_sessions_started_total", "Interviews begun.");
CounterFamily ended("codevoice_sessions_ended_total", "Interviews over.", {{"reason", kSessionEnds}});

}  // namespace

std::string_view name_of(Provider provider) noexcept { return kProviders[at(provider)]; }
std::string_view name_of(Fault fault) noexcept { return kFaults[at(fault)]; }

Fault fault_of_status(unsigned status) noexcept {
  if (status == 401 || status == 403) return Fault::Denied;
  if (status == 402) return Fault::Payment;
  if (status == 408) return Fault::Timeout;
  if (status == 429) return Fault::RateLimited;
  return status >= 500 ? Fault::Server : Fault::Refused;
}

void provider_error(Provider provider, Fault fault) noexcept { provider_errors.at(at(provider), at(fault)).add(); }
void provider_retry(Provider provider) noexcept { provider_retries.at(at(provider)).add(); }
void provider_fallback(Provider provider) noexcept { provider_fallbacks.at(at(provider)).add(); }
void circuit_open(Provider provider, bool open) noexcept { circuits.at(at(provider)).set(open ? 1.0 : 0.0); }
void provider_first_answer(Provider provider, Duration took) noexcept { first_answers.observe(seconds(took), at(provider)); }

void reply_stage(ReplyStage stage, Duration since_last_word) noexcept { reply_stages.observe(seconds(since_last_word), at(stage)); }
void overlap(Overlap kind) noexcept { overlaps.at(at(kind)).add(); }
void turn_ended(std::string_view reason, double probability) noexcept { turn_probability.observe(probability, place(kTurnEnds, reason)); }
void early_reply() noexcept { early_replies.at().add(); }
void reply_given_up() noexcept { given_up.at().add(); }
void thread_hung() noexcept { thread_hangs.at().add(); }

void stage_error(std::string_view stage) noexcept { stage_errors.at(place(kPipelineStages, stage)).add(); }

void llm_tokens(std::uint64_t prompt, std::uint64_t completion) noexcept {
  tokens.at(0).add(static_cast<double>(prompt));
  tokens.at(1).add(static_cast<double>(completion));
}
void stt_audio(Duration heard) noexcept { stt_seconds.at().add(seconds(heard)); }
void tts_audio(Duration made, bool cached) noexcept { tts_seconds.at(cached ? 1 : 0).add(seconds(made)); }
void tts_characters(std::uint64_t asked) noexcept { characters.at().add(static_cast<double>(asked)); }
void estimated_cost(double usd) noexcept { cost.at().add(usd); }

void rtp_packets(std::uint64_t received, std::uint64_t lost) noexcept {
  packets_received.at().add(static_cast<double>(received));
  packets_lost.at().add(static_cast<double>(lost));
}
void rtp_quality(Duration jitter, Duration round_trip) noexcept {
  jitters.observe(seconds(jitter));
  if (round_trip > Duration{}) round_trips.observe(seconds(round_trip));  // zero: not known yet
}

void session_started() noexcept {
  running.at().add(1.0);
  started.at().add();
}
void session_ended(std::string_view reason) noexcept {
  running.at().add(-1.0);
  ended.at(place(kSessionEnds, reason)).add();
}

}  // namespace codevoice::metrics
