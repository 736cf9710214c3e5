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
  constexpr std::size_t kClause = 7, kOnTheWay = 4, kFade = 1;  // frames: "Right, " at 20 ms a character; 60 ms and the one at hand

  EXPECT_EQ(test::cut_after(kClause + kOnTheWay - kFade - 1, spoken(20ms), {}).context, "");
  EXPECT_EQ(test::cut_after(kClause + kOnTheWay - kFade, spoken(20ms), {}).context, "Right,");
}

}  // namespace
}  // namespace codevoice::voice
