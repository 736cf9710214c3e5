#include "emulators/faulty_socket.hpp"

namespace codevoice::emulators {

Awaitable<bool> FaultySocket::send(net::MessageKind kind, std::string data) {
  if (closed_) co_return false;
  const auto number = sent_++;
  if (fault_.close_after && number >= *fault_.close_after) {
    close(fault_.close_code, "fault");
    co_return false;
  }
  if (fault_.stall_after && number >= *fault_.stall_after) co_return true;  // said, never sent
  if (fault_.garbage_after && number == *fault_.garbage_after && kind == net::MessageKind::Text) data = "{\"type\": \"Resul";
  if (fault_.bytes_per_second > 0) {
    const auto takes = std::chrono::nanoseconds(std::chrono::seconds(1)) * static_cast<std::int64_t>(data.size()) /
                       static_cast<std::int64_t>(fault_.bytes_per_second);
    co_await clock_.sleep_for(takes);
  }
  socket_->send(kind, std::move(data));
  co_return true;
}

Awaitable<Result<net::Message>> FaultySocket::receive() {
  auto message = co_await socket_->receive();
  if (!message) closed_ = true;
  if (message && fault_.close_after_received && ++received_ > *fault_.close_after_received) {
    close(fault_.close_code, "fault");
    co_return fail(ErrorKind::Unavailable, "closed by a fault");
  }
  co_return message;
}

void FaultySocket::close(std::uint16_t code, std::string reason) {
  if (closed_) return;
  closed_ = true;
  socket_->close(code, std::move(reason));
}

}  // namespace codevoice::emulators
