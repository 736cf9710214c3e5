#include "cli/synthetic_candidate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/fake_clock.hpp"
#include "support/fake_room_link.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;
using Kind = CandidateEvent::Kind;

audio::Pcm tone(Duration length, std::uint32_t rate_hz, double amplitude = 8000) {
  audio::Pcm pcm(audio::samples_in(length, rate_hz));
  for (std::size_t i = 0; i < pcm.size(); ++i) pcm[i] = audio::to_sample(amplitude * std::sin(0.05 * static_cast<double>(i)));
  return pcm;
}

struct Fixture : testing::Test {
  asio::io_context loop;
  test::FakeClock clock;
  test::FakeRoomLink link;
  std::vector<CandidateEvent> events;
  std::unique_ptr<SyntheticCandidate> candidate;
  Mishap mishap = Mishap::None;  // of the next answer
  std::optional<SyntheticCandidate::Left> left;
  room::Participant bot{"PA_bot", "ai-interviewer", "", "", {}, room::ParticipantKind::Agent};

  void start(int answers = 1, std::chrono::milliseconds first_quiet = {}) {
    SyntheticCandidateConfig config;
    config.first_quiet = first_quiet;
    const auto speech = make_clip("answer", tone(1s, 16'000), 16'000);
    ASSERT_TRUE(speech);
    for (int i = 0; i < answers; ++i) config.answers.push_back(std::make_shared<VoiceClip>(*speech));
    config.silence = std::make_shared<VoiceClip>(*room_tone());
    config.on_event = [this](const CandidateEvent& event) { events.push_back(event); };
    config.noise = std::make_shared<VoiceClip>(*loud_noise());
    config.mishap = [this] { return std::exchange(mishap, Mishap::None); };
    candidate = std::make_unique<SyntheticCandidate>(std::move(config), clock);
    run();
  }
  void run() {
    asio::co_spawn(loop, candidate->run(link), [this](std::exception_ptr error, SyntheticCandidate::Left how) {
      if (error) std::rethrow_exception(error);
      left = how;
    });
  }
  void bot_speaks(Duration length) {
    const auto frame = tone(20ms, 16'000);
    for (Duration at{}; at < length; at += 20ms) {
      candidate->on_audio(bot, {frame, {}, false, 0});
      clock.advance(loop, 20ms);
    }
  }
  void caption(std::string text, bool depends) {
    room::TextMessage message;
    message.topic = "lk.transcription";
    message.text = std::move(text);
    message.attributes = {{"codevoice.side", "interviewer"}, {"lk.transcription_final", "false"}};
    if (depends) message.attributes.emplace("codevoice.depends_on_answer", "true");
    candidate->on_text(message);
  }
  std::vector<CandidateEvent> of(Kind kind) const {
    std::vector<CandidateEvent> found;
    std::copy_if(events.begin(), events.end(), std::back_inserter(found), [&](const auto& event) { return event.kind == kind; });
    return found;
  }
};
using SyntheticCandidateTest = Fixture;

TEST_F(SyntheticCandidateTest, AnswersWhenTheInterviewerIsDoneAndMeasuresTheReply) {
  start();
  bot_speaks(2s);
  clock.advance(loop, 700ms + 1s + 20ms);  // its patience, then the answer
  ASSERT_TRUE(of(Kind::Reply).empty());
  clock.advance(loop, 500ms);
  bot_speaks(1s);

  const auto replies = of(Kind::Reply);

  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].turn, 1);
  EXPECT_NEAR(std::chrono::duration<double>(replies[0].delay).count(), 0.5, 0.06);
  EXPECT_EQ(candidate->failures(), 0);
}

TEST_F(SyntheticCandidateTest, OnlyTheFirstAnswerWaitsLongerWhenToldTo) {
  start(2, 3s);
  bot_speaks(2s);
  clock.advance(loop, 700ms + 3s);
  ASSERT_TRUE(of(Kind::Reply).empty());
  clock.advance(loop, 1s + 500ms);
  bot_speaks(1s);
  clock.advance(loop, 700ms + 1s + 500ms);
  bot_speaks(1s);

  const auto replies = of(Kind::Reply);

  ASSERT_EQ(replies.size(), 2U);
  EXPECT_NEAR(std::chrono::duration<double>(replies[0].delay).count(), 0.5, 0.06);
  EXPECT_NEAR(std::chrono::duration<double>(replies[1].delay).count(), 0.5, 0.06);
}

TEST_F(SyntheticCandidateTest, AnAcknowledgementIsNotTheReplyThatDependsOnTheAnswer) {
  start();
  bot_speaks(2s);
  clock.advance(loop, 700ms + 1s + 20ms);
  clock.advance(loop, 500ms);
  caption("Thank you.", false);
  bot_speaks(600ms);
  clock.advance(loop, 200ms);
  caption("Correct, memory is shared.", true);
  bot_speaks(1s);

  const auto dependent = of(Kind::DependentReply);

  ASSERT_EQ(of(Kind::Reply).size(), 1U);
  ASSERT_EQ(dependent.size(), 1U);
  EXPECT_NEAR(std::chrono::duration<double>(of(Kind::Reply)[0].delay).count(), 0.5, 0.06);
  EXPECT_NEAR(std::chrono::duration<double>(dependent[0].delay).count(), 1.3, 0.06);
}

TEST_F(SyntheticCandidateTest, ACaptionThatComesAfterItsSentenceBeganStillMarksItsBeginning) {
  start();
  bot_speaks(2s);
  clock.advance(loop, 700ms + 1s + 20ms);
  clock.advance(loop, 500ms);
  bot_speaks(100ms);
  caption("Correct, memory is shared.", true);
  bot_speaks(1s);

  const auto dependent = of(Kind::DependentReply);

  ASSERT_EQ(dependent.size(), 1U);
  EXPECT_EQ(dependent[0].delay, of(Kind::Reply).at(0).delay);
}

TEST_F(SyntheticCandidateTest, WaitsWhileTheInterviewerStillHasTheTurn) {
  start();
  bot.attributes["lk.agent.state"] = "speaking";
  candidate->on_participant_updated(bot);
  bot_speaks(1s);
  clock.advance(loop, 5s);
  const auto before = link.packets.size();
  bot.attributes["lk.agent.state"] = "listening";
  candidate->on_participant_updated(bot);
  clock.advance(loop, 1100ms);

  EXPECT_GT(link.packets.size(), before);
  clock.advance(loop, 16s);
  EXPECT_EQ(of(Kind::Failure).size(), 1U);  // it did speak: and nobody replied
}

TEST_F(SyntheticCandidateTest, BeingCutOffIsAFailure) {
  start();
  bot_speaks(1s);
  clock.advance(loop, 1s);  // now it speaks
  bot_speaks(100ms);

  ASSERT_EQ(of(Kind::Failure).size(), 1U);
  EXPECT_EQ(of(Kind::Failure)[0].text, "cut off while speaking");
}

TEST_F(SyntheticCandidateTest, SaysEndAfterItsAnswersAndLeavesWhenToldSo) {
  start();
  bot_speaks(1s);
  clock.advance(loop, 2s);
  bot_speaks(1s);
  clock.advance(loop, 1s);
  ASSERT_EQ(link.texts.size(), 1U);
  EXPECT_EQ(link.texts[0].topic, "codevoice.session");

  room::TextMessage ended;
  ended.topic = "codevoice.session";
  ended.text = R"({"type":"ended"})";
  candidate->on_text(ended);
  clock.advance(loop, 100ms);

  EXPECT_EQ(of(Kind::Ended).size(), 1U);
}

TEST_F(SyntheticCandidateTest, WhenTheInterviewerVanishesAnotherGetsTheAnswer) {
  start();
  candidate->on_participant_joined(bot);
  bot_speaks(1s);
  clock.advance(loop, 900ms);  // in the middle of its answer
  candidate->on_participant_left(bot, room::LeaveReason::MediaFailure);
  clock.advance(loop, 10s);
  auto other = bot;
  other.sid = "PA_other";
  candidate->on_participant_joined(other);
  bot_speaks(1s);
  clock.advance(loop, 700ms + 1s + 20ms + 300ms);
  bot_speaks(1s);

  EXPECT_EQ(of(Kind::InterviewerLeft).size(), 1U);
  ASSERT_EQ(of(Kind::Reply).size(), 1U);
  EXPECT_EQ(of(Kind::Reply)[0].turn, 1);
  EXPECT_EQ(candidate->failures(), 0);
}

TEST_F(SyntheticCandidateTest, WhenNoOtherInterviewerComesItIsAFailure) {
  start();
  candidate->on_participant_joined(bot);
  bot_speaks(1s);
  candidate->on_participant_left(bot, room::LeaveReason::MediaFailure);
  clock.advance(loop, 46s);

  ASSERT_EQ(of(Kind::Failure).size(), 1U);
  EXPECT_EQ(of(Kind::Failure)[0].text, "the interviewer left");
  EXPECT_EQ(of(Kind::Ended).size(), 1U);
}

TEST_F(SyntheticCandidateTest, AnInterviewerThatLeavesAfterItsSuccessorCameIsNotMissed) {
  start();
  candidate->on_participant_joined(bot);
  auto other = bot;
  other.sid = "PA_other";
  candidate->on_participant_joined(other);
  candidate->on_participant_left(bot, room::LeaveReason::DuplicateIdentity);

  EXPECT_TRUE(of(Kind::InterviewerLeft).empty());
}

TEST_F(SyntheticCandidateTest, ASilentRoomIsGivenUp) {
  start();
  clock.advance(loop, 31s);

  ASSERT_EQ(of(Kind::Failure).size(), 1U);
  EXPECT_EQ(of(Kind::Ended).size(), 1U);
}

TEST_F(SyntheticCandidateTest, SendsOnePacketEveryTwentyMilliseconds) {
  start();
  clock.advance(loop, 10s);

  EXPECT_NEAR(static_cast<double>(link.packets.size()), 500.0, 2.0);
}

/// It was greeted, and answers: 1 s of speech.
struct Befallen : Fixture {
  void greeted(Mishap with) {
    mishap = with;
    start(2);
    bot_speaks(1s);
    clock.advance(loop, 800ms);
  }
  std::size_t packets_in(Duration length) {
    const auto count = [this] { return std::count_if(link.packets.begin(), link.packets.end(), [](const auto& packet) { return !packet.empty(); }); };
    const auto before = count();
    clock.advance(loop, length);
    return static_cast<std::size_t>(count() - before);
  }
};

TEST_F(Befallen, MutedInTheMiddleOfAWordItIsSilentAndGoesOn) {
  greeted(Mishap::Mute);
  clock.advance(loop, 600ms);
  EXPECT_TRUE(link.muted);
  EXPECT_EQ(packets_in(1s), 0U);
  clock.advance(loop, 2s);
  EXPECT_FALSE(link.muted);
  bot_speaks(500ms);

  ASSERT_EQ(of(Kind::Mishap).size(), 1U);
  EXPECT_EQ(of(Kind::Mishap)[0].text, "mute");
  ASSERT_EQ(of(Kind::Reply).size(), 1U);
  EXPECT_EQ(of(Kind::Reply)[0].text, "mute");
  EXPECT_EQ(candidate->failures(), 0);
}

TEST_F(Befallen, SilentItAnswersWhenItIsAskedAgain) {
  greeted(Mishap::Silence);
  clock.advance(loop, 40s);
  EXPECT_EQ(candidate->failures(), 0);
  EXPECT_TRUE(of(Kind::Reply).empty());
  bot_speaks(1s);
  clock.advance(loop, 2s);
  bot_speaks(1s);

  EXPECT_EQ(of(Kind::Reply).size(), 1U);
}

TEST_F(Befallen, NoisyItAnswersAfterwards) {
  greeted(Mishap::Noise);
  clock.advance(loop, 1s);
  EXPECT_GT(link.packets.back().size(), 60U);  // noise does not compress
  clock.advance(loop, 2s);
  bot_speaks(1s);

  EXPECT_EQ(of(Kind::Reply).size(), 1U);
  EXPECT_EQ(candidate->failures(), 0);
}

TEST_F(Befallen, WhoLeavesComesBackAndIsWelcomed) {
  greeted(Mishap::Leave);
  clock.advance(loop, 1s);
  ASSERT_EQ(left, SyntheticCandidate::Left::ComesBack);
  run();
  clock.advance(loop, 1s);
  bot_speaks(1s);
  clock.advance(loop, 2s);
  bot_speaks(1s);  // a reply to the second answer

  EXPECT_EQ(of(Kind::Joined).size(), 1U);
  EXPECT_EQ(of(Kind::Rejoined).size(), 1U);
  ASSERT_EQ(of(Kind::Welcome).size(), 1U);
  EXPECT_NEAR(static_cast<double>(of(Kind::Welcome)[0].delay / 1ms), 1000.0, 40.0);
  EXPECT_EQ(of(Kind::Reply).size(), 1U);
  EXPECT_EQ(candidate->failures(), 0);
}

TEST_F(Befallen, WhoVanishesIsDone) {
  greeted(Mishap::Vanish);
  clock.advance(loop, 1s);

  EXPECT_EQ(left, SyntheticCandidate::Left::Done);
  EXPECT_EQ(of(Kind::Ended).size(), 1U);
}

}  // namespace
}  // namespace codevoice::cli
