#include "rtc/sctp_channels.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

// RFC 8831 §8
constexpr std::uint32_t kDcep = 50;
constexpr std::uint32_t kString = 51;
constexpr std::uint32_t kBinary = 53;
constexpr std::uint32_t kStringEmpty = 56;
constexpr std::uint32_t kBinaryEmpty = 57;

constexpr std::size_t kMaxChannels = 32;  // a client of ours opens three
constexpr std::size_t kMaxLabel = 64;
constexpr std::uint8_t kEmptyFiller[1] = {0};  // SCTP carries no empty message

}  // namespace

void SctpChannels::on_up() {
  if (config_.channels != ChannelRole::Opener) return;
  const std::uint16_t first = config_.dtls == DtlsRole::Client ? 0 : 1;
  DcepOpen reliable;
  reliable.label = "_reliable";
  DcepOpen lossy;
  lossy.label = "_lossy";
  lossy.unordered = true;
  lossy.reliability = DcepReliability::Retransmits;
  open(first, reliable);
  open(static_cast<std::uint16_t>(first + 2), lossy);
  flush();
}

void SctpChannels::open(std::uint16_t stream, const DcepOpen& open) {
  Channel& channel = channels_[stream];
  channel.label = open.label;
  channel.reliability = open.reliability;
  channel.limit = open.limit;
  channel.unordered = open.unordered;
  control_.push_back({stream, make_dcep_open(open)});
}

void SctpChannels::on_fragment(SctpFragment fragment) {
  const auto stream = fragment.stream;
  const auto ppid = fragment.ppid;
  const auto found = channels_.find(stream);
  if (ppid == kDcep) {
    if (fragment.last) return on_dcep(stream, fragment.bytes);
    return events_.add(SctpDrop::BadDcep);  // none is long enough to come in parts
  }
  if (found == channels_.end()) {
    if (fragment.last) events_.add(SctpDrop::NoChannel);
    return;
  }
  if (join(found->second, fragment)) on_message(stream, ppid, std::move(fragment.bytes));
}

// True when `fragment` now holds a whole message.
bool SctpChannels::join(Channel& channel, SctpFragment& fragment) {
  const std::size_t lane = fragment.unordered ? 1 : 0;
  Bytes& partial = channel.partial[lane];
  bool& too_big = channel.too_big[lane];
  if (partial.size() + fragment.bytes.size() > kMaxSctpMessage) {
    too_big = true;
    partial = Bytes();
  }
  if (!too_big && (!partial.empty() || !fragment.last)) {
    partial.insert(partial.end(), fragment.bytes.begin(), fragment.bytes.end());
  }
  if (!fragment.last) return false;
  if (too_big) {
    too_big = false;
    events_.add(SctpDrop::MessageTooBig);
    return false;
  }
  if (!partial.empty()) fragment.bytes = std::exchange(partial, Bytes());
  return true;
}

void SctpChannels::on_message(std::uint16_t stream, std::uint32_t ppid, Bytes message) {
  switch (ppid) {
    case kString:
    case kBinary: break;
    case kStringEmpty:
    case kBinaryEmpty: message.clear(); break;
    default: return events_.add(SctpDrop::UnknownPayload);
  }
  Channel& channel = channels_[stream];
  channel.acknowledged = true;  // its data says as much as its ACK
  events_.messages.push_back({channel.label, std::move(message)});
}

void SctpChannels::on_dcep(std::uint16_t stream, ByteView message) {
  if (!is_dcep_ack(message)) return on_open(stream, message);
  const auto found = channels_.find(stream);
  if (found == channels_.end()) return events_.add(SctpDrop::BadDcep);
  found->second.acknowledged = true;
}

void SctpChannels::on_open(std::uint16_t stream, ByteView message) {
  const auto open = parse_dcep_open(message);
  const bool acceptable = open && open->label.size() <= kMaxLabel && channels_.size() < kMaxChannels;
  if (!acceptable || channels_.contains(stream)) return events_.add(SctpDrop::BadDcep);
  Channel& channel = channels_[stream];
  channel.label = open->label;
  channel.reliability = open->reliability;
  channel.limit = open->limit;
  channel.unordered = open->unordered;
  channel.acknowledged = true;
  control_.push_back({stream, Bytes(kDcepAck.begin(), kDcepAck.end())});
  flush();
}

void SctpChannels::on_reset(std::uint16_t stream) {
  if (channels_.erase(stream) > 0) link_.reset_stream(stream);
}

void SctpChannels::send(const std::string& label, Bytes message) {
  auto& waiting = waiting_[label];
  waiting.push_back(std::move(message));
  if (flush_control()) flush_label(label, waiting);
}

void SctpChannels::flush() {
  if (!flush_control()) return;
  for (auto& [label, waiting] : waiting_) flush_label(label, waiting);
}

// Data may not overtake the OPEN or ACK of its channel.
bool SctpChannels::flush_control() {
  while (!control_.empty()) {
    SctpSendOptions options;
    options.stream = control_.front().stream;
    options.ppid = kDcep;
    const auto sent = link_.send(options, control_.front().message);
    if (sent == SctpSent::Full) return false;
    if (sent == SctpSent::Refused) events_.add(SctpDrop::SendFailed);
    control_.pop_front();
  }
  return true;
}

void SctpChannels::flush_label(const std::string& label, std::deque<Bytes>& waiting) {
  if (waiting.empty()) return;
  const auto found = channel_named(label);
  if (found == channels_.end()) return;
  const auto& [stream, channel] = *found;
  while (!waiting.empty()) {
    const auto sent = send_message(stream, channel, waiting.front());
    const bool must_arrive = channel.reliability == DcepReliability::Reliable;
    if (sent == SctpSent::Full && must_arrive) return;
    if (sent == SctpSent::Full) events_.add(SctpDrop::LossyFull);
    if (sent == SctpSent::Refused) events_.add(SctpDrop::SendFailed);
    events_.release(label, waiting.front().size());
    waiting.pop_front();
  }
}

SctpSent SctpChannels::send_message(std::uint16_t stream, const Channel& channel, const Bytes& message) {
  SctpSendOptions options;
  options.stream = stream;
  options.ppid = message.empty() ? kBinaryEmpty : kBinary;
  options.unordered = channel.unordered && channel.acknowledged;
  if (channel.reliability == DcepReliability::Retransmits) options.max_retransmits = channel.limit;
  if (channel.reliability == DcepReliability::Lifetime) options.lifetime_ms = channel.limit;
  return link_.send(options, message.empty() ? ByteView(kEmptyFiller) : ByteView(message));
}

std::map<std::uint16_t, SctpChannels::Channel>::iterator SctpChannels::channel_named(const std::string& label) {
  return std::find_if(channels_.begin(), channels_.end(), [&](const auto& entry) { return entry.second.label == label; });
}

}  // namespace codevoice::rtc
