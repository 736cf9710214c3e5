#include "audio/opus_decoder.hpp"

#include <opus/opus.h>

#include <array>
#include <string>
#include <utility>

namespace codevoice::audio {
namespace {

Result<std::size_t> counted(int samples) {
  if (samples >= 0) return static_cast<std::size_t>(samples);
  const auto kind = samples == OPUS_INVALID_PACKET ? ErrorKind::Protocol : ErrorKind::Invalid;
  return fail(kind, std::string("opus decoder: ") + opus_strerror(samples));
}

/// RFC 6716 §4.2.3, §4.2.4: a SILK frame opens with one voice bit a 20 ms block, then the bit that says "a copy follows".
bool frame_has_copy(std::uint8_t toc, std::uint8_t first, std::uint32_t frame_samples48) {
  constexpr std::uint8_t kFirstCeltOnly = 0x80;
  if (toc >= kFirstCeltOnly) return false;
  const unsigned blocks = frame_samples48 > 960 ? frame_samples48 / 960 : 1;
  const bool mid = (first >> (7 - blocks) & 1) != 0;
  const bool stereo = (toc & 0x04) != 0;
  const bool side = stereo && (first >> (6 - 2 * blocks) & 1) != 0;
  return mid || side;
}

}  // namespace

void OpusDecoder::Deleter::operator()(::OpusDecoder* state) const { opus_decoder_destroy(state); }

Result<OpusDecoder> OpusDecoder::create(std::uint32_t rate_hz) {
  int code = OPUS_OK;
  std::unique_ptr<::OpusDecoder, Deleter> state(opus_decoder_create(static_cast<opus_int32>(rate_hz), 1, &code));
  if (code != OPUS_OK || !state) return fail(ErrorKind::Invalid, std::string("opus decoder: ") + opus_strerror(code));
  return OpusDecoder(std::move(state), rate_hz);
}

Result<std::size_t> OpusDecoder::decode(ByteView packet, std::span<std::int16_t> out) {
  // an empty packet would mean "lost" to opus_decode
  if (packet.empty()) return fail(ErrorKind::Protocol, "opus decoder: empty packet");
  return counted(opus_decode(state_.get(), packet.data(), static_cast<opus_int32>(packet.size()), out.data(), static_cast<int>(out.size()), 0));
}

Result<std::size_t> OpusDecoder::decode_lost(ByteView next, std::span<std::int16_t> out) {
  if (next.empty()) return conceal(out);
  return counted(opus_decode(state_.get(), next.data(), static_cast<opus_int32>(next.size()), out.data(), static_cast<int>(out.size()), 1));
}

Result<std::size_t> OpusDecoder::conceal(std::span<std::int16_t> out) {
  return counted(opus_decode(state_.get(), nullptr, 0, out.data(), static_cast<int>(out.size()), 0));
}

void OpusDecoder::reset() { opus_decoder_ctl(state_.get(), OPUS_RESET_STATE); }

std::optional<OpusPacketInfo> inspect_opus(ByteView packet) {
  if (packet.empty()) return std::nullopt;
  std::array<const unsigned char*, 48> frames{};
  std::array<opus_int16, 48> sizes{};
  const int count = opus_packet_parse(packet.data(), static_cast<opus_int32>(packet.size()), nullptr, frames.data(), sizes.data(), nullptr);
  if (count <= 0) return std::nullopt;
  OpusPacketInfo info;
  info.frame_samples48 = static_cast<std::uint32_t>(opus_packet_get_samples_per_frame(packet.data(), kOpusRateHz));
  info.samples48 = info.frame_samples48 * static_cast<std::uint32_t>(count);
  if (info.samples48 > kLongestOpusPacket48) return std::nullopt;
  info.has_fec = sizes[0] > 0 && frame_has_copy(packet[0], *frames[0], info.frame_samples48);
  return info;
}

}  // namespace codevoice::audio
