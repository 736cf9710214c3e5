// /v1/speak: text to audio over a WebSocket or by POST, as developers.deepgram.com/docs/tts-websocket has it.
#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cmath>
#include <cstring>
#include <deque>

#include "base/ids.hpp"
#include "emulators/deepgram_emulator.hpp"

namespace codevoice::emulators {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr std::size_t kFlushesAMinute = 20;
constexpr auto kIdleLimit = 60min;
constexpr std::size_t kTextAtMost = 2000;  // characters of one request

std::size_t sounding_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) == 0; }));
}

class Speak {
 public:
  Speak(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor)
      : shared_(std::move(shared)),
        socket_(std::move(socket)),
        rate_hz_(static_cast<std::uint32_t>(number_or(request, "sample_rate", 24'000))),
        model_(request.query_value("model").value_or("aura-asteria-en")),
        changed_(executor, asio::steady_timer::time_point::max()) {}

  Awaitable<void> serve() {
    using asio::experimental::awaitable_operators::operator||;
    const json::object hello{{"type", "Metadata"}, {"request_id", id_}, {"model_name", model_}, {"model_version", "0"}, {"model_uuid", id_}};
    co_await tell(json::serialize(hello));
    co_await (read() || speak());
    socket_.close(1000, "");
  }

 private:
  struct Job {
    std::string text;  // empty: a flush
    TimePoint asked{};
  };

  Awaitable<void> read() {
    while (true) {
      auto message = co_await socket_.receive();
      if (!message) co_return;
      const bool goes_on = co_await command(message->data);
      if (!goes_on) co_return;
    }
  }

  Awaitable<bool> command(const std::string& text) {
    json::error_code error;
    const auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    const auto* type = object == nullptr ? nullptr : object->if_contains("type");
    const auto name = type != nullptr && type->is_string() ? std::string(type->get_string()) : std::string();
    if (name == "Speak") {
      const auto* given = object->if_contains("text");
      if (given != nullptr && given->is_string()) take(std::string(given->get_string()));
    } else if (name == "Flush") {
      const bool allowed = may_flush();
      if (allowed) flush();
      if (!allowed) co_await warn("FLUSH_LIMIT", "too many Flush messages within 60 seconds");
    } else if (name == "Clear") {
      ++shared_->stats.tts_clears;
      jobs_.clear();
      pending_.clear();
      ++generation_;
      co_await tell(numbered("Cleared", sequence_));
    } else if (name == "Close") {
      co_return false;
    } else {
      co_await warn("DATA-0000", "the message could not be parsed");
    }
    co_return true;
  }

  void take(const std::string& text) {
    ++shared_->stats.tts_speaks;
    shared_->said.push_back(text);
    pending_ += text;
    const auto end = pending_.find_last_of(".?!");
    if (end == std::string::npos) return;
    jobs_.push_back({pending_.substr(0, end + 1), shared_->clock.now()});
    pending_.erase(0, end + 1);
    changed_.cancel();
  }

  bool may_flush() {
    const auto now = shared_->clock.now();
    while (!flushes_.empty() && now - flushes_.front() > 60s) flushes_.pop_front();
    if (flushes_.size() >= kFlushesAMinute) return false;
    flushes_.push_back(now);
    return true;
  }

  void flush() {
    ++shared_->stats.tts_flushes;
    if (sounding_characters(pending_) > 0) jobs_.push_back({pending_, shared_->clock.now()});
    pending_.clear();
    jobs_.push_back({});
    changed_.cancel();
  }

  Awaitable<void> speak() {
    bool first = true;
    while (!socket_.closed()) {
      if (jobs_.empty()) {
        co_await changed_.async_wait(as_tuple_awaitable);
        continue;
      }
      const auto job = jobs_.front();
      jobs_.pop_front();
      if (job.text.empty()) {
        co_await tell(numbered("Flushed", sequence_++));
        first = true;
        continue;
      }
      const auto generation = generation_;
      if (first) co_await shared_->clock.sleep_until(job.asked + shared_->config.tts_first_byte);
      co_await stream(job.text, generation);
      first = generation != generation_;
    }
  }

  Awaitable<void> stream(std::string text, std::uint64_t generation) {
    const auto& config = shared_->config;
    const auto sound = speech_sound(config, text, rate_hz_);
    const auto step = static_cast<std::size_t>(rate_hz_ * config.tts_chunk.count() / 1000) * 2;
    const auto begun = shared_->clock.now();
    for (std::size_t at = 0; at < sound.size() && generation == generation_; at += step) {
      const auto piece = sound.substr(at, step);
      shared_->stats.tts_audio_s += static_cast<double>(piece.size()) / 2 / rate_hz_;
      const bool open = co_await socket_.send(net::MessageKind::Binary, piece);
      if (!open) co_return;
      const auto done = static_cast<double>(at + piece.size()) / 2 / rate_hz_ / config.tts_speed;
      co_await shared_->clock.sleep_until(begun + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(done)));
    }
  }

  Awaitable<void> warn(std::string code, std::string description) {
    const json::object message{{"type", "Warning"}, {"code", code}, {"description", description}};
    co_await tell(json::serialize(message));
  }
  Awaitable<void> tell(std::string message) { co_await socket_.send(net::MessageKind::Text, std::move(message)); }
  static std::string numbered(const char* type, std::uint64_t number) {
    return json::serialize(json::object{{"type", type}, {"sequence_id", number}});
  }

  std::shared_ptr<DeepgramShared> shared_;
  FaultySocket socket_;
  std::uint32_t rate_hz_;
  std::string model_;
  asio::steady_timer changed_;  // cancelled when there is work
  std::string id_ = new_uuid();
  std::deque<Job> jobs_;
  std::deque<TimePoint> flushes_;
  std::string pending_;
  std::uint64_t generation_ = 0;  // raised by Clear
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::string speech_sound(const DeepgramConfig& config, std::string_view text, std::uint32_t rate_hz) {
  const auto samples = static_cast<std::size_t>(static_cast<double>(sounding_characters(text)) * config.tts_ms_per_char / 1000 * rate_hz);
  std::string sound(samples * 2, '\0');
  for (std::size_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / rate_hz;
    const double loudness = 0.15 + 0.1 * std::sin(2 * M_PI * 4 * t);  // syllables
    const double wave = std::sin(2 * M_PI * 140 * t) + 0.5 * std::sin(2 * M_PI * 700 * t) + 0.25 * std::sin(2 * M_PI * 1900 * t);
    const auto sample = static_cast<std::int16_t>(loudness * wave * 16'000);
    std::memcpy(sound.data() + 2 * i, &sample, 2);
  }
  return sound;
}

Awaitable<void> serve_speak(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket) {
  ++shared->stats.tts_conns;
  const auto speak = std::make_unique<Speak>(shared, request, std::move(socket), co_await asio::this_coro::executor);
  co_await speak->serve();
}

namespace {

Awaitable<void> stream_once(std::shared_ptr<DeepgramShared> shared, Fault fault, std::string sound, std::uint32_t rate_hz, net::BodyWriter& to) {
  const auto& config = shared->config;
  const auto step = static_cast<std::size_t>(rate_hz * config.tts_chunk.count() / 1000) * 2;
  const double bytes_per_second = fault.bytes_per_second > 0 ? static_cast<double>(fault.bytes_per_second) : rate_hz * 2 * config.tts_speed;
  for (std::size_t at = 0, sent = 0; at < sound.size(); at += step, ++sent) {
    if (fault.close_after && sent >= *fault.close_after) co_return to.cut();
    if (fault.stall_after && sent >= *fault.stall_after) {
      co_await shared->clock.sleep_for(kIdleLimit);
      co_return to.cut();
    }
    auto piece = sound.substr(at, step);
    const auto takes = std::chrono::duration<double>(static_cast<double>(piece.size()) / bytes_per_second);
    shared->stats.tts_audio_s += static_cast<double>(piece.size()) / 2 / rate_hz;
    const auto written = co_await to.write(std::move(piece));
    if (!written) co_return;
    co_await shared->clock.sleep_for(std::chrono::duration_cast<Duration>(takes));
  }
}

}  // namespace

Awaitable<net::Reply> speak_once(std::shared_ptr<DeepgramShared> shared, net::Request request, Fault fault) {
  ++shared->stats.tts_rest;
  json::error_code error;
  const auto value = json::parse(request.body, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* text = object == nullptr ? nullptr : object->if_contains("text");
  if (text == nullptr || !text->is_string()) co_return refusal(400, "the body holds no text");
  if (text->get_string().size() > kTextAtMost) co_return refusal(413, "the text is too long");
  if (request.query_value("encoding").value_or("linear16") != "linear16") co_return refusal(400, "this encoding is not emulated");
  const auto rate_hz = static_cast<std::uint32_t>(number_or(request, "sample_rate", 24'000));
  shared->said.emplace_back(text->get_string());
  co_await shared->clock.sleep_for(shared->config.tts_first_byte);
  net::Streamed answer;
  answer.head.content_type = "audio/l16;rate=" + std::to_string(rate_hz) + ";channels=1";
  answer.head.headers = {{"dg-request-id", new_uuid()}};
  answer.write = [shared, fault, rate_hz, text = std::string(text->get_string())](net::BodyWriter& to) {
    return stream_once(shared, fault, speech_sound(shared->config, text, rate_hz), rate_hz, to);
  };
  co_return answer;
}

}  // namespace codevoice::emulators
