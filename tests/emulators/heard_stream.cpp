#include "emulators/heard_stream.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/ids.hpp"

namespace codevoice::emulators {
namespace {

namespace json = boost::json;

bool is_opus(const net::Request& request) { return request.query_value("encoding") == "opus"; }

std::optional<audio::OpusDecoder> decoder_for(const net::Request& request, std::uint32_t rate_hz) {
  if (!is_opus(request)) return std::nullopt;
  auto decoder = audio::OpusDecoder::create(rate_hz);
  return decoder ? std::optional(std::move(*decoder)) : std::nullopt;
}

}  // namespace

HeardStream::HeardStream(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket,
                         const asio::any_io_executor& executor, Duration idle_limit)
    : shared_(std::move(shared)),
      id_(new_uuid()),
      channels_(is_opus(request) ? 1 : static_cast<unsigned>(number_or(request, "channels", 1))),
      socket_(std::move(socket)),
      outbox_(executor, socket_, shared_->clock),
      rate_hz_(static_cast<std::uint32_t>(number_or(request, "sample_rate", 16'000))),
      opus_(decoder_for(request, rate_hz_)),
      idle_limit_(idle_limit),
      heard_at_(shared_->clock.now()),
      ear_(shared_->config.ear, memory_of(request), EarAudio{rate_hz_, channels_, opus_.has_value()}) {
  ++shared_->stats.stt_conns;
  if (opus_) ++shared_->stats.stt_opus_conns;
  shared_->keyterms.clear();
  for (const auto& [name, value] : request.query) {
    if (name == "keyterm") shared_->keyterms.push_back(value);
  }
}

EarMemory& HeardStream::memory_of(const net::Request& request) {
  const auto tag = request.query_value("tag");
  return tag ? shared_->speakers[std::string(*tag)] : own_memory_;
}

Awaitable<void> HeardStream::serve() {
  using asio::experimental::awaitable_operators::operator||;
  begin();
  co_await (read() || outbox_.run() || close_when_idle());
  socket_.close(1000, "");
}

Awaitable<void> HeardStream::read() {
  while (true) {
    auto message = co_await socket_.receive();
    if (!message) co_return;
    heard_at_ = shared_->clock.now();
    if (message->kind == net::MessageKind::Binary) {
      if (hear(message->data)) continue;
      socket_.close(1008, "DATA-0000: the payload cannot be decoded as audio");
      co_return;
    }
    if (!obey(message->data)) continue;
    co_await outbox_.drained();
    co_return;
  }
}

bool HeardStream::obey(const std::string& text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  const bool is_message = type != nullptr && type->is_string();
  return command(is_message ? std::string(type->get_string()) : std::string(), is_message ? *object : json::object{}, text);
}

bool HeardStream::hear(const std::string& data) {
  std::size_t bytes = data.size();
  if (opus_) {
    audio::Pcm decoded(audio::kLongestOpusPacket48);
    const auto samples = opus_->decode(ByteView(reinterpret_cast<const std::uint8_t*>(data.data()), data.size()), decoded);
    if (!samples) return false;
    bytes = *samples * 2;
    pcm_.append(reinterpret_cast<const char*>(decoded.data()), bytes);
  } else {
    pcm_ += data;
  }
  shared_->stats.stt_bytes += data.size();
  shared_->stats.stt_audio_s += static_cast<double>(bytes) / 2 / channels_ / rate_hz_;
  while (ear_.hear(pcm_)) after_frame();
  return true;
}

void HeardStream::set_keyterms(const json::array& terms) {
  shared_->keyterms.clear();
  for (const auto& term : terms) shared_->keyterms.emplace_back(term.is_string() ? term.get_string().c_str() : "");
}

Awaitable<void> HeardStream::close_when_idle() {
  while (shared_->clock.now() - heard_at_ < idle_limit_) co_await shared_->clock.sleep_until(heard_at_ + idle_limit_);
  on_idle();
  co_await outbox_.drained();
  socket_.close(1011, "NET-0001: no audio data or text message within the timeout window");
}

}  // namespace codevoice::emulators
