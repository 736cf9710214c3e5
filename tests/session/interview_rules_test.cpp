// Rules that hold between the parts of a session: captions in time, a database that hangs.
#include <gtest/gtest.h>

#include <future>

#include "session/interview_rig.hpp"
#include "session/stored_interview_log.hpp"
#include "support/temp_dir.hpp"

namespace codevoice::session {
namespace {

/// When a word was first shown to the page; nothing: never.
class Shown {
 public:
  Shown(const test::FakeRoomLink& link, const test::FakeCandidate& candidate) : link_(link), candidate_(candidate) {}
  void look() {
    for (; seen_ < link_.texts.size(); ++seen_) {
      const auto& text = link_.texts[seen_];
      const auto side = text.attributes.find("codevoice.side");
      if (side == text.attributes.end() || side->second != store::name_of(store::Speaker::Candidate)) continue;
      std::istringstream words(text.text);
      for (std::string word; words >> word;) at_.try_emplace(word, candidate_.now());
    }
  }
  std::optional<MediaTime> at(const std::string& word) const {
    const auto found = at_.find(word);
    return found == at_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  const test::FakeRoomLink& link_;
  const test::FakeCandidate& candidate_;
  std::size_t seen_ = 0;
  std::map<std::string, MediaTime> at_;
};

// R16
TEST_F(InterviewSessionTest, R16AStreamingRecognisersWordsAreShownWithin500MsOfTheirSound) {
  begin();
  join("PA_1");
  listens();
  speech.stt.streams_after = 400ms;  // what such a service takes
  Shown shown(*link, *candidate);
  const std::vector<std::string> words{"processes", "have", "memory", "of", "their", "own", "threads", "share", "it"};
  const auto from = candidate->now();
  for (std::size_t i = 0; i < words.size(); ++i) speech.stt.script.push_back({from + 300ms * (i + 1), words[i]});  // each ends then
  for (Duration spoken{}; spoken < 300ms * (words.size() + 1); spoken += 20ms) {
    candidate->noise(20ms);
    shown.look();
  }
  for (int i = 0; i < 20; ++i) {
    candidate->quiet(20ms);
    shown.look();
  }

  MediaTime before{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    ASSERT_TRUE(shown.at(words[i]).has_value()) << words[i];
    EXPECT_LE(*shown.at(words[i]) - (from + 300ms * (i + 1)), 500ms) << words[i];
    EXPECT_GE(*shown.at(words[i]), before) << words[i];
    before = *shown.at(words[i]);
  }
}

// R16
TEST_F(InterviewSessionTest, R16LinesOnRecordStandInTheOrderTheyWereSpoken) {
  begin();
  join("PA_1");
  listens();
  for (int i = 0; i < 2; ++i) {
    candidate->say("processes have their own memory and threads share the memory of one process");
    listens();
  }

  ASSERT_GE(log.lines.size(), 4U);
  std::int64_t before = 0;
  for (const auto& [position, line] : log.lines) {
    EXPECT_GE(line.begin_us, before) << line.text;
    EXPECT_GE(line.end_us, line.begin_us) << line.text;
    before = line.begin_us;
  }
}

// R22
TEST_F(InterviewSessionTest, R22ADatabaseThatHangsDoesNotHoldUpTheInterview) {
  const test::TempDir folder;
  auto database = store::Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database && (*database)->migrate());
  WorkerPool store_thread({.name = "store"});
  std::promise<void> goes_on;
  store_thread.post(Priority::Vad, [hangs = goes_on.get_future().share()] { hangs.wait(); });
  const auto holder = store::Holder::create(folder.file("holders"));
  ASSERT_TRUE(holder);
  StoredInterviewLog stored(loop.get_executor(), {**database, store_thread, **holder, 90s}, clock);
  config.planned = [this](std::string_view) -> Result<interview::InterviewConfig> { return config.interview; };  // R8: it looks for a left one first
  begin_with(stored);
  join("PA_1");
  ASSERT_TRUE(candidate->quiet_until(5s, [this] { return agent_state() == "speaking"; }));
  ASSERT_TRUE(candidate->quiet_until(120s, [this] { return agent_state() == "listening"; }));
  candidate->say("processes have their own memory");
  listens();
  EXPECT_GT(stored.waiting(), 4U);

  const auto store_works = [&] {
    std::promise<void> idle;
    store_thread.post(Priority::Background, [&idle] { idle.set_value(); });
    idle.get_future().wait();
    test::FakeClock::settle(loop);
  };
  goes_on.set_value();
  while (stored.waiting() > 0) store_works();
  const auto kept = store::InterviewRepository(**database).show(config.id);

  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_TRUE(std::any_of(kept->utterances.begin(), kept->utterances.end(),
                          [](const store::Utterance& line) { return line.text.find("processes have their own memory") != std::string::npos; }));
  EXPECT_TRUE(std::any_of(kept->utterances.begin(), kept->utterances.end(), [](const store::Utterance& line) {
    return line.text == "whether an interview was left is not known (timed out): a new one begins";
  }));
  session->stop("test is over");
  for (int i = 0; i < 500 && !over; ++i) {
    candidate->quiet(20ms);
    store_works();
  }
  EXPECT_TRUE(over);
  session.reset();
}

}  // namespace
}  // namespace codevoice::session
