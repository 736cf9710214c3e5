#include "audio/wav.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fstream>
#include <optional>

namespace codevoice::audio {
namespace {

constexpr std::uint16_t kFormatPcm = 1;
constexpr std::uint16_t kFormatFloat = 3;
constexpr std::uint16_t kFormatExtensible = 0xFFFE;
constexpr std::uint32_t kLowestRateHz = 1'000;
constexpr std::uint32_t kHighestRateHz = 768'000;
constexpr std::uint32_t kStreamedSize = 0xFFFF'FFFF;
constexpr std::size_t kNoRealSize = 0x7FF0'0000;  // writers into pipes tell the largest their type holds, more or less

struct Format {
  std::uint16_t tag = 0;
  std::uint16_t channels = 0;
  std::uint32_t rate_hz = 0;
  std::uint16_t bits = 0;
  std::size_t sample_bytes() const { return bits / 8U; }
};

std::uint16_t read_le16(ByteView bytes, std::size_t at) { return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8); }
std::uint32_t read_le32(ByteView bytes, std::size_t at) { return read_le16(bytes, at) | static_cast<std::uint32_t>(read_le16(bytes, at + 2)) << 16; }

struct Chunk {
  std::string_view id;
  ByteView body;
  std::size_t missing = 0;
};

/// Walks the chunks of a RIFF body and tolerates what writers get wrong.
class ChunkReader {
 public:
  explicit ChunkReader(ByteView rest) : rest_(rest) {}

  std::optional<Chunk> next() {
    if (rest_.size() < 8) return std::nullopt;
    const auto id = text_of(rest_.first(4));
    const std::size_t size = read_le32(rest_, 4);
    rest_ = rest_.subspan(8);
    const bool to_the_end = size > rest_.size() || (size == 0 && id == "data");
    const auto body = to_the_end ? rest_ : rest_.first(size);
    rest_ = rest_.subspan(body.size());
    // the pad byte of an odd chunk is zero; some writers leave it out, and no chunk's name begins with zero
    if (body.size() % 2 == 1 && !rest_.empty() && rest_[0] == 0) rest_ = rest_.subspan(1);
    return Chunk{id, body, size < kNoRealSize && size > body.size() ? size - body.size() : 0};
  }

 private:
  ByteView rest_;
};

Result<Format> parse_format(ByteView body) {
  if (body.size() < 16) return fail(ErrorKind::Invalid, "wav: the format chunk is too short");
  Format format{read_le16(body, 0), read_le16(body, 2), read_le32(body, 4), read_le16(body, 14)};
  if (format.tag == kFormatExtensible && body.size() >= 26) format.tag = read_le16(body, 24);
  const bool integer = format.tag == kFormatPcm && (format.bits == 16 || format.bits == 24 || format.bits == 32);
  const bool floating = format.tag == kFormatFloat && format.bits == 32;
  if (!integer && !floating) return fail(ErrorKind::Invalid, "wav: only PCM of 16, 24, 32 bits and 32-bit float can be read");
  if (format.channels < 1 || format.channels > 2) return fail(ErrorKind::Invalid, "wav: only mono and stereo can be read");
  if (format.rate_hz < kLowestRateHz || format.rate_hz > kHighestRateHz) {
    return fail(ErrorKind::Invalid, "wav: no such sample rate");
  }
  return format;
}

std::int16_t read_sample(const Format& format, ByteView at) {
  if (format.tag == kFormatFloat) return to_sample(static_cast<double>(std::bit_cast<float>(read_le32(at, 0))) * 32768.0);
  // the two highest bytes of a little-endian integer of any width
  return static_cast<std::int16_t>(read_le16(at, format.sample_bytes() - 2));
}

Pcm read_samples(const Format& format, ByteView body) {
  const auto step = format.sample_bytes();
  const auto frames = body.size() / (step * format.channels);
  Pcm pcm;
  pcm.reserve(frames * format.channels);
  for (std::size_t i = 0; i < frames * format.channels; ++i) pcm.push_back(read_sample(format, body.subspan(i * step, step)));
  return pcm;
}

void put_le16(Bytes& to, std::uint16_t value) {
  to.push_back(static_cast<std::uint8_t>(value));
  to.push_back(static_cast<std::uint8_t>(value >> 8));
}
void put_le32(Bytes& to, std::uint32_t value) {
  put_le16(to, static_cast<std::uint16_t>(value));
  put_le16(to, static_cast<std::uint16_t>(value >> 16));
}
void put_text(Bytes& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

}  // namespace

Pcm WavAudio::mono() const {
  if (channels == 1) return pcm;
  Pcm both(frames());
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = static_cast<std::int16_t>((pcm[2 * i] + pcm[2 * i + 1]) / 2);
  return both;
}

Pcm WavAudio::channel(std::size_t which) const {
  Pcm one(frames());
  for (std::size_t i = 0; i < one.size(); ++i) one[i] = pcm[i * channels + which];
  return one;
}

Result<WavAudio> parse_wav(ByteView bytes) {
  if (bytes.size() < 12 || text_of(bytes.first(4)) != "RIFF" || text_of(bytes.subspan(8, 4)) != "WAVE") {
    return fail(ErrorKind::Invalid, "wav: not a RIFF/WAVE file");
  }
  std::optional<Format> format;
  ChunkReader chunks(bytes.subspan(12));
  while (const auto chunk = chunks.next()) {
    if (chunk->id == "fmt ") {
      auto parsed = parse_format(chunk->body);
      if (!parsed) return tl::unexpected(std::move(parsed).error());
      format = *parsed;
    }
    if (chunk->id != "data") continue;
    if (!format) return fail(ErrorKind::Invalid, "wav: the data comes before its format");
    return WavAudio{format->rate_hz, format->channels, read_samples(*format, chunk->body), chunk->missing};
  }
  return fail(ErrorKind::Invalid, "wav: no data in it");
}

Result<WavAudio> read_wav(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::NotFound, "cannot open " + path);
  Bytes bytes;
  std::array<char, 65'536> block{};
  do {  // also from a pipe, whose length nobody knows
    file.read(block.data(), block.size());
    bytes.insert(bytes.end(), block.data(), block.data() + file.gcount());
  } while (file);
  auto audio = parse_wav(bytes);
  if (!audio) return fail(path, std::move(audio).error());
  return audio;
}

Bytes make_wav_header(std::uint32_t data_bytes, std::uint32_t rate_hz, std::uint16_t channels) {
  const auto frame_bytes = static_cast<std::uint16_t>(channels * 2U);
  const auto riff_bytes = std::min<std::uint64_t>(std::uint64_t{data_bytes} + kWavHeaderSize - 8, kStreamedSize);
  Bytes header;
  header.reserve(kWavHeaderSize);
  put_text(header, "RIFF");
  put_le32(header, static_cast<std::uint32_t>(riff_bytes));
  put_text(header, "WAVEfmt ");
  put_le32(header, 16);
  put_le16(header, kFormatPcm);
  put_le16(header, channels);
  put_le32(header, rate_hz);
  put_le32(header, rate_hz * frame_bytes);
  put_le16(header, frame_bytes);
  put_le16(header, 16);
  put_text(header, "data");
  put_le32(header, data_bytes);
  return header;
}

Bytes make_wav(PcmView pcm, std::uint32_t rate_hz, std::uint16_t channels) {
  auto file = make_wav_header(static_cast<std::uint32_t>(pcm.size() * 2), rate_hz, channels);
  file.reserve(file.size() + pcm.size() * 2);
  for (const auto sample : pcm) put_le16(file, static_cast<std::uint16_t>(sample));
  return file;
}

}  // namespace codevoice::audio
