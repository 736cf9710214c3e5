// One speaker's stream of DeepgramStt. See there for cost, thread and errors.
#pragma once

#include "speech/cloud_socket.hpp"
#include "speech/deepgram_messages.hpp"
#include "speech/deepgram_stt.hpp"
#include "speech/heard_words.hpp"
#include "speech/sent_audio.hpp"
#include "speech/speech_gate.hpp"

namespace codevoice::speech {

/// What the stream's callbacks and coroutines share; outlives the stream until they have ended.
class DeepgramListening final : public CloudSocketUser, public std::enable_shared_from_this<DeepgramListening> {
 public:
  DeepgramListening(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account, const DeepgramSttConfig& config, SttCoder coder,
                    SttListener listener);

  void start();
  void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech);
  void pause(MediaTime at);
  Awaitable<Result<Transcription>> finish_turn(MediaTime upto);
  void set_vocabulary(const std::vector<std::string>& terms);
  void close();

 private:
  bool is_flux() const { return config_.dialect == Dialect::Flux; }
  TimePoint now() const { return account_->clock.now(); }
  std::string target() const override;
  void on_open() override;
  void on_message(const net::Message& message) override;
  void on_lost() override;
  void on_failed(const Error& error) override;
  void on_result(const ListenResult& result);
  void on_turn(const FluxTurn& turn);
  void on_configured(bool applied);
  void give_up(const Error& error);
  std::vector<TimedWord> timed(const std::vector<DeepgramWord>& words) const;
  void send_audio(std::size_t least);
  void flush();
  void ask_for_finals();
  bool settled(MediaTime upto) const;
  void tell(TurnMark mark, std::optional<float> sure = std::nullopt);
  void configure();
  void check_health();
  Awaitable<void> tend(std::shared_ptr<DeepgramListening> self);
  Awaitable<bool> changed_within(Duration limit);

  std::shared_ptr<DeepgramAccount> account_;
  DeepgramSttConfig config_;
  SttListener listener_;
  std::shared_ptr<CloudSocket> socket_;
  SpeechGate gate_;
  SttCoder coder_;
  SentAudio audio_;
  HeardWords words_;
  std::vector<std::string> keyterms_;
  std::vector<std::string> keyterms_in_force_;
  std::string tag_;
  MediaTime written_until_{};
  MediaTime speech_end_{};   // of the newest pause
  MediaTime taken_until_{};  // up to here the text was asked for
  bool speaking_ = false;
  bool failed_ = false;
  bool closed_ = false;
  std::optional<TimePoint> finals_asked_;  // and not answered yet
  TimePoint heard_at_{};                   // the newest message
  std::optional<TimePoint> outage_since_;  // of the connection, or of its answers
  std::size_t unanswered_speech_ = 0;      // samples sent since the newest message
  asio::steady_timer changed_;             // cancelled at every change a finish_turn() may wait for
  TaskGroup tasks_;
};

class DeepgramSttStream final : public SttStream {
 public:
  explicit DeepgramSttStream(std::shared_ptr<DeepgramListening> listening) : listening_(std::move(listening)) {}
  ~DeepgramSttStream() override { listening_->close(); }
  DeepgramSttStream(const DeepgramSttStream&) = delete;
  DeepgramSttStream& operator=(const DeepgramSttStream&) = delete;

  void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) override { listening_->write(pcm, at, speech); }
  void pause(MediaTime at) override { listening_->pause(at); }
  Awaitable<Result<Transcription>> finish_turn(MediaTime upto) override { return listening_->finish_turn(upto); }
  void set_vocabulary(std::vector<std::string> terms) override { listening_->set_vocabulary(terms); }
  Awaitable<void> close() override {
    listening_->close();
    co_return;
  }

 private:
  std::shared_ptr<DeepgramListening> listening_;
};

}  // namespace codevoice::speech
