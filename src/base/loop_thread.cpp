#include "base/loop_thread.hpp"

#include <pthread.h>

#include <system_error>

namespace codevoice {

LoopThread::LoopThread(std::string name) : name_(std::move(name)), guard_(loop_.get_executor()) {}

LoopThread::~LoopThread() { stop(); }

Result<void> LoopThread::start() {
  try {
    thread_ = std::thread([this] {
      pthread_setname_np(pthread_self(), name_.c_str());
      loop_.run();
    });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, "cannot start thread " + name_ + ": " + error.what());
  }
  return {};
}

void LoopThread::stop() {
  loop_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace codevoice
