// What the built-in interviewer does, stage by stage. Each function deals with one thing that can happen, changes the
// scene's progress and says what there is to say. built_in_interviewer.cpp chooses among them.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "interview/intent.hpp"
#include "interview/scene.hpp"

namespace codevoice::interview {

// opening.cpp
void greet(Scene& scene);
void welcome_back(Scene& scene);
std::vector<std::string> opening_texts(const Script& script);

// asking.cpp
void ask_question(Scene& scene, std::size_t index);
void ask_follow_up(Scene& scene, std::size_t point);
/// The question or follow-up at hand once more, word for word.
void ask_again(Scene& scene);
/// On to the next question, or to the candidate's questions when there is none or no time.
void go_on(Scene& scene);
std::chrono::milliseconds patience_for(const Question& question);
std::chrono::milliseconds first_wait_for(const Question& question);

// answering.cpp
void take_answer(Scene& scene, const AnswerGiven& answer);
void take_answer_in_stage(Scene& scene, const AnswerGiven& answer);

// requests.cpp
/// A request of the candidate that needs no judgement of an answer; false when `intent` is none.
bool serve_request(Scene& scene, Intent intent);
void answer_about_interview(Scene& scene, Intent intent);
void pause(Scene& scene);
void resume(Scene& scene);
void take_reply_while_paused(Scene& scene, const std::string& text);
void ask_whether_to_stop(Scene& scene);
void take_reply_about_stopping(Scene& scene, const std::string& text);

// silence.cpp
void take_silence(Scene& scene, std::chrono::milliseconds length);

// parting.cpp
void invite_questions(Scene& scene);
void take_own_question(Scene& scene, const std::string& text);
void close(Scene& scene, const std::string& reason);
void end(Scene& scene, const std::string& reason);

// interruption.cpp
void take_heard(Scene& scene, const SpeechHeardInFull& heard);
/// After each happening: what is owed stays so until it is said again or does not matter any more.
void keep_owed(Scene& scene);
bool owes_question(const Progress& progress);
/// False: nothing that could be said now.
bool say_what_is_owed(Scene& scene);
inline constexpr std::chrono::seconds kResumeWait{2};  // nobody speaks after a cut: what is owed is said soon

// likely.cpp
std::vector<std::string> likely_texts(const Script& script, const Progress& progress);

}  // namespace codevoice::interview
