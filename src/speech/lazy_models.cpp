#include "speech/lazy_models.hpp"

namespace codevoice::speech {

Result<std::string> LazyTranscriber::transcribe(std::span<const std::int16_t> audio) {
  const auto& model = model_.get();
  if (!model) return tl::unexpected(model.error());
  return (*model)->transcribe(audio);
}

std::vector<std::size_t> LazyVoice::phonemes_in(const std::vector<std::string>& words) {
  const auto& model = model_.get();
  return model ? (*model)->phonemes_in(words) : std::vector<std::size_t>{};
}

Result<audio::Pcm> LazyVoice::synthesize(const std::string& clause) {
  const auto& model = model_.get();
  if (!model) return tl::unexpected(model.error());
  return (*model)->synthesize(clause);
}

}  // namespace codevoice::speech
