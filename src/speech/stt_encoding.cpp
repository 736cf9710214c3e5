#include "speech/stt_encoding.hpp"

#include <cstring>
#include <utility>

namespace codevoice::speech {
namespace {

constexpr int kBitrate = 32'000;  // speech of 8 kHz bandwidth at this rate costs a recogniser nothing that it would notice

}  // namespace

Result<SttCoder> SttCoder::create(SttEncoding encoding) {
  if (encoding == SttEncoding::Linear16) return SttCoder(std::nullopt);
  audio::OpusEncoderConfig config;
  config.bitrate_bps = kBitrate;
  config.expected_loss_percent = 0;  // a socket loses nothing
  config.rate_hz = audio::kSpeechRateHz;
  auto opus = audio::OpusEncoder::create(config);
  if (!opus) return tl::unexpected(opus.error());
  return SttCoder(std::move(*opus));
}

void SttCoder::begin_stream() {
  if (opus_) opus_->reset();
}

Result<void> SttCoder::encode(std::string pcm, const std::function<void(std::string)>& send) {
  if (!opus_) {
    send(std::move(pcm));
    return {};
  }
  audio::Pcm frame(opus_->frame());
  const auto bytes = frame.size() * sizeof(std::int16_t);
  for (std::size_t at = 0; at + bytes <= pcm.size(); at += bytes) {
    std::memcpy(frame.data(), pcm.data() + at, bytes);
    const auto packet = opus_->encode(frame);
    if (!packet) return tl::unexpected(packet.error());
    send(std::string(packet->begin(), packet->end()));
  }
  return {};
}

}  // namespace codevoice::speech
