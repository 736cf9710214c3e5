// Which processes that hold interviews of this data are alive. Each keeps a file locked as long as it lives, and the kernel lets go of
// the lock whatever ends the process, so that a killed one is known at once and one that merely hangs is not robbed (R20).
// Ownership: the file belongs to the Holder and goes with it; what killed ones left is removed when somebody asks about them.
// Thread:    any. Errors: Unavailable when the folder cannot be written.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::store {

class Holder {
 public:
  static Result<std::unique_ptr<Holder>> create(std::string folder);
  ~Holder();
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  /// A name that no other process ever has.
  const std::string& id() const { return id_; }
  /// Whether the process of that name lives. What cannot be known counts as alive.
  bool is_alive(std::string_view id) const;

 private:
  Holder(std::string folder, std::string id, int file) : folder_(std::move(folder)), id_(std::move(id)), file_(file) {}
  void clear_up() const;
  std::string path_of(std::string_view id) const;

  std::string folder_;
  std::string id_;
  int file_;
};

}  // namespace codevoice::store
