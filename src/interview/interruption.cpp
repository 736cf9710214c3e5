#include <algorithm>

#include "interview/lexer.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {

namespace {

constexpr int kCuts = 3;  // said again so often at most
constexpr double kMostly = 0.7;

bool asks(const SaidSay& item) { return item.say.kind == SayKind::Question || item.say.kind == SayKind::FollowUp; }

bool is_among(const std::vector<SaidSay>& says, const SaidSay& item) {
  return std::ranges::any_of(says, [&](const SaidSay& other) { return other.say.text == item.say.text; });
}

/// Marks what was not heard to its end; words are counted, since speech is cut between words.
std::vector<SaidSay> cut_off(const std::vector<SaidSay>& said, std::size_t words_heard) {
  std::vector<SaidSay> owed;
  for (const SaidSay& item : said) {
    const auto length = tokens_of(item.say.text).size();
    const auto heard = std::min(words_heard, length);
    words_heard -= heard;
    if (heard == length || !item.say.must_be_heard || item.cuts + 1 > kCuts) continue;
    owed.push_back({item.say, item.cuts + 1, static_cast<double>(heard) >= kMostly * static_cast<double>(length)});
  }
  return owed;
}

}  // namespace

void take_heard(Scene& scene, const SpeechHeardInFull& heard) {
  Progress& progress = scene.progress;
  if (heard.interrupted && progress.hearing_open) {
    const auto cut = cut_off(progress.said, tokens_of(heard.heard).size());
    std::erase_if(progress.owed, [&](const SaidSay& item) { return is_among(progress.said, item); });
    progress.owed.insert(progress.owed.end(), cut.begin(), cut.end());
    std::stable_partition(progress.owed.begin(), progress.owed.end(), [](const SaidSay& item) { return item.say.kind == SayKind::Notice; });
    if (!progress.owed.empty()) scene.wait(kResumeWait);
  }
  progress.hearing_open = false;
  const bool closed = progress.stage == Stage::Closing && progress.owed.empty();
  if (closed) end(scene, progress.end_reason);
}

void keep_owed(Scene& scene) {
  Progress& progress = scene.progress;
  const auto& says = scene.says();
  const bool is_asked = std::ranges::any_of(says, asks);
  const bool at_question = progress.stage == Stage::Question || progress.stage == Stage::FollowUp;
  std::erase_if(progress.owed, [&](const SaidSay& item) {
    if (is_among(says, item)) return true;
    if (progress.stage == Stage::Closing) return item.say.kind != SayKind::Closing;
    if (asks(item)) return is_asked || !at_question;
    return item.say.kind == SayKind::Prompt && !says.empty();  // something else was to be said
  });
}

bool owes_question(const Progress& progress) { return std::ranges::any_of(progress.owed, asks); }

bool say_what_is_owed(Scene& scene) {
  Progress& progress = scene.progress;
  std::vector<SaidSay> owed;
  for (const SaidSay& item : progress.owed) {
    if (!progress.stop_asked || !asks(item)) owed.push_back(item);  // whether there is a next question is being asked
  }
  if (owed.empty()) return false;
  scene.say_owed(owed);
  return true;
}

}  // namespace codevoice::interview
