#include "bargein/late_stt.hpp"

#include <utility>

#include "base/task_group.hpp"

namespace codevoice::bench {
namespace {

class LateStream final : public speech::SttStream {
 public:
  LateStream(const asio::any_io_executor& executor, VirtualClock& clock, Duration late) : clock_(clock), late_(late), tasks_(executor, "late") {}

  Result<void> open(speech::SttEngine& engine, const asio::any_io_executor& executor, speech::SttListener listener) {
    listener.on_text = [this, tell = std::move(listener.on_text)](speech::Transcription text) {
      tasks_.spawn("tell", tell_later(tell, std::move(text)));
    };
    auto stream = engine.open(executor, std::move(listener));
    if (!stream) return tl::unexpected(stream.error());
    stream_ = std::move(*stream);
    return {};
  }
  void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) override { stream_->write(pcm, at, speech); }
  void pause(MediaTime at) override { stream_->pause(at); }
  void peek() override { stream_->peek(); }
  Awaitable<Result<speech::Transcription>> finish_turn(MediaTime upto) override {
    auto text = co_await stream_->finish_turn(upto);
    co_await clock_.sleep_for(late_);
    co_return text;
  }
  void set_vocabulary(std::vector<std::string> terms) override { stream_->set_vocabulary(std::move(terms)); }
  Awaitable<void> close() override {
    co_await stream_->close();
    co_await tasks_.close();
  }

 private:
  using Tell = std::function<void(speech::Transcription)>;
  Awaitable<void> tell_later(Tell tell, speech::Transcription text) {
    co_await clock_.sleep_for(late_);
    tell(std::move(text));
  }

  VirtualClock& clock_;
  Duration late_;
  TaskGroup tasks_;
  std::unique_ptr<speech::SttStream> stream_;
};

}  // namespace

Result<std::unique_ptr<speech::SttStream>> LateStt::open(asio::any_io_executor executor, speech::SttListener listener) {
  auto stream = std::make_unique<LateStream>(executor, clock_, late_);
  if (auto opened = stream->open(engine_, executor, std::move(listener)); !opened) return tl::unexpected(opened.error());
  return stream;
}

}  // namespace codevoice::bench
