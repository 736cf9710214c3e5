// Runs one stage alone on virtual time and keeps what it emits and feeds back.
// Thread: the test's. Errors: a stage that throws fails the test.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <vector>

#include "pipeline/stage.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

using namespace std::chrono_literals;

class StageRig final : private pipeline::Outlet {
 public:
  StageRig(pipeline::Stage& stage, asio::io_context& its_loop, FakeClock& its_clock)
      : loop(its_loop), clock(its_clock), stage_(stage), epoch_(loop.get_executor()), tasks_(loop.get_executor(), "rig") {
    zero_ = clock.now();
    const pipeline::StageContext context{this, &tasks_, &clock, &epoch_, zero_};
    auto started = stage_.start(context);
    if (!started) ADD_FAILURE() << "stage refused to start: " << started.error().message;
  }
  ~StageRig() override {
    asio::co_spawn(loop, close(*this), [](std::exception_ptr) {});
    FakeClock::settle(loop);
  }

  /// Gives the stage one frame and lets it work for no time at all.
  void feed(pipeline::Payload payload) { feed(pipeline::Frame{now(), epoch_.current(), std::move(payload)}); }
  void feed(pipeline::Frame frame) {
    tasks_.spawn("feed", process(stage_, std::move(frame)));
    FakeClock::settle(loop);
  }
  void feedback_to_stage(pipeline::Payload payload) {
    tasks_.spawn("feedback", on_feedback(stage_, pipeline::Frame{now(), epoch_.current(), std::move(payload)}));
    FakeClock::settle(loop);
  }
  void advance(Duration length) { clock.advance(loop, length); }
  void finish() {
    tasks_.spawn("finish", stage_.finish());
    FakeClock::settle(loop);
  }
  MediaTime now() const { return clock.now() - zero_; }
  TimePoint zero() const { return zero_; }
  pipeline::ReplyEpoch& epoch() { return epoch_; }

  /// All of one kind, in order.
  template <class P>
  std::vector<P> emitted() const {
    return of_kind<P>(out);
  }
  template <class P>
  std::vector<P> fed_back() const {
    return of_kind<P>(back);
  }
  void forget() {
    out.clear();
    back.clear();
  }

  asio::io_context& loop;
  FakeClock& clock;
  std::vector<pipeline::Frame> out;
  std::vector<pipeline::Frame> back;

 private:
  static Awaitable<void> process(pipeline::Stage& stage, pipeline::Frame frame) { co_await stage.process(std::move(frame)); }
  static Awaitable<void> on_feedback(pipeline::Stage& stage, pipeline::Frame frame) { co_await stage.on_feedback(std::move(frame)); }
  static Awaitable<void> close(StageRig& rig) {
    co_await rig.tasks_.close();
    co_await rig.stage_.stop();
  }
  template <class P>
  static std::vector<P> of_kind(const std::vector<pipeline::Frame>& frames) {
    std::vector<P> found;
    for (const auto& frame : frames) {
      if (const auto* payload = std::get_if<P>(&frame.payload)) found.push_back(*payload);
    }
    return found;
  }

  Awaitable<void> emit(pipeline::Frame frame) override {
    const bool is_stale = pipeline::belongs_to_reply(frame.payload) && frame.reply_epoch < epoch_.current();
    if (!is_stale) out.push_back(std::move(frame));
    co_return;
  }
  void feedback(pipeline::Frame frame) override { back.push_back(std::move(frame)); }
  void beat() override {}

  pipeline::Stage& stage_;
  TimePoint zero_{};
  pipeline::ReplyEpoch epoch_;
  TaskGroup tasks_;
};

}  // namespace codevoice::test
