#include "interview/progress_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class ProgressJson : public testing::Test {
 protected:
  InterviewConfig config_ = test::config_of({"process-vs-thread", "context-switch"});

  /// In the middle of a follow-up, with something owed.
  std::string snapshot() const {
    test::Rehearsal rehearsal(config_);
    rehearsal.join();
    rehearsal.answer("Two \"threads\" share \xE2\x82\xAC the same memory.\n");
    rehearsal.cut_after("Yes");
    return rehearsal.interviewer().snapshot();
  }
  bool is_taken(std::string_view text) const { return progress_from_json(text, config_.questions).has_value(); }
};

TEST_F(ProgressJson, ComesBackAsItWas) {
  const std::string text = snapshot();
  const auto progress = progress_from_json(text, config_.questions);

  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->stage, Stage::FollowUp);
  EXPECT_FALSE(progress->owed.empty());
  EXPECT_EQ(progress->turns.front().user_transcript, "Two \"threads\" share \xE2\x82\xAC the same memory.\n");
  EXPECT_EQ(progress_to_json(*progress, config_.questions), text);
}

TEST_F(ProgressJson, AFreshOneComesBack) {
  const std::string text = progress_to_json(Progress{}, config_.questions);

  ASSERT_TRUE(is_taken(text));
  EXPECT_EQ(progress_to_json(*progress_from_json(text, config_.questions), config_.questions), text);
}

TEST_F(ProgressJson, ATruncatedOneIsRefused) {
  const std::string text = snapshot();
  for (std::size_t length = 0; length < text.size(); length += 7) EXPECT_FALSE(is_taken(text.substr(0, length))) << length;
}

TEST_F(ProgressJson, AMissingOrWrongFieldIsRefused) {
  const json::object whole = json::parse(snapshot()).as_object();
  for (const auto& [key, value] : whole) {
    json::object less = whole;
    less.erase(key);
    EXPECT_FALSE(is_taken(json::serialize(less))) << key;
    json::object wrong = whole;
    wrong[key] = json::array{json::object{}};
    EXPECT_FALSE(is_taken(json::serialize(wrong))) << key;
  }
}

TEST_F(ProgressJson, ValuesOutOfRangeAreRefused) {
  const auto with = [this](std::string_view key, const json::value& value) {
    json::object changed = json::parse(snapshot()).as_object();
    changed[key] = value;
    return json::serialize(changed);
  };

  EXPECT_FALSE(is_taken(with("version", 2)));
  EXPECT_FALSE(is_taken(with("stage", 6)));
  EXPECT_FALSE(is_taken(with("stage", -1)));
  EXPECT_FALSE(is_taken(with("question", 2)));
  EXPECT_FALSE(is_taken(with("question", -1)));
  EXPECT_FALSE(is_taken(with("wait", 0)));
  EXPECT_FALSE(is_taken(with("turns", json::array{})));
  EXPECT_FALSE(is_taken(with("phrases", json::object{{"999", 1}})));
  EXPECT_FALSE(is_taken(with("phrases", json::object{{"x", 1}})));
}

TEST_F(ProgressJson, AnotherInterviewsIsRefused) {
  const auto other = test::config_of({"context-switch", "process-vs-thread"});

  EXPECT_FALSE(progress_from_json(snapshot(), other.questions));
  EXPECT_FALSE(progress_from_json(snapshot(), {}));
}

TEST_F(ProgressJson, AHugeOneIsRefusedUnread) { EXPECT_FALSE(is_taken(std::string(17U << 20U, ' '))); }

}  // namespace
}  // namespace codevoice::interview
