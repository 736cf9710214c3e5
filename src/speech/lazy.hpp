// A model that is loaded when it is first needed, or before by who has time, never twice.
// Ownership: shared by its users. Thread: any; who comes first loads, others wait for it.
// Errors:    one that cannot be loaded says so at every call.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "base/result.hpp"

namespace codevoice::speech {

template <class Model>
class Lazy {
 public:
  using Make = std::function<Result<std::shared_ptr<Model>>()>;
  explicit Lazy(Make make) : make_(std::move(make)) {}
  /// The model, or why there is none.
  const Result<std::shared_ptr<Model>>& get() const {
    std::call_once(once_, [this] { model_ = make_(); });
    return model_;
  }

 private:
  Make make_;
  mutable std::once_flag once_;
  mutable Result<std::shared_ptr<Model>> model_ = fail(ErrorKind::Internal, "not loaded");
};

}  // namespace codevoice::speech
