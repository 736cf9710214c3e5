#include <algorithm>

#include "interview/lexer.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {

using namespace std::chrono_literals;

namespace {

constexpr int kCuts = 3;          // said again so often at most
constexpr auto kResumeWait = 2s;  // after a false alarm nobody speaks: go on soon
constexpr double kMostly = 0.7;

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
    progress.owed = cut_off(progress.said, tokens_of(heard.heard).size());
    if (!progress.owed.empty()) scene.wait(kResumeWait);
  }
  progress.hearing_open = false;
  const bool closed = progress.stage == Stage::Closing && progress.owed.empty();
  if (closed) end(scene, progress.end_reason);
}

}  // namespace codevoice::interview
