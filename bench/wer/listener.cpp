#include "wer/listener.hpp"

#include "lib/hearing.hpp"
#include "speech/speech_buffer.hpp"
#include "speech/transcript_guard.hpp"

namespace codevoice::bench {

using namespace std::chrono_literals;

std::string Listener::hear(audio::PcmView mono, std::uint32_t rate_hz) {
  const auto pcm = over_opus(mono, rate_hz);
  const auto speech = speech_marks(vad_, pcm);
  speech::SpeechBuffer buffer;
  std::string text;
  for (std::size_t i = 0; i < speech.size(); ++i) {
    buffer.write(audio::PcmView(pcm).subspan(i * kHeardFrame, kHeardFrame), 20ms * static_cast<std::int64_t>(i), speech[i]);
  }
  for (const auto& segment : buffer.segments()) {
    const auto heard = speech::guard_transcript(must(transcriber_.transcribe(segment.audio)), segment.speech);
    if (!heard.empty()) text += (text.empty() ? "" : " ") + heard;
  }
  return text;
}

}  // namespace codevoice::bench
