#include "pipeline/inbox.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::pipeline {
namespace {

class InboxTest : public ::testing::Test {
 protected:
  asio::io_context loop;
  test::FakeClock clock;
  ReplyEpoch epoch{loop.get_executor()};
  DropCounter drops{clock, "test"};
  Inbox inbox{loop.get_executor(), epoch, InboxLimits{3, 2, 2}, drops};

  /// Starts a put and says whether it has ended.
  std::shared_ptr<bool> put(Payload payload) {
    auto done = std::make_shared<bool>(false);
    asio::co_spawn(loop, inbox.put(Frame{MediaTime{}, epoch.current(), std::move(payload)}), [done](std::exception_ptr) { *done = true; });
    test::FakeClock::settle(loop);
    return done;
  }
  Mail take() { return test::run(loop, inbox.take()); }
  static TextFrame text(std::string words) {
    TextFrame frame;
    frame.text = std::move(words);
    return frame;
  }
  static AudioRawFrame audio(std::int16_t sample) {
    AudioRawFrame frame;
    frame.pcm = {sample};
    return frame;
  }
};

TEST_F(InboxTest, UrgentFramesOvertakeAndOrderedOnesKeepTheirOrder) {
  put(UserStartedSpeakingFrame{});
  put(audio(1));
  put(ErrorFrame{});

  EXPECT_EQ(name_of(take().frame.payload), "ErrorFrame");
  EXPECT_EQ(name_of(take().frame.payload), "UserStartedSpeakingFrame");
  EXPECT_EQ(name_of(take().frame.payload), "AudioRawFrame");
}

TEST_F(InboxTest, FullOfAudioDropsTheOldestAudioAndCounts) {
  put(UserStartedSpeakingFrame{});
  for (std::int16_t i = 0; i < 5; ++i) EXPECT_TRUE(*put(audio(i)));

  EXPECT_EQ(drops.count(DropReason::AudioOverflow), 2U);
  EXPECT_EQ(name_of(take().frame.payload), "UserStartedSpeakingFrame");
  EXPECT_EQ(std::get<AudioRawFrame>(take().frame.payload).pcm.front(), 2);
}

TEST_F(InboxTest, FullOfTextSuspendsTheProducerUntilThereIsRoom) {
  EXPECT_TRUE(*put(text("one")));
  EXPECT_TRUE(*put(text("two")));
  const auto third = put(text("three"));
  EXPECT_FALSE(*third);

  take();
  test::FakeClock::settle(loop);

  EXPECT_TRUE(*third);
  EXPECT_EQ(std::get<TextFrame>(take().frame.payload).text, "two");
  EXPECT_EQ(std::get<TextFrame>(take().frame.payload).text, "three");
}

TEST_F(InboxTest, PurgeDropsOlderRepliesAndTheFrameASuspendedProducerHolds) {
  put(text("one"));
  put(UserStartedSpeakingFrame{});
  const auto held = put(text("held"));
  ASSERT_FALSE(*held);

  epoch.raise();
  inbox.purge();
  test::FakeClock::settle(loop);

  EXPECT_TRUE(*held);
  EXPECT_EQ(drops.count(DropReason::StaleEpoch), 2U);
  EXPECT_EQ(name_of(take().frame.payload), "UserStartedSpeakingFrame");
  EXPECT_EQ(inbox.size(), 0U);
}

TEST_F(InboxTest, ReplyOfAnOlderEpochIsNeverGivenOut) {
  put(text("stale"));
  epoch.raise();
  put(text("fresh"));

  EXPECT_EQ(std::get<TextFrame>(take().frame.payload).text, "fresh");
}

TEST_F(InboxTest, UrgentFramesNeverWait) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(*put(ErrorFrame{}));

  EXPECT_EQ(drops.count(DropReason::FeedbackOverflow), 1U);
}

TEST_F(InboxTest, CloseWakesProducers) {
  put(text("one"));
  put(text("two"));
  const auto third = put(text("three"));

  inbox.close();
  test::FakeClock::settle(loop);

  EXPECT_TRUE(*third);
  EXPECT_EQ(drops.count(DropReason::Stopped), 1U);
}

}  // namespace
}  // namespace codevoice::pipeline
