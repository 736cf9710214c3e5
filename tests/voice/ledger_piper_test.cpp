// The ledger of what was heard, with the voice of the product: clauses of any length, with quiet in them.
#include "speech/local_tts.hpp"
#include "speech/openvino_piper.hpp"
#include "speech/openvino_runtime.hpp"
#include "support/ledger_rig.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

TEST(Ledger, R14WithPiperCutAtEvery20MsItHoldsWhatWasSentAndTheContextWhatArrived) {
  const auto runtime = speech::OpenVinoRuntime::create("");
  ASSERT_TRUE(runtime) << runtime.error().message;
  auto piper = speech::make_piper(*runtime, {std::string(CODEVOICE_TOOLS_DIR) + "/models/tts/en_US-joe-medium.onnx", "voice", ""});
  ASSERT_TRUE(piper) << piper.error().message;
  WorkerPool pool({});
  speech::LocalTts voice(pool, std::move(*piper), {});

  const auto spoken = test::spoken_by(voice, {"Right, a mutex guards the data, so that threads take turns.", "And now?"});

  ASSERT_GE(spoken.size(), 4U);  // clauses, and the ends of the sentences
  test::expect_the_ledger_to_hold(spoken, 80ms);
}

}  // namespace
}  // namespace codevoice::voice
