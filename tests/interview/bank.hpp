// The shipped question bank, read once for all tests. CODEVOICE_QUESTIONS names another folder.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "interview/question.hpp"

namespace codevoice::interview::test {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::vector<Question> read_bank() {
  const char* other = std::getenv("CODEVOICE_QUESTIONS");
  const std::filesystem::path folder = other != nullptr ? other : CODEVOICE_SOURCE_DIR "/questions";
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::vector<Question>> documents;
  for (const auto& path : paths) {
    auto questions = parse_questions(file_text(path), path.filename().string());
    EXPECT_TRUE(questions) << (questions ? "" : questions.error().message);
    if (questions) documents.push_back(std::move(*questions));
  }
  auto merged = merge_questions(std::move(documents));
  EXPECT_TRUE(merged) << (merged ? "" : merged.error().message);
  EXPECT_TRUE(merged && !merged->empty());
  return merged ? std::move(*merged) : std::vector<Question>{};
}

inline const std::vector<Question>& whole_bank() {
  static const std::vector<Question> kBank = read_bank();
  return kBank;
}

/// One question of the bank; the test fails when there is none of that name.
inline Question bank_question(std::string_view id) {
  for (const Question& question : whole_bank()) {
    if (question.id == id) return question;
  }
  ADD_FAILURE() << "no question '" << id << "'";
  return {};
}

}  // namespace codevoice::interview::test
