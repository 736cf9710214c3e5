#include "cli/replay_audio.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "audio/resampler.hpp"
#include "audio/wav.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uintmax_t kLargest = std::uintmax_t{1} << 30;  // bytes: it is read as a whole
constexpr Duration kLongest = 3h;                             // of an interview

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }

Result<void> check_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return fail(ErrorKind::NotFound, path + ": no such file");
  if (!std::filesystem::is_regular_file(status)) return fail(ErrorKind::Invalid, path + " is no file");
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail(ErrorKind::Unavailable, path + ": " + error.message());
  if (size == 0) return fail(ErrorKind::Invalid, path + " is empty");
  if (size > kLargest) return fail(ErrorKind::Invalid, fmt::format("{} is too large ({} MB; at most {} MB)", path, size >> 20U, kLargest >> 20U));
  return {};
}

Result<void> check_wav(const std::string& path, const audio::WavAudio& wav, int channel) {
  if (wav.missing > 0) {
    return fail(ErrorKind::Invalid, fmt::format("{} is cut off: {} bytes of the audio its header tells are missing ({:.1f} s are there)", path,
                                                wav.missing, seconds(wav.length())));
  }
  if (wav.frames() == 0) return fail(ErrorKind::Invalid, path + " holds no audio");
  if (wav.length() > kLongest) {
    return fail(ErrorKind::Invalid, fmt::format("{} is too long ({:.0f} minutes; at most {})", path, seconds(wav.length()) / 60.0, kLongest / 1min));
  }
  if (channel > wav.channels) return fail(ErrorKind::Invalid, path + " is mono: it has no channel " + std::to_string(channel));
  return {};
}

}  // namespace

Result<ReplayAudio> load_replay_audio(const std::string& path, int channel) {
  if (const auto checked = check_file(path); !checked) return tl::unexpected(checked.error());
  const auto wav = audio::read_wav(path);
  if (!wav) return tl::unexpected(wav.error());
  if (const auto checked = check_wav(path, *wav, channel); !checked) return tl::unexpected(checked.error());
  auto heard = audio::resample(wav->channel(static_cast<std::size_t>(channel - 1)), wav->rate_hz, audio::kSpeechRateHz);
  if (!heard) return fail(path, heard.error());
  return ReplayAudio{std::move(*heard), wav->rate_hz, wav->channels};
}

}  // namespace codevoice::cli
