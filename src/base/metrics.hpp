// What services outside and the interviews cost and did: one function a figure, called where it happens, printed by
// metrics::exposition(). Labels come from these enums only, so that no name, room, text or key can become one. docs/metrics.md lists all.
// Units:  Duration in, seconds out. Thread: any; an atomic addition each. Errors: none.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace codevoice::metrics {

// --- services outside (called by their clients) ---------------------------------------------------------------------

enum class Provider : std::uint8_t { DeepgramStt, DeepgramFlux, DeepgramTts, Llm, LiveKit };
std::string_view name_of(Provider provider) noexcept;

/// What a service did to us.
enum class Fault : std::uint8_t {
  Connect,      // name, TCP, TLS or upgrade failed
  Timeout,      // connect, first token, first audio or total deadline
  Denied,       // 401, 403: the key
  Payment,      // 402: no credit
  RateLimited,  // 429
  Refused,      // another 4xx
  Server,       // 5xx
  Malformed,    // JSON or protocol that cannot be read
  Closed,       // the connection ended in the middle
  Stalled,      // nothing came for too long
};
std::string_view name_of(Fault fault) noexcept;
/// The fault that an HTTP status of 400 or more means.
Fault fault_of_status(unsigned status) noexcept;

void provider_error(Provider provider, Fault fault) noexcept;
/// The same request again, or the connection opened again.
void provider_retry(Provider provider) noexcept;
/// The next engine of the chain took over from `provider`.
void provider_fallback(Provider provider) noexcept;
void circuit_open(Provider provider, bool open) noexcept;
/// From the request to what matters first of its answer: connected, token, audio, final text.
void provider_first_answer(Provider provider, Duration took) noexcept;

// --- interviews (called by session/, which keeps the same figures of each for the record) ---------------------------

/// Steps of a reply; their times count from the candidate's last word.
enum class ReplyStage : std::uint8_t { TurnDecided, LlmFirstToken, TtsFirstAudio, BotFirstSample, BotFirstAnswer };
void reply_stage(ReplyStage stage, Duration since_last_word) noexcept;

/// The candidate's speech over the interviewer, or speech that came to nothing.
enum class Overlap : std::uint8_t {
  BargeIn,       // the interviewer stopped for it, rightly: words came
  FalseBargeIn,  // it stopped, and there were no words
  TakenBack,     // the answer went on before its reply was heard
  Backchannel,   // "mhm": the interviewer went on
  FalseStart,    // no words: what it held up went on
};
void overlap(Overlap kind) noexcept;
void turn_ended(std::string_view reason, double probability) noexcept;
/// The interviewer sounded while the candidate still spoke.
void early_reply() noexcept;
void reply_given_up() noexcept;

/// A media thread gave no sign of life for too long.
void thread_hung() noexcept;

/// A fault or a stall of a stage of the pipeline.
void stage_error(std::string_view stage) noexcept;

void llm_tokens(std::uint64_t prompt, std::uint64_t completion) noexcept;
void stt_audio(Duration heard) noexcept;
void tts_audio(Duration made, bool cached) noexcept;
void tts_characters(std::uint64_t asked) noexcept;
void estimated_cost(double usd) noexcept;

/// Of the candidates' audio, since the last call.
void rtp_packets(std::uint64_t received, std::uint64_t lost) noexcept;
/// As it is now; told every few seconds of an interview.
void rtp_quality(Duration jitter, Duration round_trip) noexcept;

void session_started() noexcept;
/// `reason` is put into a small set; an unknown one counts as "other".
void session_ended(std::string_view reason) noexcept;

}  // namespace codevoice::metrics
