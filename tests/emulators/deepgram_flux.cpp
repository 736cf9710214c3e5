// /v2/listen (Flux): turns of one audio stream, as developers.deepgram.com/docs/flux/state has it.
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cmath>

#include "base/ids.hpp"
#include "emulators/deepgram_emulator.hpp"
#include "emulators/outbox.hpp"

namespace codevoice::emulators {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr double kUpdateEveryS = 0.25;
constexpr double kSureAfterS = 0.5;  // of silence the emulated model is quite sure that the turn is over
constexpr auto kIdleLimit = 60s;

class Flux {
 public:
  Flux(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor)
      : shared_(std::move(shared)),
        socket_(std::move(socket)),
        outbox_(executor, socket_, shared_->clock),
        rate_hz_(static_cast<std::uint32_t>(number_or(request, "sample_rate", 16'000))),
        threshold_(number_or(request, "eot_threshold", 0.7)),
        eager_(number_or(request, "eager_eot_threshold", 0)),
        timeout_s_(number_or(request, "eot_timeout_ms", 5000) / 1000),
        heard_at_(shared_->clock.now()),
        ear_(shared_->config.ear, memory_of(request), rate_hz_, 1) {}

  Awaitable<void> serve() {
    using asio::experimental::awaitable_operators::operator||;
    put(json::object{{"type", "Connected"}, {"request_id", id_}});
    co_await (read() || outbox_.run() || close_when_idle());
    socket_.close(1000, "");
  }

 private:
  EarMemory& memory_of(const net::Request& request) {
    const auto tag = request.query_value("tag");
    return tag ? shared_->speakers[std::string(*tag)] : own_memory_;
  }

  Awaitable<void> read() {
    while (true) {
      auto message = co_await socket_.receive();
      if (!message) co_return;
      heard_at_ = shared_->clock.now();
      if (message->kind == net::MessageKind::Binary) {
        shared_->stats.stt_audio_s += static_cast<double>(message->data.size()) / 2 / rate_hz_;
        pcm_ += message->data;
        while (ear_.hear(pcm_)) after_frame();
      } else if (command(message->data)) {
        co_await outbox_.drained();
        co_return;
      }
    }
  }

  Awaitable<void> close_when_idle() {
    while (shared_->clock.now() - heard_at_ < kIdleLimit) co_await shared_->clock.sleep_until(heard_at_ + kIdleLimit);
    put(json::object{{"type", "Error"}, {"code", "NET-0001"}, {"description", "no audio was received"}});
    co_await outbox_.drained();
    socket_.close(1011, "NET-0001");
  }

  double confidence() const { return 1.0 - std::pow(0.1, ear_.silence() / kSureAfterS); }

  void after_frame() {
    if (ear_.started()) {
      last_update_ = ear_.now();
      window_from_ = ear_.begin();
      put_turn("StartOfTurn");
    }
    if (!ear_.speaking()) return;
    if (eager_told_ && ear_.silence() == 0) {
      eager_told_ = false;
      put_turn("TurnResumed");
      return;
    }
    if (confidence() >= threshold_ && threshold_ < 1.0) return end_turn("model");
    if (ear_.silence() >= timeout_s_) return end_turn("timeout");
    if (eager_ > 0 && !eager_told_ && confidence() >= eager_ && !ear_.words().empty()) {
      eager_told_ = true;
      put_turn("EagerEndOfTurn");
    } else if (ear_.now() - last_update_ >= kUpdateEveryS) {
      last_update_ = ear_.now();
      put_turn("Update");
    }
  }

  void end_turn(const char* trigger) {
    if (eager_ > 0 && !eager_told_ && !ear_.words().empty()) put_turn("EagerEndOfTurn");  // always the one before the end
    put_turn("EndOfTurn", trigger);
    ++shared_->stats.stt_segments;
    ++turn_;
    eager_told_ = false;
    window_from_ = ear_.now();
    ear_.close_stretch();
  }

  /// True for CloseStream.
  bool command(const std::string& text) {
    json::error_code error;
    const auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    const auto* type = object == nullptr ? nullptr : object->if_contains("type");
    const auto name = type != nullptr && type->is_string() ? std::string(type->get_string()) : std::string();
    if (name == "CloseStream") {
      if (ear_.speaking()) end_turn("manual");
      return true;
    }
    if (name == "ForceEndTurn") {
      ++shared_->stats.stt_finalize;
      if (ear_.speaking()) end_turn("manual");
    } else if (name == "Configure") {
      configure(*object);
    } else {
      put(json::object{{"type", "Error"}, {"code", "INVALID_MESSAGE"}, {"description", "the message could not be parsed"}});
    }
    return false;
  }

  void configure(const json::object& asked) {
    ++shared_->stats.stt_configure;
    json::array terms;
    if (const auto* given = asked.if_contains("keyterms"); given != nullptr && given->is_array()) terms = given->get_array();
    shared_->keyterms.clear();
    for (const auto& term : terms) shared_->keyterms.emplace_back(term.is_string() ? term.get_string().c_str() : "");
    json::object thresholds{{"eot_threshold", threshold_}, {"eot_timeout_ms", timeout_s_ * 1000}};
    put(json::object{{"type", "ConfigureSuccess"}, {"request_id", id_}, {"thresholds", std::move(thresholds)}, {"keyterms", std::move(terms)}});
  }

  void put_turn(const char* event, const char* trigger = nullptr) {
    json::array words;
    std::string transcript;
    for (const auto& heard : ear_.words()) {
      words.emplace_back(json::object{{"word", heard.text}, {"confidence", 0.97}, {"start", heard.start}, {"end", heard.end}});
      transcript += (transcript.empty() ? "" : " ") + heard.text;
    }
    json::object message{{"type", "TurnInfo"},
                         {"request_id", id_},
                         {"event", event},
                         {"turn_index", turn_},
                         {"audio_window_start", window_from_},
                         {"audio_window_end", ear_.now()},
                         {"transcript", transcript},
                         {"words", std::move(words)},
                         {"end_of_turn_confidence", confidence()}};
    if (trigger != nullptr) message["trigger"] = trigger;
    put(std::move(message));
    ++(trigger != nullptr ? shared_->stats.stt_finals : shared_->stats.stt_interims);
  }

  void put(json::object message) {
    message["sequence_id"] = sequence_++;
    outbox_.put(net::MessageKind::Text, json::serialize(message), shared_->config.stt_delay);
  }

  std::shared_ptr<DeepgramShared> shared_;
  FaultySocket socket_;
  Outbox outbox_;
  std::uint32_t rate_hz_;
  double threshold_;
  double eager_;
  double timeout_s_;
  TimePoint heard_at_;
  EarMemory own_memory_;
  ScriptedEar ear_;
  std::string id_ = new_uuid();
  std::string pcm_;
  std::uint64_t sequence_ = 0;
  std::uint64_t turn_ = 0;
  double last_update_ = 0;
  double window_from_ = 0;
  bool eager_told_ = false;
};

}  // namespace

Awaitable<void> serve_flux(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket) {
  ++shared->stats.stt_conns;
  shared->keyterms.clear();
  for (const auto& [name, value] : request.query) {
    if (name == "keyterm") shared->keyterms.push_back(value);
  }
  const auto flux = std::make_unique<Flux>(shared, request, std::move(socket), co_await asio::this_coro::executor);
  co_await flux->serve();
}

}  // namespace codevoice::emulators
