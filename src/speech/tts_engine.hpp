// Text to speech, clause by clause.
// Units:     mono int16 at the chunk's own rate_hz.
// Ownership: an utterance belongs to its caller and may be dropped at any time (barge-in). The engine outlives it.
// Thread:    the session's executor. Errors: Internal/Unavailable from next(); the utterance is over then.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

struct SpokenChunk {
  std::vector<std::int16_t> pcm;
  std::uint32_t rate_hz = 0;
  // which part of the utterance's text this chunk speaks: [text_begin, text_end) in bytes; empty: it goes on with the part of the
  // chunk before it (an engine that streams gives the part's text with its first chunk)
  std::size_t text_begin = 0;
  std::size_t text_end = 0;
  bool more = false;  // chunks without text may follow
  /// When each word of the text is over, as a share of this chunk's samples; empty where the voice cannot tell.
  std::vector<float> word_ends{};
  bool cached = false;
};

class Utterance {
 public:
  virtual ~Utterance() = default;
  /// The next chunk in order, nothing when all was spoken.
  virtual Awaitable<Result<std::optional<SpokenChunk>>> next() = 0;
};

enum class Prepare : std::uint8_t {
  Ahead,  // a fixed text that may be said later (question, greeting, closing): in idle time, kept for good
  Now,    // the next reply's sentence, before it is sure that it will be said: as urgent as speak(), which then takes it over
};

/// The next engine of a chain took over.
struct Fallback {
  std::string from;
  std::string to;
  std::string reason;
};

class TtsEngine {
 public:
  virtual ~TtsEngine() = default;
  virtual std::string name() const = 0;
  /// `text` is plain speech (no markup, no code): the caller has cleaned it. May hold several sentences.
  virtual std::unique_ptr<Utterance> speak(std::string text) = 0;
  /// Makes `text` ready in the background; may do nothing.
  virtual void prepare(std::string text, Prepare how) = 0;
  /// Another reply: a voice that was given up is tried again.
  virtual void reply_begins() {}
  /// The audio comes too slowly to be played without gaps: another voice of the chain, if there is one, says the rest of the reply.
  virtual void fell_behind() {}
  /// What happened since it was last asked: said once in the log and the record.
  virtual std::optional<Fallback> take_fallback() { return std::nullopt; }
};

}  // namespace codevoice::speech
