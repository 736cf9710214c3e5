#include "cli/language_model.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/embedded_file.hpp"
#include "base/utf8.hpp"

namespace codevoice::cli {

extern const std::vector<EmbeddedFile> kPromptFiles;

namespace {

constexpr std::size_t kMostPrompt = 64 * 1024;  // bytes

}  // namespace

std::optional<llm::OpenAiConfig> language_model_of(const Settings& settings) {
  const auto& key = settings.llm_api_key.empty() ? settings.krutrim_api_key : settings.llm_api_key;
  const bool wanted = settings.llm == "openai" || (settings.llm == "auto" && !key.empty());
  if (!wanted) return std::nullopt;
  llm::OpenAiConfig config;
  config.base_url = settings.llm_url;
  config.model = settings.llm_model;
  config.api_key = key;
  return config;
}

Result<std::string> system_prompt_of(const Settings& settings) {
  if (settings.system_prompt.empty()) return std::string(kPromptFiles.front().text);
  const auto where = "CODEVOICE_SYSTEM_PROMPT=" + settings.system_prompt;
  std::error_code error;
  if (!std::filesystem::is_regular_file(settings.system_prompt, error)) return fail(ErrorKind::NotFound, where + ": there is no such file");
  std::ifstream file(settings.system_prompt, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return fail(ErrorKind::Unavailable, where + ": cannot be read");
  if (text.empty() || text.size() > kMostPrompt) return fail(ErrorKind::Invalid, where + ": a text of at most 64 kB is wanted");
  if (!is_utf8(text)) return fail(ErrorKind::Invalid, where + ": is not UTF-8");
  return text;
}

}  // namespace codevoice::cli
