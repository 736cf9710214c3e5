#include "voice/wording.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace codevoice::voice {
namespace {

using interview::Brief;

constexpr std::string_view kGreeting =
    "Say one short, friendly sentence of greeting. Say nothing else: that you are an AI, how long it takes and the first question are said "
    "right after it, by the program.";
constexpr std::string_view kOwnQuestion =
    "The candidate asked something about the interview or the job that the program has no fixed answer to. Answer in at most two short "
    "sentences. You know nothing of the company, the other candidates or the result: say so where it is asked for. Ask nothing.";

/// " correct " among the words of " that s correct " (lower case, a space around every word).
std::string words_between_spaces(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const auto lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80U) {
      out += lower;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

template <std::size_t N>
bool holds_any(const std::string& words, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return words.find(phrase) != std::string::npos; });
}

std::string numbered_points(const Brief& brief) {
  std::string list;
  for (std::size_t i = 0; i < brief.points.size(); ++i) {
    const auto& point = brief.points[i];
    list += std::to_string(i + 1) + ". " + point.text + (point.covered && !point.fresh ? " (named before)" : "") + "\n";
  }
  return list;
}

std::string instruction_for_answer(const Brief& brief) {
  std::string text = "The candidate has just answered. The question was: \"" + brief.question + "\"\n";
  if (!brief.asked.empty()) text += "Its follow-up, which they answered now: \"" + brief.asked + "\"\n";
  text += "Points a full answer names:\n" + numbered_points(brief);
  text +=
      "First line of your reply, for the program: \"POINTS:\" and the numbers of the points this answer names correctly, or \"POINTS: none\".\n"
      "Second line, spoken: one or two short sentences on the answer. ";
  if (brief.gave_up) {
    text += "They do not know it: say kindly that this is fine. ";
  } else if (brief.may_praise) {
    text += "Say what in it is right, if your points say so; if something is missing you may say that much, not what. ";
  } else {
    text += "It is not known to be right: thank them and stay neutral. Do not call anything right, good or correct. ";
  }
  text += "Never name a point they did not name. No score. Ask nothing: ";
  text += brief.next.empty() ? "the program goes on." : "the program asks next, word for word: \"" + brief.next + "\"";
  return text;
}

}  // namespace

std::string instruction_for(const Brief& brief) {
  switch (brief.about) {
    case Brief::About::Greeting: return std::string(kGreeting);
    case Brief::About::OwnQuestion: return std::string(kOwnQuestion);
    case Brief::About::Answer: return instruction_for_answer(brief);
  }
  return {};
}

std::vector<std::string> points_of(const Brief& brief, const std::vector<std::size_t>& numbers) {
  std::vector<std::string> ids;
  for (const auto number : numbers) {
    if (number >= 1 && number <= brief.points.size()) ids.push_back(brief.points[number - 1].id);
  }
  return ids;
}

bool praises(std::string_view sentence) {
  constexpr std::array<std::string_view, 40> kPraise{
      " right ",       " correct ",   " correctly ", " exactly ",    " exact ",     " great ",     " good ",           " excellent ",
      " perfect ",     " perfectly ", " well done ", " nice ",       " nicely ",    " spot on ",   " absolutely ",     " precisely ",
      " impressive ",  " impressed ", " brilliant ", " fantastic ",  " wonderful ", " awesome ",   " amazing ",        " superb ",
      " outstanding ", " terrific ",  " indeed ",    " true ",       " agree ",     " well said ", " well put ",       " accurate ",
      " strong ",      " solid ",     " bingo ",     " you got it ", " nailed ",    " yes ",       " well explained ", " you know your "};
  return holds_any(words_between_spaces(sentence), kPraise);
}

bool tells_score(std::string_view sentence) {
  constexpr std::array<std::string_view, 9> kScore{" out of ten ", " out of 10 ", " score ", " scored ",     " grade ",
                                                   " rating ",     " percent ",   " marks ", " out of five "};
  return holds_any(words_between_spaces(sentence), kScore);
}

std::optional<std::string_view> WordingGuard::refuses(std::string_view sentence) const {
  if (sentence.find('?') != std::string_view::npos) return "asks";
  if (brief_.about == Brief::About::Greeting) return std::nullopt;
  if (tells_score(sentence)) return "tells_a_score";
  if (brief_.about == Brief::About::OwnQuestion) return std::nullopt;
  if (!brief_.may_praise && praises(sentence)) return "praises";
  if (interviewer_.gives_away(brief_, sentence)) return "gives_away";
  return std::nullopt;
}

}  // namespace codevoice::voice
