#include <fmt/format.h>

#include <utility>

#include "interview/stages.hpp"

namespace codevoice::interview {
namespace {

/// The greeting's sentences, must-hear ones first: it is an AI, what is kept, how long it takes.
void fill_greeting(Scene& scene) {
  const auto& config = scene.script.config();
  SayTraits notice;
  notice.must_be_heard = true;
  SayTraits hello;
  hello.wordable = true;
  if (scene.phrase(Occasion::Hello, SayKind::Notice, hello)) {
    Brief brief;
    brief.about = Brief::About::Greeting;
    scene.brief(std::move(brief));
  }
  scene.phrase(Occasion::Disclosure, SayKind::Notice, notice);
  if (config.recorded) scene.say(SayKind::Notice, "The sound of this conversation is also recorded.", notice);
  scene.say(SayKind::Notice,
            fmt::format("I'll ask you {}, and we have about {}.", counted(scene.script.size(), "question", "questions"),
                        counted(static_cast<std::size_t>(config.length.count()), "minute", "minutes")),
            notice);
  scene.phrase(Occasion::TakeYourTime, SayKind::Notice);
  scene.phrase(Occasion::Begin);
}

}  // namespace

void greet(Scene& scene) {
  fill_greeting(scene);
  ask_question(scene, 0);
}

void welcome_back(Scene& scene) {
  if (scene.progress.stage == Stage::Closing) {
    if (!say_what_is_owed(scene)) end(scene, scene.progress.end_reason);
    return;
  }
  if (scene.progress.paused) resume(scene);
  scene.progress.stop_asked = false;
  auto notices = std::exchange(scene.progress.owed, {});  // what must be heard and was not, but for the question, which comes anyway
  std::erase_if(notices, [](const SaidSay& item) { return item.say.kind != SayKind::Notice; });
  scene.phrase(Occasion::WelcomeBack);
  scene.say_owed(notices);
  ask_again(scene);
}

std::vector<std::string> opening_texts(const Script& script) {
  Progress progress;
  Scene scene(script, progress);
  greet(scene);
  std::vector<std::string> texts;
  for (const SaidSay& item : scene.says()) texts.push_back(item.say.text);
  return texts;
}

}  // namespace codevoice::interview
