#include "audio/opus_encoder.hpp"

#include <opus/opus.h>

#include <string>
#include <utility>

namespace codevoice::audio {
namespace {

Result<void> checked(int code, const char* what) {
  if (code == OPUS_OK) return {};
  return fail(ErrorKind::Invalid, std::string("opus encoder: ") + what + ": " + opus_strerror(code));
}

/// A packet this short has nothing but its first byte and need not be sent (opus.h, opus_encode).
constexpr int kLongestEmptyPacket = 2;

}  // namespace

void OpusEncoder::Deleter::operator()(::OpusEncoder* state) const { opus_encoder_destroy(state); }

Result<OpusEncoder> OpusEncoder::create(OpusEncoderConfig config) {
  int code = OPUS_OK;
  OpusEncoder encoder(
      std::unique_ptr<::OpusEncoder, Deleter>(opus_encoder_create(static_cast<opus_int32>(config.rate_hz), 1, OPUS_APPLICATION_VOIP, &code)), config);
  if (auto made = checked(code, "create"); !made) return tl::unexpected(std::move(made).error());
  if (auto set = encoder.apply(config); !set) return tl::unexpected(std::move(set).error());
  return encoder;
}

Result<void> OpusEncoder::apply(const OpusEncoderConfig& config) {
  auto* state = state_.get();
  if (auto set = set_bitrate(config.bitrate_bps); !set) return set;
  if (auto set = checked(opus_encoder_ctl(state, OPUS_SET_COMPLEXITY(config.complexity)), "complexity"); !set) return set;
  if (auto set = set_expected_loss(config.expected_loss_percent); !set) return set;
  return checked(opus_encoder_ctl(state, OPUS_SET_DTX(config.dtx ? 1 : 0)), "dtx");
}

Result<ByteView> OpusEncoder::encode(PcmView frame) {
  if (frame.size() != frame_) return fail(ErrorKind::Invalid, "opus encoder: a frame must have " + std::to_string(frame_) + " samples");
  const int bytes = opus_encode(state_.get(), frame.data(), static_cast<int>(frame.size()), packet_.data(), static_cast<opus_int32>(packet_.size()));
  if (bytes < 0) return fail(ErrorKind::Internal, std::string("opus encoder: ") + opus_strerror(bytes));
  if (dtx_ && bytes <= kLongestEmptyPacket) return ByteView{};
  return ByteView(packet_).first(static_cast<std::size_t>(bytes));
}

Result<void> OpusEncoder::set_bitrate(int bitrate_bps) {
  // opus takes its "auto" and "max" marks here too and clips the rest; we take plain rates only
  if (bitrate_bps < 6'000 || bitrate_bps > 510'000) return fail(ErrorKind::Invalid, "opus encoder: bitrate is 6000 to 510000");
  return checked(opus_encoder_ctl(state_.get(), OPUS_SET_BITRATE(bitrate_bps)), "bitrate");
}

Result<void> OpusEncoder::set_expected_loss(int percent) {
  auto* state = state_.get();
  if (auto set = checked(opus_encoder_ctl(state, OPUS_SET_PACKET_LOSS_PERC(percent)), "expected loss"); !set) return set;
  if (auto set = checked(opus_encoder_ctl(state, OPUS_SET_INBAND_FEC(percent > 0 ? 1 : 0)), "fec"); !set) return set;
  return checked(opus_encoder_ctl(state, OPUS_SET_SIGNAL(percent > 0 ? OPUS_SIGNAL_VOICE : OPUS_SIGNAL_MUSIC)), "signal");
}

std::size_t OpusEncoder::delay() const {
  opus_int32 samples = 0;
  opus_encoder_ctl(state_.get(), OPUS_GET_LOOKAHEAD(&samples));
  return static_cast<std::size_t>(samples);
}

void OpusEncoder::reset() { opus_encoder_ctl(state_.get(), OPUS_RESET_STATE); }

}  // namespace codevoice::audio
