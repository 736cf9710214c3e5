#include "density/fixed_engines.hpp"

#include <cmath>
#include <numbers>

#include "audio/pcm.hpp"
#include "voice/energy_gate.hpp"

namespace codevoice::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kVoiceRateHz = 24'000;

Awaitable<void> wait(std::chrono::milliseconds length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  co_await timer.async_wait(as_tuple_awaitable);
}

class FixedVad final : public speech::VadModel {
  class Stream final : public speech::VadStream {
   public:
    Result<float> probability(std::span<const std::int16_t, speech::kVadWindow> window) override { return gate_.probability(window); }
    void reset() override {}

   private:
    voice::EnergyGate gate_;
  };

 public:
  std::unique_ptr<speech::VadStream> open_stream() override { return std::make_unique<Stream>(); }
};

class FixedTurn final : public speech::TurnModel {
 public:
  explicit FixedTurn(std::chrono::milliseconds delay) : delay_(delay) {}
  Awaitable<Result<speech::TurnVerdict>> analyze(std::vector<std::int16_t>) override {
    co_await wait(delay_);
    speech::TurnVerdict verdict;
    verdict.complete = 0.99F;
    co_return verdict;
  }

 private:
  std::chrono::milliseconds delay_;
};

class FixedStt final : public speech::SttEngine {
  class Stream final : public speech::SttStream {
   public:
    explicit Stream(std::chrono::milliseconds delay) : delay_(delay) {}
    void write(std::span<const std::int16_t>, MediaTime at, bool speech) override {
      if (!speech) return;
      if (end_ <= taken_) begin_ = at;
      end_ = at + 20ms;
    }
    void pause(MediaTime) override {}
    Awaitable<Result<speech::Transcription>> finish_turn(MediaTime upto) override {
      speech::Transcription heard;
      heard.is_final = true;
      heard.begin = begin_;
      heard.end = end_;
      if (end_ > taken_) heard.text = heard.raw_text = "a process has its own memory and threads share the memory of their process";
      taken_ = upto;
      co_await wait(delay_);
      co_return heard;
    }
    void set_vocabulary(std::vector<std::string>) override {}
    Awaitable<void> close() override { co_return; }

   private:
    std::chrono::milliseconds delay_;
    MediaTime begin_{}, end_{}, taken_{};
  };

 public:
  explicit FixedStt(std::chrono::milliseconds delay) : delay_(delay) {}
  std::string name() const override { return "fixed"; }
  Result<std::unique_ptr<speech::SttStream>> open(asio::any_io_executor, speech::SttListener) override {
    return std::unique_ptr<speech::SttStream>(std::make_unique<Stream>(delay_));
  }

 private:
  std::chrono::milliseconds delay_;
};

class FixedVoice final : public speech::TtsEngine {
  class Spoken final : public speech::Utterance {
   public:
    Spoken(FixedDelays delays, std::size_t characters) : delays_(delays), characters_(characters) {}
    Awaitable<Result<std::optional<speech::SpokenChunk>>> next() override {
      if (std::exchange(done_, true)) co_return std::optional<speech::SpokenChunk>{};
      co_await wait(delays_.tts);
      speech::SpokenChunk chunk;
      chunk.rate_hz = kVoiceRateHz;
      chunk.text_end = characters_;
      chunk.pcm.resize(audio::samples_in(delays_.per_character * static_cast<std::int64_t>(characters_), kVoiceRateHz));
      for (std::size_t i = 0; i < chunk.pcm.size(); ++i) {
        chunk.pcm[i] = audio::to_sample(6000.0 * std::sin(2.0 * std::numbers::pi * 220.0 * static_cast<double>(i) / kVoiceRateHz));
      }
      co_return std::optional<speech::SpokenChunk>(std::move(chunk));
    }

   private:
    FixedDelays delays_;
    std::size_t characters_;
    bool done_ = false;
  };

 public:
  explicit FixedVoice(FixedDelays delays) : delays_(delays) {}
  std::string name() const override { return "fixed"; }
  std::unique_ptr<speech::Utterance> speak(std::string text) override { return std::make_unique<Spoken>(delays_, text.size()); }
  void prepare(std::string, speech::Prepare) override {}

 private:
  FixedDelays delays_;
};

}  // namespace

speech::SpeechModels fixed_engines(FixedDelays delays) {
  speech::SpeechModels models;
  models.vad = std::make_unique<FixedVad>();
  models.turn = std::make_unique<FixedTurn>(delays.turn);
  models.stt = std::make_unique<FixedStt>(delays.stt);
  models.tts = std::make_unique<FixedVoice>(delays);
  return models;
}

}  // namespace codevoice::bench
