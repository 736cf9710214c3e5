#include "rtc/ice_pair.hpp"

#include <algorithm>
#include <utility>

namespace codevoice::rtc {
namespace {

constexpr int kMostSends = 7;  // Rc of RFC 8489 §6.2.1
constexpr int kLastWait = 16;  // Rm: waits so many first RTOs after the last send

}  // namespace

void IcePair::start(IceRequest request, TimePoint now, Duration retransmit_after) {
  if (running_) await({running_->request.transaction, running_->request.kind, running_->sent_at, true, running_->sent == 1});
  if (state_ != State::Succeeded) state_ = State::InProgress;
  running_ = Running{std::move(request), now, now + retransmit_after, retransmit_after, retransmit_after, 1};
}

void IcePair::note_consent(const StunTransaction& transaction, TimePoint now) {
  await({transaction, IceCheckKind::Consent, now, true, true});
  ++unanswered_;
}

void IcePair::await(const Awaited& one) {
  awaited_[next_slot_] = one;
  next_slot_ = (next_slot_ + 1) % awaited_.size();
}

const Bytes* IcePair::retransmit(TimePoint now) {
  if (!running_ || now < running_->next) return nullptr;
  if (running_->sent == kMostSends) {
    fail();
    return nullptr;
  }
  ++running_->sent;
  running_->wait *= 2;
  running_->next = now + (running_->sent == kMostSends ? running_->first_wait * kLastWait : running_->wait);
  return &running_->request.bytes;
}

std::optional<TimePoint> IcePair::retransmit_at() const {
  if (!running_) return std::nullopt;
  return running_->next;
}

std::optional<IceAnswered> IcePair::take_answer(const StunTransaction& transaction, TimePoint now) {
  IceAnswered answer;
  if (running_ && running_->request.transaction == transaction) {
    answer.kind = running_->request.kind;
    if (running_->sent == 1) answer.round_trip = now - running_->sent_at;
    running_.reset();
    return answer;
  }
  const auto found =
      std::find_if(awaited_.begin(), awaited_.end(), [&](const Awaited& one) { return one.awaited && one.transaction == transaction; });
  if (found == awaited_.end()) return std::nullopt;
  found->awaited = false;
  answer.kind = found->kind;
  if (found->sent_once) answer.round_trip = now - found->sent_at;
  return answer;
}

void IcePair::succeed(const Path& path, TimePoint now) {
  path_ = path;
  state_ = State::Succeeded;
  if (running_ && running_->request.kind == IceCheckKind::Ordinary) running_.reset();  // an earlier send was answered
  unanswered_ = 0;
  last_answer_ = now;
}

void IcePair::fail() {
  state_ = State::Failed;
  running_.reset();
}

void IcePair::wait_again() {
  if (state_ != State::Succeeded) state_ = State::Waiting;
}

}  // namespace codevoice::rtc
