#include "cli/secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/crypto.hpp"
#include "cli/env_file.hpp"

namespace codevoice::cli {
namespace {

std::string secrets_file(const Settings& settings) { return settings.data_dir + "/secrets.env"; }

Result<RoomSecret> make_secret(const std::string& file) {
  RoomSecret made{"codevoice", crypto::random_text(48)};
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno == EEXIST) return fail(ErrorKind::Conflict, "exists");
  const auto text = "# Signs the tokens of the room server. Keep it secret; delete it to get a new one.\nLIVEKIT_API_KEY=" + made.key +
                    "\nLIVEKIT_API_SECRET=" + made.secret + "\n";
  const bool written =
      descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  const int reason = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) {
    if (descriptor >= 0) ::unlink(file.c_str());
    return fail(ErrorKind::Unavailable, file + " cannot be written: " + std::strerror(reason));
  }
  return made;
}

Result<RoomSecret> stored_secret(const Settings& settings) {
  const auto file = secrets_file(settings);
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    auto made = make_secret(file);
    if (made || made.error().kind != ErrorKind::Conflict) return made;  // else another process made it just now
  }
  const auto values = read_env_file(file);
  if (!values) return tl::unexpected(values.error());
  const auto key = values->find("LIVEKIT_API_KEY"), secret = values->find("LIVEKIT_API_SECRET");
  if (key == values->end() || secret == values->end()) {
    return fail(ErrorKind::Invalid, file + " lacks LIVEKIT_API_KEY or LIVEKIT_API_SECRET; delete it to get new ones");
  }
  return RoomSecret{key->second, secret->second};
}

}  // namespace

Result<void> make_data_folder(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  std::filesystem::create_directories(path, error);
  if (error) return fail(ErrorKind::Unavailable, "the data folder " + path + " cannot be made: " + error.message());
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  return {};
}

Result<RoomSecret> room_secret(const Settings& settings) {
  if (settings.livekit_key.empty() != settings.livekit_secret.empty()) {
    return fail(ErrorKind::Invalid, "LIVEKIT_API_KEY and LIVEKIT_API_SECRET go together; one of them is unset");
  }
  if (settings.livekit_key.empty()) return stored_secret(settings);
  const bool weak = settings.livekit_key == "devkey" || settings.livekit_secret.size() < kShortestSecret;
  const bool private_place = settings.debug && settings.http.loopback() && settings.rtc.loopback();
  if (weak && !private_place) {
    return fail(ErrorKind::Denied, "LIVEKIT_API_KEY/SECRET are default or short (under " + std::to_string(kShortestSecret) +
                                       " characters): they are accepted only with DEBUG=on and every listener on loopback");
  }
  return RoomSecret{settings.livekit_key, settings.livekit_secret};
}

}  // namespace codevoice::cli
