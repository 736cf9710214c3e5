#include "lib/neural_speaker.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "audio/wav.hpp"

namespace codevoice::bench {
namespace {

const std::string kSource = CODEVOICE_SOURCE_DIR;

/// FNV-1a, 64 bits.
std::string name_of(const std::string& voice, const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : voice + '\n' + text) hash = (hash ^ c) * 0x100000001b3;
  char name[17];
  std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
  return name;
}

std::string installed_python() {
  auto* const made = ::popen((kSource + "/tools/python_venv.sh voices " + kSource + "/bench/lib/voices/requirements.txt").c_str(), "r");
  std::array<char, 500> line{};
  const bool said = made != nullptr && std::fgets(line.data(), line.size(), made) != nullptr;
  if (made == nullptr || ::pclose(made) != 0 || !said) throw std::runtime_error("the neural voices could not be installed");
  std::string python(line.data());
  python.erase(python.find_last_not_of('\n') + 1);
  return python;
}

}  // namespace

NeuralSpeaker::~NeuralSpeaker() {
  if (talk_ == nullptr) return;
  std::fclose(talk_);
  ::waitpid(process_, nullptr, 0);
}

Spoken NeuralSpeaker::say(const std::string& text) {
  const auto folder = kSource + "/build/voices";
  const auto path = folder + "/" + name_of(voice_, text) + ".wav";
  if (!std::filesystem::exists(path)) {
    std::filesystem::create_directories(folder);
    make(text, path);
  }
  const auto wav = audio::read_wav(path);
  if (!wav) throw std::runtime_error(path + ": " + wav.error().message);
  return {wav->mono(), wav->rate_hz};
}

void NeuralSpeaker::start() {
  const auto python = installed_python();
  const auto script = kSource + "/bench/lib/voices/say.py";
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) throw std::runtime_error("no socket for a neural voice");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDIN_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl(python.c_str(), python.c_str(), script.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  talk_ = ::fdopen(ends[0], "r+");
}

void NeuralSpeaker::make(const std::string& text, const std::string& path) {
  if (talk_ == nullptr) start();
  const auto request = boost::json::serialize(boost::json::object{{"voice", voice_}, {"text", text}, {"out", path}}) + "\n";
  std::array<char, 500> answer{};
  std::fputs(request.c_str(), talk_);
  std::fflush(talk_);
  if (std::fgets(answer.data(), answer.size(), talk_) == nullptr) throw std::runtime_error(voice_ + ": the voice ended");
  if (std::string_view(answer.data()) != "ok\n") throw std::runtime_error(voice_ + ": " + answer.data());
}

}  // namespace codevoice::bench
