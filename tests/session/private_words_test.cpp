// RULES: what is said, who says it, and tokens stay out of the log unless it is asked for.
#include <gtest/gtest.h>

#include "base/log.hpp"
#include "session/interview_rig.hpp"

namespace codevoice::session {
namespace {

/// What the log prints while a candidate tells their name.
class PrintedLog : public InterviewSessionTest, public ::testing::WithParamInterface<bool> {
 protected:
  void TearDown() override {
    InterviewSessionTest::TearDown();
    log::configure({});
  }
  std::string of_an_interview() {
    log::Options options;
    options.pii = GetParam();
    log::configure(options);
    testing::internal::CaptureStderr();
    begin();
    join("PA_1");
    listens();
    candidate->say("My name is Marmaduke and I do not know that one");
    listens();
    return testing::internal::GetCapturedStderr();
  }
};

TEST_P(PrintedLog, HoldsNobodysWordsNorNameUnlessAskedFor) {
  const auto printed = of_an_interview();

  EXPECT_NE(printed.find("turn.ended"), std::string::npos) << printed;
  EXPECT_EQ(printed.find("Marmaduke") != std::string::npos, GetParam()) << printed;
  EXPECT_EQ(printed.find(here->identity), std::string::npos) << printed;
  ASSERT_GT(log.lines.size(), 3U);
  for (const auto& [position, line] : log.lines) {
    if (line.speaker == store::Speaker::Candidate || GetParam()) continue;
    EXPECT_EQ(printed.find(line.text), std::string::npos) << printed;
  }
}

INSTANTIATE_TEST_SUITE_P(Pii, PrintedLog, testing::Bool());

}  // namespace
}  // namespace codevoice::session
