#include "audio/wav_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "audio/wav.hpp"

namespace codevoice::audio {
namespace {

constexpr std::size_t kFlushAtBytes = 64 * 1024;
constexpr std::uint64_t kMostDataBytes = 0xFFFF'FFFFULL - kWavHeaderSize;

Error disk_error(const char* doing) { return Error{ErrorKind::Internal, std::string(doing) + ": " + std::strerror(errno)}; }

}  // namespace

Result<WavWriter> WavWriter::create(const std::string& path, std::uint32_t rate_hz, std::uint16_t channels) {
  if (rate_hz == 0 || channels == 0 || channels > 2) return fail(ErrorKind::Invalid, "wav: no such rate or channels");
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(path, disk_error("opening"));
  WavWriter writer(file, rate_hz, channels);
  if (auto done = writer.flush(); !done) return fail(path, std::move(done).error());
  return writer;
}

WavWriter::WavWriter(WavWriter&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      rate_hz_(other.rate_hz_),
      channels_(other.channels_),
      data_bytes_(other.data_bytes_),
      pending_(std::move(other.pending_)) {}

WavWriter& WavWriter::operator=(WavWriter&& other) noexcept {
  if (this == &other) return *this;
  static_cast<void>(close());
  file_ = std::exchange(other.file_, -1);
  rate_hz_ = other.rate_hz_;
  channels_ = other.channels_;
  data_bytes_ = other.data_bytes_;
  pending_ = std::move(other.pending_);
  return *this;
}

WavWriter::~WavWriter() { static_cast<void>(close()); }

Result<void> WavWriter::write(PcmView pcm) {
  if (file_ < 0) return fail(ErrorKind::Invalid, "wav: written to after its end");
  if (data_bytes_ + pending_.size() + pcm.size() * 2 > kMostDataBytes) return fail(ErrorKind::Invalid, "wav: more than 4 GB");
  for (const auto sample : pcm) {
    pending_.push_back(static_cast<std::uint8_t>(sample));
    pending_.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) >> 8));
  }
  if (pending_.size() < kFlushAtBytes) return {};
  return flush();
}

Result<void> WavWriter::flush() {
  if (file_ < 0) return fail(ErrorKind::Invalid, "wav: flushed after its end");
  if (auto done = put(pending_, kWavHeaderSize + data_bytes_); !done) return done;
  data_bytes_ += pending_.size();
  pending_.clear();
  return put(make_wav_header(static_cast<std::uint32_t>(data_bytes_), rate_hz_, channels_), 0);
}

Result<void> WavWriter::close() {
  if (file_ < 0) return {};
  auto flushed = flush();
  const int file = std::exchange(file_, -1);
  if (::close(file) != 0 && flushed) return fail("wav", disk_error("closing"));
  return flushed;
}

Result<void> WavWriter::put(ByteView bytes, std::uint64_t offset) const {
  while (!bytes.empty()) {
    const auto done = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail("wav", disk_error("writing"));
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

}  // namespace codevoice::audio
