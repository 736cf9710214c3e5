// One value travelling through a voice pipeline. Names are the field's: AudioRawFrame, TranscriptionFrame, TextFrame …
// Units:     `at` is media time (ns since the session began), never wall time; PCM is mono int16.
// Ownership: frames are values; move them on, never keep a reference to a neighbour's frame.
// Thread:    made and consumed on the session's strand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace codevoice::pipeline {

struct AudioRawFrame {  // what the candidate said: 20 ms, 16 kHz
  std::vector<std::int16_t> pcm;
  std::uint32_t rate_hz = 16'000;
  float speech_probability = 0.0F;  // of the newest VAD window
  bool concealed = false;           // not really heard: lost or not sent
};
struct UserStartedSpeakingFrame {};
struct UserStoppedSpeakingFrame {  // the VAD's pause, not the end of the turn
  MediaTime speech_end{};          // when the last speech was
};
struct UserAudioLostFrame {  // nothing more comes from the candidate's microphone for now (R9)
  std::string reason;        // "muted", "starved"
};
/// What a recogniser that judges turns says of this one (speech/stt_engine.hpp).
enum class TurnMark : std::uint8_t { None, PerhapsOver, GoesOn, Over };
struct TranscriptionFrame {
  std::string text;
  std::string raw_text;
  bool is_final = false;
  MediaTime begin{};
  MediaTime end{};
  float confidence = 1.0F;
  std::uint64_t finish_id = 0;  // answers the TurnTextRequestFrame of that id
  TurnMark turn = TurnMark::None;
  std::optional<float> turn_sure = std::nullopt;  // how sure it is that the turn is over
};
struct UserTurnEndedFrame {  // the stop strategy decided
  std::uint64_t turn_id = 0;
  MediaTime begin{};
  MediaTime speech_end{};
  std::string reason;        // "fused", "silence", "muted", "starved", "deadline"
  float probability = 0.0F;  // of the turn model at that moment
  std::string text;          // what was said, empty when nothing intelligible was heard
  float confidence = 1.0F;
  std::string raw_text;  // the same before jargon was mended
};
struct UserFalseStartFrame {  // speech without words, or said aside, came to nothing: what it held up goes on (R7)
  bool backchannel = false;   // said aside
};
struct LLMMessage {
  std::string role;  // system | user | assistant
  std::string content;
};
struct LLMMessagesFrame {  // "speak now": the whole context, and which turn it answers
  std::vector<LLMMessage> messages;
  std::uint64_t turn_id = 0;
  /// The turn may be over: begin to word a reply that may never be said. `messages` then ends before the answer, which is `answer`.
  bool speculative = false;
  std::string answer{};
};
/// Some utterances are owed in full: asked again when cut (R15).
enum class SpeechKind : std::uint8_t { Reply, Question, Notice, Filler };
struct TextFrame {  // something to say, in spoken form; what belongs on the screen only never comes here (R25)
  std::string text;
  SpeechKind kind = SpeechKind::Reply;
  std::uint64_t turn_id = 0;
  bool depends_on_answer = false;  // its first sample ends the reply-delay clock
};
struct LLMFullResponseEndFrame {
  std::uint64_t turn_id = 0;
};
struct MetricsFrame {  // what the language model took for a reply; for observers
  std::uint64_t turn_id = 0;
  MediaTime first_token{};  // when it came; a speculative one came before the turn was over
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
};
struct TTSPrepareFrame {  // texts that may be said next: worth synthesising ahead
  std::vector<std::string> texts;
  bool now = false;  // the first sentence of a reply that is not sure yet: as urgent as one that is
};
struct TTSAudioRawFrame {
  std::vector<std::int16_t> pcm;
  std::uint32_t rate_hz = 0;
  std::uint64_t utterance = 0;  // which TextFrame, counted by the TTS stage
  std::string text;             // the part of the text these samples speak
  SpeechKind kind = SpeechKind::Reply;
  std::uint64_t turn_id = 0;
  bool last_of_utterance = false;
  bool depends_on_answer = false;
  bool cached = false;             // cost nothing
  bool more = false;               // what follows without text goes on with this text
  std::vector<float> word_ends{};  // of the text, as shares of the samples; empty: not known
};
struct BotStartedSpeakingFrame {
  std::uint64_t turn_id = 0;
};
struct BotStoppedSpeakingFrame {  // all HeardFrames of the reply came before it
  std::uint64_t turn_id = 0;
  bool interrupted = false;
};
struct TTSTextFrame {  // this part of an utterance begins to sound now
  std::string text;
  std::uint64_t utterance = 0;
  std::uint64_t turn_id = 0;
  bool depends_on_answer = false;
};
struct HeardFrame {  // the ledger: text that was really played out
  std::string text;
  SpeechKind kind = SpeechKind::Reply;
  std::uint64_t turn_id = 0;
  bool interrupted = false;  // cut before its end
  MediaTime begin{};         // when its first sample was sent
  MediaTime end{};
  std::uint64_t utterance = 0;
  bool depends_on_answer = false;
};
struct ListenerSoundFrame {  // "mm-hm" while the candidate speaks: no reply, and no part of the conversation
  std::string text;
  bool ahead = false;  // only to be prepared
  std::vector<std::int16_t> pcm;
  std::uint32_t rate_hz = 0;
};
struct InterruptionFrame {     // the candidate talked over the interviewer, or on before it began
  bool reply_unheard = false;  // no sample of the reply was played: it leaves no trace
};
struct ErrorFrame {
  std::string stage;
  std::string message;
  bool fatal = false;
};
struct FallbackFrame {  // the next engine of a stage's chain took over: said once in the log and the record
  std::string stage;
  std::string from;  // names of engines
  std::string to;
  std::string reason;
};
struct EndFrame {};  // finish what is queued, then stop

// --- sent back against the stream (StageContext::feedback), always small --------------------------------------------
struct TurnTextRequestFrame {   // to the recogniser: the text up to here, the turn is over
  std::uint64_t finish_id = 0;  // 0: only what is known so far, soon; nothing is over
  MediaTime upto{};
};
struct ListeningHintsFrame {  // what to listen for now
  Duration patience{};        // the thinking pause this question deserves; zero: the default
  std::vector<std::string> vocabulary;
};

using Payload = std::variant<AudioRawFrame, UserStartedSpeakingFrame, UserStoppedSpeakingFrame, UserAudioLostFrame, TranscriptionFrame,
                             UserTurnEndedFrame, UserFalseStartFrame, LLMMessagesFrame, TextFrame, LLMFullResponseEndFrame, MetricsFrame,
                             TTSPrepareFrame, TTSAudioRawFrame, BotStartedSpeakingFrame, BotStoppedSpeakingFrame, TTSTextFrame, HeardFrame,
                             ListenerSoundFrame, InterruptionFrame, ErrorFrame, FallbackFrame, EndFrame, TurnTextRequestFrame, ListeningHintsFrame>;

struct Frame {
  MediaTime at{};
  std::uint64_t reply_epoch = 0;  // raised by every interruption; replies of an older epoch die wherever they are
  Payload payload;
};

/// Urgent frames overtake queued ones. Speech marks stay Ordered: they must not pass their audio.
enum class Lane : std::uint8_t { Ordered, Urgent };
template <class P>
inline constexpr Lane kLaneOf = Lane::Ordered;
template <>
inline constexpr Lane kLaneOf<InterruptionFrame> = Lane::Urgent;
template <>
inline constexpr Lane kLaneOf<ErrorFrame> = Lane::Urgent;

Lane lane_of(const Payload& payload) noexcept;
/// True for what a reply is made of: it dies when its epoch is over. What was said and heard lives on.
bool belongs_to_reply(const Payload& payload) noexcept;
std::string_view name_of(const Payload& payload) noexcept;

}  // namespace codevoice::pipeline
