#include "pipeline/inbox.hpp"

#include <algorithm>

namespace codevoice::pipeline {
namespace {

bool is_audio(const Frame& frame) { return std::holds_alternative<AudioRawFrame>(frame.payload); }

template <class T>
void make_room(boost::circular_buffer<T>& buffer) {
  if (buffer.full()) buffer.set_capacity(std::max<std::size_t>(8, buffer.capacity() * 2));
}

}  // namespace

Inbox::Inbox(const asio::any_io_executor& executor, const ReplyEpoch& epoch, InboxLimits limits, DropCounter& drops)
    : epoch_(epoch), limits_(limits), drops_(drops), filled_(executor), drained_(executor) {}

Awaitable<void> Inbox::put(Frame frame) {
  if (lane_of(frame.payload) == Lane::Urgent) {
    put_urgent(Mail{std::move(frame), Direction::Forward});
    co_return;
  }
  if (is_audio(frame)) {
    push_audio(std::move(frame));
    co_return;
  }
  while (!closed_ && !is_stale(frame) && ordered_.size() - audio_count_ >= limits_.ordered) co_await drained_.wait();
  if (closed_ || is_stale(frame)) {
    drops_.add(closed_ ? DropReason::Stopped : DropReason::StaleEpoch);
    co_return;
  }
  append(std::move(frame));
}

void Inbox::put_urgent(Mail mail) {
  if (closed_ || urgent_.size() >= limits_.urgent) {
    drops_.add(closed_ ? DropReason::Stopped : DropReason::FeedbackOverflow);
    return;
  }
  make_room(urgent_);
  urgent_.push_back(std::move(mail));
  filled_.notify();
}

void Inbox::push_audio(Frame frame) {
  if (closed_) {
    drops_.add(DropReason::Stopped);
    return;
  }
  if (audio_count_ >= limits_.audio) {
    ordered_.erase(std::find_if(ordered_.begin(), ordered_.end(), is_audio));
    --audio_count_;
    drops_.add(DropReason::AudioOverflow);
  }
  ++audio_count_;
  append(std::move(frame));
}

void Inbox::append(Frame frame) {
  make_room(ordered_);
  ordered_.push_back(std::move(frame));
  filled_.notify();
}

void Inbox::purge() {
  const auto kept = std::remove_if(ordered_.begin(), ordered_.end(), [this](const Frame& frame) { return is_stale(frame); });
  const auto dropped = std::distance(kept, ordered_.end());
  ordered_.erase(kept, ordered_.end());
  drops_.add(DropReason::StaleEpoch, static_cast<std::uint64_t>(dropped));
  drained_.notify();
}

Awaitable<Mail> Inbox::take() {
  while (true) {
    if (!urgent_.empty()) {
      auto mail = std::move(urgent_.front());
      urgent_.pop_front();
      co_return mail;
    }
    if (ordered_.empty()) {
      co_await filled_.wait();
      continue;
    }
    Mail mail{pop_ordered(), Direction::Forward};
    if (!is_stale(mail.frame)) co_return mail;
    drops_.add(DropReason::StaleEpoch);
  }
}

Frame Inbox::pop_ordered() {
  auto frame = std::move(ordered_.front());
  ordered_.pop_front();
  if (is_audio(frame)) --audio_count_;
  drained_.notify();
  return frame;
}

void Inbox::close() {
  closed_ = true;
  drained_.notify();
}

}  // namespace codevoice::pipeline
