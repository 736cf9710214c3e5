#include "cli/language_model.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.hpp"

namespace codevoice::cli {
namespace {

Settings settings() { return resolve_settings({}).value(); }

TEST(LanguageModel, WithoutAKeyTheInterviewHasItsOwnWords) { EXPECT_FALSE(language_model_of(settings())); }

TEST(LanguageModel, AKeyChoosesKrutrim) {
  auto with_key = settings();
  with_key.krutrim_api_key = "k";

  const auto model = language_model_of(with_key);

  ASSERT_TRUE(model);
  EXPECT_EQ(model->base_url, "https://cloud.olakrutrim.com/v1");
  EXPECT_EQ(model->model, "gpt-oss-120b");
  EXPECT_EQ(model->api_key, "k");
}

TEST(LanguageModel, ALocalServerNeedsNoKey) {
  auto local = settings();
  local.llm = "openai";
  local.llm_url = "http://127.0.0.1:11434/v1";

  ASSERT_TRUE(language_model_of(local));
  EXPECT_TRUE(language_model_of(local)->api_key.empty());
}

TEST(LanguageModel, ItMayBeSwitchedOffAndItsKeyMayBeItsOwn) {
  auto both = settings();
  both.krutrim_api_key = "k";
  both.llm_api_key = "o";
  EXPECT_EQ(language_model_of(both)->api_key, "o");

  both.llm = "built-in";
  EXPECT_FALSE(language_model_of(both));
}

TEST(SystemPrompt, TheOneInsideIsUsedUnlessAFileIsNamed) {
  EXPECT_NE(system_prompt_of(settings())->find("You are the interviewer"), std::string::npos);
  const test::TempDir folder;
  auto own = settings();
  own.system_prompt = folder.path() / "prompt.md";
  std::ofstream(own.system_prompt) << "You are Ada.";

  EXPECT_EQ(system_prompt_of(own).value(), "You are Ada.");
}

TEST(SystemPrompt, AFileThatIsNoneIsOneLineThatNamesIt) {
  auto own = settings();
  own.system_prompt = "/no/such/prompt.md";
  EXPECT_EQ(system_prompt_of(own).error().message, "CODEVOICE_SYSTEM_PROMPT=/no/such/prompt.md: there is no such file");

  const test::TempDir folder;
  own.system_prompt = folder.path() / "binary";
  std::ofstream(own.system_prompt) << "\xff\xfe";
  EXPECT_EQ(system_prompt_of(own).error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace codevoice::cli
