// Parsers: audio/wav.cpp
// Whatever a file claims, no more samples are read than it has, and what was read can be written and read again.
#include "audio/wav.hpp"

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const auto audio = audio::parse_wav(ByteView(data, size));
  if (!audio) {
    require(audio.error().kind == ErrorKind::Invalid && !audio.error().message.empty(), "a refusal says why");
    return 0;
  }
  require(audio->channels == 1 || audio->channels == 2, "mono or stereo");
  require(audio->pcm.size() * 2 <= size, "no more samples than bytes");
  require(audio->pcm.size() % audio->channels == 0 && audio->mono().size() == audio->frames(), "whole frames");
  require(audio->length().count() >= 0, "a length is not negative");

  const auto written = audio::make_wav(audio->pcm, audio->rate_hz, audio->channels);
  const auto again = audio::parse_wav(written);
  require(again && again->rate_hz == audio->rate_hz && again->channels == audio->channels && again->pcm == audio->pcm,
          "audio is the same after being written");
  return 0;
}
