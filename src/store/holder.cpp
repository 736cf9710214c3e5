#include "store/holder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/ids.hpp"

namespace codevoice::store {

namespace {

constexpr int kTries = 3;

/// A new file of that name, locked; -1 with errno when it cannot be had.
int locked_file(const std::string& path) {
  // a child process must not keep the lock after us
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return -1;
  struct stat about {};
  // another process that clears up may have taken it for one that was left
  if (flock(file, LOCK_EX | LOCK_NB) == 0 && fstat(file, &about) == 0 && about.st_nlink > 0) return file;
  close(file);
  errno = EBUSY;
  return -1;
}

}  // namespace

Result<std::unique_ptr<Holder>> Holder::create(std::string folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (int tries = 0; !error && tries < kTries; ++tries) {
    auto id = new_uuid();
    const int file = locked_file(folder + "/" + id);
    if (file < 0) continue;
    std::unique_ptr<Holder> made(new Holder(std::move(folder), std::move(id), file));
    made->clear_up();
    return made;
  }
  return fail(ErrorKind::Unavailable, folder + ": " + (error ? error.message() : std::strerror(errno)));
}

/// Files of killed processes go; asking about them is enough.
void Holder::clear_up() const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) (void)is_alive(entry.path().filename().string());
}

Holder::~Holder() {
  unlink(path_of(id_).c_str());
  close(file_);
}

std::string Holder::path_of(std::string_view id) const { return folder_ + "/" + std::string(id); }

bool Holder::is_alive(std::string_view id) const {
  if (id == id_) return true;
  if (!is_uuid(id)) return false;  // of no process, or of a database that did not know holders
  const auto path = path_of(id);
  const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return errno != ENOENT;
  const bool is_free = flock(file, LOCK_SH | LOCK_NB) == 0;  // shared: two who ask at once see the same
  if (is_free) unlink(path.c_str());                         // nobody takes that name again
  close(file);
  return !is_free;
}

}  // namespace codevoice::store
