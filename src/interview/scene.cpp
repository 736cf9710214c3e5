#include "interview/scene.hpp"

namespace codevoice::interview {

void Scene::say(SayKind kind, std::string text, SayTraits traits) {
  says_.push_back({Say{kind, std::move(text), traits.depends_on_answer, traits.must_be_heard, traits.wordable}, 0, false});
}

bool Scene::phrase(Occasion occasion, SayKind kind, SayTraits traits) {
  auto text = script.phrasebook().take(occasion, progress.phrases);
  if (!text) return false;
  say(kind, std::move(*text), traits);
  return true;
}

std::optional<Brief> Scene::brief() const {
  if (!brief_) return std::nullopt;
  auto brief = *brief_;
  for (const SaidSay& item : says_) {
    if (item.say.kind == SayKind::Question || item.say.kind == SayKind::FollowUp) brief.next = item.say.text;
  }
  return brief;
}

void Scene::say_owed(const std::vector<SaidSay>& owed) {
  if (owed.empty()) return;
  phrase(Occasion::SayAgainLead);
  for (const SaidSay& item : owed) says_.push_back({item.say, item.cuts, false});
}

}  // namespace codevoice::interview
