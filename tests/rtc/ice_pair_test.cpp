#include "rtc/ice_pair.hpp"

#include <gmock/gmock.h>

#include "rtc/ice_requests.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

IceRequest request(std::uint8_t number, IceCheckKind kind = IceCheckKind::Ordinary) {
  IceRequest made;
  made.kind = kind;
  made.transaction[0] = number;
  made.bytes = {number};
  return made;
}

TEST(IcePair, RepeatsACheckAsTheRfcSaysThenFails) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.start(request(1), kStart, 500ms);

  std::vector<Duration> sent;
  while (pair.retransmit_at()) {
    const auto when = *pair.retransmit_at();
    if (pair.retransmit(when) != nullptr) sent.push_back(when - kStart);
    if (!pair.retransmit_at()) sent.push_back(when - kStart);  // when it gave up
  }

  EXPECT_THAT(sent, testing::ElementsAre(500ms, 1500ms, 3500ms, 7500ms, 15500ms, 31500ms, 39500ms));  // RFC 8489 §6.2.1
  EXPECT_EQ(pair.state(), IcePair::State::Failed);
}

TEST(IcePair, NothingIsRepeatedBeforeItsTime) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.start(request(1), kStart, 500ms);

  EXPECT_EQ(pair.retransmit(kStart + 499ms), nullptr);
  EXPECT_NE(pair.retransmit(kStart + 500ms), nullptr);
  EXPECT_EQ(pair.retransmit(kStart + 500ms), nullptr);
}

TEST(IcePair, MeasuresTheRoundTripOnlyOfWhatWasSentOnce) {
  IcePair once(test::at("192.0.2.1", 1), 1);
  once.start(request(1), kStart, 500ms);
  IcePair twice(test::at("192.0.2.1", 2), 1);
  twice.start(request(2), kStart, 500ms);
  twice.retransmit(kStart + 500ms);

  const auto first = once.take_answer(request(1).transaction, kStart + 30ms);
  const auto second = twice.take_answer(request(2).transaction, kStart + 530ms);

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->round_trip, 30ms);
  EXPECT_FALSE(second->round_trip);
}

TEST(IcePair, AnAnswerCountsOnceAndOnlyForItsOwnRequest) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.start(request(1), kStart, 500ms);

  EXPECT_FALSE(pair.take_answer(request(2).transaction, kStart));
  EXPECT_TRUE(pair.take_answer(request(1).transaction, kStart));
  EXPECT_FALSE(pair.take_answer(request(1).transaction, kStart));
}

TEST(IcePair, ALateAnswerToAReplacedCheckStillCounts) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.start(request(1), kStart, 500ms);
  pair.start(request(2), kStart + 50ms, 500ms);

  const auto late = pair.take_answer(request(1).transaction, kStart + 300ms);
  pair.succeed(pair.path(), kStart + 300ms);

  ASSERT_TRUE(late);
  EXPECT_EQ(late->round_trip, 300ms);
  EXPECT_FALSE(pair.retransmit_at());  // no need to repeat the second one
}

TEST(IcePair, ConsentChecksAreAnsweredOutOfOrderAndClearTheCount) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.succeed(pair.path(), kStart);
  for (std::uint8_t i = 1; i <= 3; ++i) pair.note_consent(request(i).transaction, kStart + i * 5s);
  const auto before = pair.unanswered();

  const auto answer = pair.take_answer(request(2).transaction, kStart + 15s + 20ms);
  pair.succeed(pair.path(), kStart + 15s + 20ms);

  EXPECT_EQ(before, 3U);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->kind, IceCheckKind::Consent);
  EXPECT_EQ(pair.unanswered(), 0U);
  EXPECT_TRUE(pair.take_answer(request(3).transaction, kStart + 16s));
}

TEST(IcePair, ANominationUnderWaySurvivesAnotherAnswer) {
  IcePair pair(test::at("192.0.2.1", 1), 1);
  pair.succeed(pair.path(), kStart);
  pair.start(request(1, IceCheckKind::Nomination), kStart, 500ms);
  pair.note_consent(request(2).transaction, kStart);

  pair.take_answer(request(2).transaction, kStart + 10ms);
  pair.succeed(pair.path(), kStart + 10ms);

  EXPECT_TRUE(pair.nominating());
  EXPECT_EQ(pair.state(), IcePair::State::Succeeded);
}

TEST(IcePair, AWorkingPairIsNotSentBackToWaiting) {
  IcePair failed(test::at("192.0.2.1", 1), 1);
  failed.fail();
  IcePair works(test::at("192.0.2.1", 2), 1);
  works.succeed(works.path(), kStart);

  failed.wait_again();
  works.wait_again();

  EXPECT_EQ(failed.state(), IcePair::State::Waiting);
  EXPECT_EQ(works.state(), IcePair::State::Succeeded);
}

}  // namespace
}  // namespace codevoice::rtc
