// One session's connection to Deepgram's voice: the texts on it, in order, and the audio that comes for them.
// Ownership: shared with its coroutines; close() before its owner goes. Thread: the session's executor.
#pragma once

#include <deque>

#include "net/http_client.hpp"
#include "speech/cloud_socket.hpp"
#include "speech/deepgram_tts.hpp"
#include "speech/speech_job.hpp"

namespace codevoice::speech {

class DeepgramSpeaking final : public CloudSocketUser, public std::enable_shared_from_this<DeepgramSpeaking> {
 public:
  static constexpr std::uint32_t kRateHz = 48'000;
  using Job = std::shared_ptr<SpeechJob>;

  DeepgramSpeaking(const asio::any_io_executor& executor, std::shared_ptr<DeepgramAccount> account, std::shared_ptr<SpeechCache> cache,
                   const DeepgramTtsConfig& config);
  void start();
  void close();

  /// Audio for `text`: what was prepared for it, else asked for now.
  Job speak(const std::string& text);
  /// Asked for by a request of its own.
  Job speak_by_post(const std::string& text);
  /// Nobody listens any more.
  void abandon(const Job& job);
  /// Waits for audio of `job` or its end. Errors: Timeout, or what the service said.
  Awaitable<Result<void>> wait(Job job);
  std::optional<audio::Pcm> known(const std::string& text);
  void prepare_ahead(std::string text);
  void prepare_now(const std::string& text);
  std::string voice() const { return account_->config.voice; }

 private:
  TimePoint now() const { return account_->clock.now(); }
  std::string cache_key() const { return "deepgram/" + account_->config.voice; }
  std::string target() const override;
  Job make_job(const std::string& text);
  void ask(const Job& job);
  bool may_flush();
  void put_on_socket(const SpeechJob& job);
  void on_open() override;
  void on_message(const net::Message& message) override;
  void on_answer(const net::Message& message);
  void on_lost() override;
  void on_failed(const Error& error) override;
  void front_done();
  void clear();
  void drop_stale();
  void store(const SpeechJob& job, SpeechCache::Keep keep);
  net::ClientRequest request_for(const std::string& text) const;
  Awaitable<void> fill_by_post(std::shared_ptr<DeepgramSpeaking> self, Job job);
  Awaitable<Result<void>> post(SpeechJob& job);
  Awaitable<void> prepare_all(std::shared_ptr<DeepgramSpeaking> self);

  std::shared_ptr<DeepgramAccount> account_;
  std::shared_ptr<SpeechCache> cache_;
  DeepgramTtsConfig config_;
  asio::any_io_executor executor_;
  std::shared_ptr<CloudSocket> socket_;
  net::HttpClient http_;
  std::deque<Job> on_socket_;  // asked for there, in order
  std::deque<Job> prepared_;   // for the next reply, not claimed yet
  std::deque<std::string> ahead_;
  std::deque<TimePoint> flushes_;  // of the last minute
  bool preparing_ = false;
  int clearing_ = 0;  // Clears not answered: what comes is of the time before
  TimePoint cleared_at_{};
  TaskGroup tasks_;
};

}  // namespace codevoice::speech
