#include "voice/conversation.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

constexpr std::string_view kCut = " [interrupted by the candidate]";

}  // namespace

void Conversation::candidate_said(std::uint64_t turn_id, MediaTime begin, std::string text) {
  forget_candidate(turn_id);
  if (text.empty()) return;
  insert(Line{Speaker::Candidate, std::move(text), begin, turn_id, false});
}

bool Conversation::candidate_also_said(std::uint64_t turn_id, const std::string& text) {
  const auto line = find_candidate(turn_id);
  if (line == lines_.end()) return false;
  line->text += ' ' + text;
  return true;
}

void Conversation::forget_candidate(std::uint64_t turn_id) {
  const auto line = find_candidate(turn_id);
  if (line != lines_.end()) lines_.erase(line);
}

void Conversation::instruct(MediaTime at, std::string text) { insert(Line{Speaker::System, std::move(text), at, 0, false}); }

void Conversation::interviewer_heard(const pipeline::HeardFrame& heard) {
  if (heard.text.empty()) return;
  insert(Line{Speaker::Interviewer, heard.text, heard.begin, heard.turn_id, heard.interrupted});
}

void Conversation::recall(Line line) {
  line.turn_id = 0;
  insert(std::move(line));
}

void Conversation::insert(Line line) {
  const auto later = [](MediaTime begin, const Line& other) { return begin < other.begin; };
  lines_.insert(std::upper_bound(lines_.begin(), lines_.end(), line.begin, later), std::move(line));
}

std::vector<Line>::iterator Conversation::find_candidate(std::uint64_t turn_id) {
  return std::find_if(lines_.begin(), lines_.end(),
                      [turn_id](const Line& line) { return line.speaker == Speaker::Candidate && line.turn_id == turn_id; });
}

std::vector<pipeline::LLMMessage> Conversation::messages() const {
  std::vector<pipeline::LLMMessage> messages;
  if (!system_prompt_.empty()) messages.push_back({"system", system_prompt_});
  for (const auto& line : lines_) {
    const std::string role = line.speaker == Speaker::Candidate ? "user" : line.speaker == Speaker::Interviewer ? "assistant" : "system";
    auto content = line.interrupted ? line.text + std::string(kCut) : line.text;
    if (role != "system" && !messages.empty() && messages.back().role == role) {
      messages.back().content += ' ' + content;
    } else {
      messages.push_back({role, std::move(content)});
    }
  }
  return messages;
}

}  // namespace codevoice::voice
