// Parsers: interview/question_parser.cpp interview/yaml_tree.cpp
// A bank that is accepted keeps its limits; one that is not says where and why.
#include <set>

#include "fuzz.hpp"
#include "interview/question.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const auto questions = interview::parse_questions(text_of(ByteView(data, size)), "bank");
  if (!questions) {
    require(questions.error().message.starts_with("bank:"), "a refusal names the file");
    return 0;
  }
  std::set<std::string> ids;
  for (const auto& question : *questions) {
    require(!question.id.empty() && question.id.size() <= 80 && ids.insert(question.id).second, "ids are short and unique");
    require(!question.text.empty() && question.text.size() <= 600 && !question.vocabulary.empty(), "what is said is bounded");
    require(!question.expected_key_points.empty() && question.expected_key_points.size() <= 10, "1 to 10 key points");
    for (const auto& point : question.expected_key_points) {
      require(point.weight >= 1 && point.weight <= 3 && !point.cues.empty() && point.cues.size() <= 64, "a point keeps its limits");
      require(question.text.find_first_of("`<>{}|") == std::string::npos, "no markup is spoken");
    }
  }
  return 0;
}
