// Speech to text for one speaker: audio goes in as it is captured, text comes out filed by the time it was spoken.
// Units:     16 kHz mono int16; times are MediaTime of the audio itself (R13), never of arrival.
// Ownership: one SttStream per session; the engine is shared and outlives it. Thread: all on the session's executor.
// Errors:    an engine that dies reports through on_error once and then refuses; the session switches engines.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

/// What a recogniser says of the turn: perhaps over (it heard a pause, or judges so; the text will be the same if it is: worth preparing a
/// reply), goes on after all, or over (by those that judge turns). Else None.
enum class TurnMark : std::uint8_t { None, PerhapsOver, GoesOn, Over };

struct Transcription {
  std::string text;       // after vocabulary repair
  std::string raw_text;   // as the engine heard it
  bool is_final = false;  // finals are never taken back; an interim replaces the interim before it
  MediaTime begin{};      // of the audio this text covers
  MediaTime end{};
  float confidence = 1.0F;  // 0..1; low-confidence finals are not scored (R26)
  TurnMark turn = TurnMark::None;
  std::optional<float> turn_sure{};  // 0..1 that the turn is over, by those that judge turns
};

struct SttListener {
  std::function<void(Transcription)> on_text;
  std::function<void(Error)> on_error;
};

class SttStream {
 public:
  virtual ~SttStream() = default;
  /// Every captured frame in order. `speech`: the VAD's view; engines that need gating (local ones) use it (R26).
  virtual void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) = 0;
  /// The VAD saw a pause begin at `at`: a good moment to decode. May be followed by more speech.
  virtual void pause(MediaTime at) = 0;
  /// The words so far are wanted soon, in the middle of speech; engines that tell them all the time need do nothing.
  virtual void peek() {}
  /// The text of all speech up to `upto` not yet final; emits nothing more for it. The audio is forgotten afterwards.
  virtual Awaitable<Result<Transcription>> finish_turn(MediaTime upto) = 0;
  /// Jargon of the current question, for keyterms or repair.
  virtual void set_vocabulary(std::vector<std::string> terms) = 0;
  virtual Awaitable<void> close() = 0;
};

class SttEngine {
 public:
  virtual ~SttEngine() = default;
  virtual std::string name() const = 0;
  virtual Result<std::unique_ptr<SttStream>> open(asio::any_io_executor executor, SttListener listener) = 0;
};

}  // namespace codevoice::speech
