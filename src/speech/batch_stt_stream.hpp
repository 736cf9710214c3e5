// One speaker's stream of a BatchSttEngine. See there for thread and errors.
#pragma once

#include "base/task_group.hpp"
#include "speech/batch_stt_engine.hpp"
#include "speech/speech_buffer.hpp"

namespace codevoice::speech {

class BatchSttStream final : public SttStream {
 public:
  BatchSttStream(asio::any_io_executor executor, std::shared_ptr<BatchSttShared> shared, SttListener listener);
  ~BatchSttStream() override;
  BatchSttStream(const BatchSttStream&) = delete;
  BatchSttStream& operator=(const BatchSttStream&) = delete;

  void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) override;
  void pause(MediaTime at) override;
  void peek() override;
  Awaitable<Result<Transcription>> finish_turn(MediaTime upto) override;
  void set_vocabulary(std::vector<std::string> terms) override;
  Awaitable<void> close() override;

 private:
  /// What the transcriber made of a segment, and of how much of it.
  struct Decoded {
    std::uint64_t revision = 0;  // 0: nothing yet
    std::string text;
  };
  enum class Purpose : std::uint8_t { Caption, Peek, Pause };

  Awaitable<void> decode_open_segments(Purpose purpose);
  enum class Ends : std::uint8_t { Whole, InAWord };
  Awaitable<Result<std::string>> decode(const SpeechSegment& segment, Priority priority, Ends ends);
  void start_decoding(Purpose purpose);
  void end_decoding();
  bool caption_is_due() const;
  void set_speaking(bool speaking);
  void tell_interim(bool stable_only);
  Transcription assemble(const std::deque<SpeechSegment>& segments, const std::deque<Decoded>& texts) const;
  void drop_old_texts();
  void tell_error(const Error& error);

  std::shared_ptr<BatchSttShared> shared_;
  SttListener listener_;
  asio::steady_timer decoded_one_;  // cancelled when a run ends
  TaskGroup tasks_;
  SpeechBuffer buffer_;
  std::deque<Decoded> decoded_;  // beside buffer_.segments()
  std::uint64_t runs_ = 0;       // what an older run decodes is not filed: a pause overtakes a caption, finish_turn both
  std::vector<std::string> vocabulary_;
  std::string shown_;  // the interim last told
  bool decoding_ = false;
  bool peeking_ = false;     // that decode was asked for by peek()
  bool peek_again_ = false;  // more was said meanwhile
  bool speaking_ = false;
  bool failed_ = false;
  MediaTime now_{};           // end of the newest frame
  MediaTime last_decode_{};   // audio time of the last decode's start
  Duration caption_pause_{};  // how long to let captions rest, by what the last one cost
};

}  // namespace codevoice::speech
