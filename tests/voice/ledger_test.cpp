// The ledger of what was heard, over a whole reply: tts stage, playout, conversation.
#include "support/fake_tts.hpp"
#include "support/ledger_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

std::vector<pipeline::TTSAudioRawFrame> spoken(Duration per_character) {
  test::FakeClock clock;
  test::FakeTts voice(clock);
  voice.cost = {};
  voice.per_character = std::chrono::duration_cast<std::chrono::milliseconds>(per_character);
  return test::spoken_by(voice, {"Right, a process owns memory.", "Now, what of threads?"});
}

TEST(Ledger, R14CutAtEvery20MsItHoldsWhatWasSentAndTheContextWhatArrived) { test::expect_the_ledger_to_hold(spoken(20ms), {}); }

TEST(Ledger, R14TheSameOverALongWayAndWithClausesThatEndInsideAFrame) { test::expect_the_ledger_to_hold(spoken(17ms), 300ms); }

TEST(Ledger, R14AtAClausesBorderItIsExact) {
  constexpr std::size_t kSentence = 29, kOnTheWay = 4;  // frames: 20 ms a character; 60 ms and the one at hand

  EXPECT_EQ(test::cut_after(kSentence + kOnTheWay - 1, spoken(20ms), {}).context, "Right, a process owns");
  EXPECT_EQ(test::cut_after(kSentence + kOnTheWay, spoken(20ms), {}).context, "Right, a process owns memory.");
}

}  // namespace
}  // namespace codevoice::voice
