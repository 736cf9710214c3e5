// Which language model words the replies, from the settings, and with what instructions.
// Thread: values. Errors: a system prompt that cannot be read names its file.
#pragma once

#include <optional>
#include <string>

#include "cli/settings.hpp"
#include "llm/openai_chat.hpp"

namespace codevoice::cli {

/// None: the built-in interviewer's own words.
std::optional<llm::OpenAiConfig> language_model_of(const Settings& settings);
/// CODEVOICE_SYSTEM_PROMPT, else the prompt inside the program (prompts/interviewer.md).
Result<std::string> system_prompt_of(const Settings& settings);

}  // namespace codevoice::cli
