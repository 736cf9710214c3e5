// A recogniser that "hears" a script: each word with the time it is spoken at. Words come out as interims at a pause, and
// as the final text of a turn. May be told to fail, to stall, or to die.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "speech/stt_engine.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

struct SpokenWord {
  MediaTime at{};
  std::string word;
};

class FakeStt final : public speech::SttEngine {
 public:
  explicit FakeStt(FakeClock& clock) : clock_(clock) {}

  std::vector<SpokenWord> script;  // ascending; a word is heard when audio of its time was written
  Duration cost = std::chrono::milliseconds{150};
  std::optional<Duration> streams_after;  // the words so far come as interims all the time, so long after they were spoken
  bool stalled = false;                   // finish_turn() never answers
  bool refusing = false;                  // open() fails
  int opened = 0;
  std::vector<std::string> vocabulary;
  speech::SttListener listener;  // of the newest stream: for saying things out of order

  std::string name() const override { return "fake"; }
  Result<std::unique_ptr<speech::SttStream>> open(asio::any_io_executor, speech::SttListener to) override {
    if (refusing) return fail(ErrorKind::Unavailable, "no model");
    ++opened;
    listener = std::move(to);
    return std::make_unique<Stream>(*this);
  }

 private:
  class Stream final : public speech::SttStream {
   public:
    explicit Stream(FakeStt& engine) : engine_(engine) {}
    void write(std::span<const std::int16_t> pcm, MediaTime at, bool) override {
      if (!written_from_) written_from_ = at;
      written_until_ = at + std::chrono::milliseconds{static_cast<std::int64_t>(pcm.size() / 16)};
      if (engine_.streams_after) stream();
    }
    void peek() override { pause({}); }
    void pause(MediaTime) override {
      auto text = between(taken_until_, written_until_);
      if (!text.text.empty() && engine_.listener.on_text) engine_.listener.on_text(std::move(text));
    }
    Awaitable<Result<speech::Transcription>> finish_turn(MediaTime upto) override {
      co_await engine_.clock_.sleep_for(engine_.stalled ? Duration{std::chrono::hours{1}} : engine_.cost);
      auto text = between(taken_until_, std::min(upto, written_until_));
      text.is_final = true;
      taken_until_ = upto;
      co_return text;
    }
    void set_vocabulary(std::vector<std::string> terms) override { engine_.vocabulary = std::move(terms); }
    Awaitable<void> close() override { co_return; }

   private:
    void stream() {
      auto text = between(taken_until_, written_until_ - *engine_.streams_after);
      if (text.text == streamed_) return;
      streamed_ = text.text;
      if (!text.text.empty() && engine_.listener.on_text) engine_.listener.on_text(std::move(text));
    }
    speech::Transcription between(MediaTime begin, MediaTime end) const {
      speech::Transcription text;
      text.begin = begin;
      text.end = end;
      for (const auto& [at, word] : engine_.script) {
        if (at < begin || at >= end || at < written_from_.value_or(MediaTime{})) continue;
        if (text.text.empty()) text.begin = at;
        text.text += (text.text.empty() ? "" : " ") + word;
      }
      text.raw_text = text.text;
      return text;
    }
    FakeStt& engine_;
    std::optional<MediaTime> written_from_;  // it cannot hear what it was not given
    MediaTime written_until_{};
    MediaTime taken_until_{};
    std::string streamed_;
  };
  FakeClock& clock_;
};

}  // namespace codevoice::test
