#include "rtc/ice_controlling.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "rtc/stun_writer.hpp"

namespace codevoice::rtc {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMostPairs = 32;  // a server offers a handful; a peer must not make us spray checks
constexpr std::size_t kMostPaths = 64;
constexpr std::size_t kSuspectAfter = 4;  // unanswered consent checks, before a spare is used instead
constexpr std::size_t kSpareLostAfter = 6;
constexpr Duration kProbeInterval = seconds{1};  // while the selected pair is silent and a spare is at hand
/// What the peer would give a candidate it learns from our check (RFC 8445 §7.1.1): type preference 110, one interface.
constexpr std::uint32_t kPeerReflexivePriority = 110U << 24 | 65535U << 8 | 255U;

bool better(const IcePair& a, const IcePair* b) { return b == nullptr || a.priority() > b->priority(); }
bool works(const IcePair& pair) { return pair.state() == IcePair::State::Succeeded; }
bool waits(const IcePair& pair) { return pair.state() == IcePair::State::Waiting; }

template <class Pairs>
auto* find_pair(Pairs& pairs, const Endpoint& remote) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const IcePair& pair) { return pair.remote() == remote; });
  return found == pairs.end() ? nullptr : &*found;
}

}  // namespace

IceControlling::IceControlling(IceCredentials local, IceControllingConfig config)
    : config_(config), local_{std::move(local)}, checking_as_(local_.back()), tie_breaker_(crypto::random_u64()) {}

void IceControlling::restart(IceCredentials fresh) { local_.push_back(std::move(fresh)); }

void IceControlling::set_remote(const IceCredentials& remote, const std::vector<Candidate>& candidates, TimePoint now) {
  const bool is_restart = remote_ && remote_->ufrag != remote.ufrag;
  if (is_restart) {
    pairs_.clear();
    triggered_.clear();
    selected_is_old_ = selected_.has_value();
    nominated_ = false;
  }
  if (!remote_ || is_restart) checking_as_ = local_.back();
  remote_ = remote;
  for (const auto& candidate : candidates) add_remote_candidate(candidate, now);
}

void IceControlling::add_remote_candidate(const Candidate& candidate, TimePoint now) {
  if (candidate.kind != CandidateKind::Udp) return;
  add_pair(unmapped(candidate.address), candidate.priority);
  next_check_ = std::max(next_check_, now);
}

bool IceControlling::usable(const Endpoint& remote) const {
  const auto& address = remote.address();
  const bool family = address.is_v4() ? config_.ipv4 : config_.ipv6;
  return family && remote.port() != 0 && !address.is_unspecified() && !address.is_multicast();
}

void IceControlling::add_pair(const Endpoint& remote, std::uint32_t priority) {
  if (!usable(remote) || pair_to(remote) != nullptr || pairs_.size() == kMostPairs) return;
  const auto path = udp_path_to(remote);
  if (std::find(paths_.begin(), paths_.end(), path) == paths_.end()) {
    if (paths_.size() == kMostPaths) return;
    paths_.push_back(path);
    new_paths_.push_back(path);
  }
  pairs_.emplace_back(remote, priority);
}

IcePair* IceControlling::pair_to(const Endpoint& remote) { return find_pair(pairs_, remote); }

IcePair* IceControlling::selected_pair() { return selected_ && !selected_is_old_ ? pair_to(selected_->remote) : nullptr; }

void IceControlling::on_stun(const StunMessage& message, const Path& path, TimePoint now) {
  switch (message.kind) {
    case StunKind::Request: return on_request(message, path, now);
    case StunKind::Success: return on_success(message, path, now);
    case StunKind::Error: return on_error(message, now);
    case StunKind::Indication: return;  // a keepalive asks for nothing
  }
}

void IceControlling::on_request(const StunMessage& message, const Path& path, TimePoint now) {
  const auto found = std::find_if(local_.begin(), local_.end(), [&](const IceCredentials& one) { return one.ufrag == message.receiver_ufrag(); });
  const auto* ours = found == local_.end() ? nullptr : &*found;
  auto fault = IceAnswerer::fault_of(message, ours);
  if (fault == 0 && !settle_roles(message)) fault = 487;
  if (fault != 0) {
    auto refusal = answerer_.refuse(message, fault, ours, now);
    if (!refusal.empty()) packets_.push_back({path, std::move(refusal)});
    return;
  }
  packets_.push_back({path, IceAnswerer::accept(message, path.remote, ours->pwd)});
  if (ours == &local_.back()) trigger(message, path.remote, now);
}

bool IceControlling::settle_roles(const StunMessage& message) {  // RFC 8445 §7.3.1.1
  if (role_ == Role::Controlling && message.controlling) {
    if (tie_breaker_ >= *message.controlling) return false;
    switch_to(Role::Controlled);
  } else if (role_ == Role::Controlled && message.controlled) {
    if (tie_breaker_ < *message.controlled) return false;
    switch_to(Role::Controlling);
  }
  return true;
}

void IceControlling::switch_to(Role role) {
  role_ = role;
  nominated_ = false;
}

void IceControlling::trigger(const StunMessage& message, const Endpoint& remote, TimePoint now) {
  add_pair(remote, message.priority.value_or(kPeerReflexivePriority));
  auto* pair = pair_to(remote);
  if (pair == nullptr) return;
  const bool wanted = role_ == Role::Controlled && message.use_candidate;
  if (wanted) pair->set_wanted_by_peer();
  if (pair->state() == IcePair::State::Succeeded) {
    if (wanted) settle_nomination(*pair);
    return;
  }
  pair->wait_again();
  if (std::find(triggered_.begin(), triggered_.end(), remote) == triggered_.end()) triggered_.push_back(remote);
  next_check_ = std::max(next_check_, now);
}

void IceControlling::on_success(const StunMessage& message, const Path& path, TimePoint now) {
  if (!remote_ || !integrity_ok(message, remote_->pwd)) return;
  for (auto& pair : pairs_) {
    const auto answer = pair.take_answer(message.transaction, now);
    if (!answer) continue;
    if (path.remote != pair.remote()) {  // RFC 8445 §7.2.5.2.1: the way back must be the way there
      pair.fail();
      return;
    }
    pair.succeed(path, now);
    took_answer(pair, *answer, now);
    return;
  }
}

void IceControlling::took_answer(IcePair& pair, const IceAnswered& answer, TimePoint now) {
  std::erase(triggered_, pair.remote());
  pair.set_next_consent(now + jittered_interval());
  const bool peer_nominated = role_ == Role::Controlled && pair.wanted_by_peer();
  if ((answer.kind == IceCheckKind::Nomination && role_ == Role::Controlling) || peer_nominated) {
    settle_nomination(pair);
  } else if (!selected_ || selected_is_old_) {
    select(pair);
  }
  if (selected_pair() == &pair) {
    selected_ = pair.path();  // our own address may have changed
    last_consent_ = now;
    if (answer.round_trip) {
      round_trip_ = round_trip_ == Duration{} ? *answer.round_trip : round_trip_ + (*answer.round_trip - round_trip_) / 8;
    }
  }
  nominate_one(now);
}

void IceControlling::on_error(const StunMessage& message, TimePoint now) {
  for (auto& pair : pairs_) {
    const auto answer = pair.take_answer(message.transaction, now);
    if (!answer) continue;
    const bool authenticated = remote_ && integrity_ok(message, remote_->pwd);
    if (message.error_code == 487 && authenticated) {
      // RFC 8445 §7.2.5.1: change roles, take a new tie-breaker and check again
      switch_to(role_ == Role::Controlling ? Role::Controlled : Role::Controlling);
      tie_breaker_ = crypto::random_u64();
      pair.wait_again();
      triggered_.push_back(pair.remote());
      next_check_ = std::max(next_check_, now);
    } else if (answer->kind != IceCheckKind::Consent || (message.error_code == 403 && authenticated)) {
      pair.fail();  // a consent check may meet a server that has just restarted ICE: only its explicit refusal counts
      nominate_one(now);
    }
    return;
  }
}

void IceControlling::select(const IcePair& pair) {
  if (!selected_ || selected_->remote != pair.remote() || selected_is_old_) round_trip_ = {};
  selected_ = pair.path();
  selected_is_old_ = false;
}

void IceControlling::settle_nomination(const IcePair& pair) {
  select(pair);
  nominated_ = true;
  local_.erase(local_.begin(),
               std::find_if(local_.begin(), local_.end(), [&](const IceCredentials& one) { return one.ufrag == checking_as_.ufrag; }));
}

void IceControlling::nominate_one(TimePoint now) {
  const auto failed = [](const IcePair* pair) { return pair != nullptr && pair->state() == IcePair::State::Failed; };
  if (failed(selected_pair())) {
    selected_.reset();
    nominated_ = false;
  }
  const bool under_way = std::any_of(pairs_.begin(), pairs_.end(), [](const IcePair& pair) { return pair.nominating(); });
  if (role_ == Role::Controlled || nominated_ || under_way) return;
  auto* pair = selected_pair();
  if (pair == nullptr) {
    for (auto& other : pairs_) {
      if (works(other) && better(other, pair)) pair = &other;
    }
  }
  if (pair == nullptr) return;
  if (!selected_) select(*pair);
  send_check(*pair, IceCheckKind::Nomination, now);
}

void IceControlling::on_time(TimePoint now) {
  if (!remote_) return;
  retransmit(now);
  check_next(now);
  keep_consent(now);
}

std::optional<TimePoint> IceControlling::deadline() const {
  if (!remote_) return std::nullopt;
  std::optional<TimePoint> first;
  const auto consider = [&](TimePoint when) { first = first ? std::min(*first, when) : when; };
  if (!triggered_.empty() || std::any_of(pairs_.begin(), pairs_.end(), waits)) consider(next_check_);
  for (const auto& pair : pairs_) {
    if (const auto when = pair.retransmit_at()) consider(*when);
    if (works(pair)) consider(pair.next_consent());
  }
  return first;
}

void IceControlling::retransmit(TimePoint now) {
  for (auto& pair : pairs_) {
    if (const auto* bytes = pair.retransmit(now)) packets_.push_back({pair.path(), *bytes});
  }
  nominate_one(now);  // one that was to be nominated may have failed
}

IcePair* IceControlling::next_to_check() {
  while (!triggered_.empty()) {
    auto* pair = pair_to(triggered_.front());
    triggered_.erase(triggered_.begin());
    if (pair != nullptr) return pair;
  }
  IcePair* next = nullptr;
  for (auto& pair : pairs_) {
    if (waits(pair) && better(pair, next)) next = &pair;
  }
  return next;
}

void IceControlling::check_next(TimePoint now) {
  if (now < next_check_) return;
  auto* pair = next_to_check();
  if (pair == nullptr) return;
  send_check(*pair, IceCheckKind::Ordinary, now);
  next_check_ = now + config_.pace;
}

void IceControlling::keep_consent(TimePoint now) {
  for (auto& pair : pairs_) {
    if (!works(pair) || now < pair.next_consent()) continue;
    const bool used = selected_pair() == &pair;
    if (!used && pair.unanswered() >= kSpareLostAfter) {
      pair.fail();
      continue;
    }
    if (used && pair.unanswered() >= kSuspectAfter) use_spare(pair, now);
    send_check(pair, IceCheckKind::Consent, now);
    const bool has_spare = std::count_if(pairs_.begin(), pairs_.end(), works) > 1;
    pair.set_next_consent(now + (used && has_spare ? kProbeInterval : jittered_interval()));
  }
}

void IceControlling::use_spare(const IcePair& silent, TimePoint now) {
  if (role_ == Role::Controlled) return;
  IcePair* spare = nullptr;
  for (auto& pair : pairs_) {
    const bool alive = works(pair) && pair.last_answer() > silent.last_answer();
    if (alive && better(pair, spare)) spare = &pair;
  }
  if (spare == nullptr) return;
  select(*spare);
  send_check(*spare, IceCheckKind::Nomination, now);
}

void IceControlling::send_check(IcePair& pair, IceCheckKind kind, TimePoint now) {
  IceRequest request;
  request.kind = kind;
  crypto::random_bytes(request.transaction);
  request.bytes = request_for(kind, request.transaction);
  packets_.push_back({pair.path(), request.bytes});
  if (kind == IceCheckKind::Consent) {
    pair.note_consent(request.transaction, now);
  } else {
    pair.start(std::move(request), now, retransmit_after());
  }
}

Bytes IceControlling::request_for(IceCheckKind kind, const StunTransaction& transaction) const {
  StunWriter writer(StunKind::Request, transaction);
  writer.username(remote_->ufrag + ":" + checking_as_.ufrag).priority(kPeerReflexivePriority);
  if (role_ == Role::Controlling) {
    writer.ice_controlling(tie_breaker_);
    if (kind == IceCheckKind::Nomination) writer.use_candidate();
  } else {
    writer.ice_controlled(tie_breaker_);
  }
  return writer.finish(remote_->pwd);
}

Duration IceControlling::retransmit_after() const {  // RFC 8445 §14.3
  const auto open = std::count_if(pairs_.begin(), pairs_.end(), [](const IcePair& pair) {
    return pair.state() == IcePair::State::Waiting || pair.state() == IcePair::State::InProgress;
  });
  return std::max(config_.first_retransmit, config_.pace * open);
}

Duration IceControlling::jittered_interval() const {  // RFC 7675 §5.1: 0.8 to 1.2 of it, so that peers do not march in step
  const auto percent = 80 + static_cast<std::int64_t>(crypto::random_u32() % 41);
  return config_.consent_interval * percent / 100;
}

std::vector<std::string> IceControlling::ufrags() const {
  std::vector<std::string> ufrags;
  for (const auto& one : local_) ufrags.push_back(one.ufrag);
  return ufrags;
}

std::vector<OutgoingPacket> IceControlling::take_packets() { return std::exchange(packets_, {}); }
std::vector<Path> IceControlling::take_new_paths() { return std::exchange(new_paths_, {}); }

}  // namespace codevoice::rtc
