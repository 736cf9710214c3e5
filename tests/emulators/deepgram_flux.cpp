// /v2/listen (Flux): turns of one audio stream, as developers.deepgram.com/docs/flux/state has it.
#include <algorithm>
#include <array>
#include <cmath>

#include "emulators/heard_stream.hpp"

namespace codevoice::emulators {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr double kUpdateEveryS = 0.25;
constexpr double kSureAfterS = 0.5;       // of silence the emulated model is quite sure that the turn is over
constexpr double kHangingSureAfterS = 4;  // … where the words are plainly not over
constexpr auto kIdleLimit = 60s;

class Flux final : public HeardStream {
 public:
  Flux(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor)
      : HeardStream(std::move(shared), request, std::move(socket), executor, kIdleLimit),
        threshold_(number_or(request, "eot_threshold", 0.7)),
        eager_(number_or(request, "eager_eot_threshold", 0)),
        timeout_s_(number_or(request, "eot_timeout_ms", 5000) / 1000) {}

 private:
  void begin() override { tell(json::object{{"type", "Connected"}, {"request_id", id_}}); }
  void on_idle() override { tell(json::object{{"type", "Error"}, {"code", "NET-0001"}, {"description", "no audio was received"}}); }

  double confidence() const { return 1.0 - std::pow(0.1, ear_.silence() / (hangs() ? kHangingSureAfterS : kSureAfterS)); }
  /// "…, because": whoever says so goes on.
  bool hangs() const {
    constexpr auto kHanging = std::to_array<std::string_view>({"and", "because", "but", "or", "so"});
    return !ear_.words().empty() && std::find(kHanging.begin(), kHanging.end(), ear_.words().back().text) != kHanging.end();
  }

  void after_frame() override {
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

  bool command(const std::string& name, const json::object& message, const std::string& /*text*/) override {
    if (name == "CloseStream") {
      if (ear_.speaking()) end_turn("manual");
      return true;
    }
    if (name == "ForceEndTurn") {
      ++shared_->stats.stt_finalize;
      if (ear_.speaking()) end_turn("manual");
    } else if (name == "Configure") {
      configure(message);
    } else {
      tell(json::object{{"type", "Error"}, {"code", "INVALID_MESSAGE"}, {"description", "the message could not be parsed"}});
    }
    return false;
  }

  void configure(const json::object& asked) {
    ++shared_->stats.stt_configure;
    json::array terms;
    if (const auto* given = asked.if_contains("keyterms"); given != nullptr && given->is_array()) terms = given->get_array();
    set_keyterms(terms);
    json::object thresholds{{"eot_threshold", threshold_}, {"eot_timeout_ms", timeout_s_ * 1000}};
    tell(json::object{{"type", "ConfigureSuccess"}, {"request_id", id_}, {"thresholds", std::move(thresholds)}, {"keyterms", std::move(terms)}});
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
    tell(std::move(message));
    ++(trigger != nullptr ? shared_->stats.stt_finals : shared_->stats.stt_interims);
  }

  void tell(json::object message) {
    message["sequence_id"] = sequence_++;
    put(message);
  }

  double threshold_;
  double eager_;
  double timeout_s_;
  std::uint64_t sequence_ = 0;
  std::uint64_t turn_ = 0;
  double last_update_ = 0;
  double window_from_ = 0;
  bool eager_told_ = false;
};

}  // namespace

Awaitable<void> serve_flux(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket) {
  const auto flux = std::make_unique<Flux>(shared, request, std::move(socket), co_await asio::this_coro::executor);
  co_await flux->serve();
}

}  // namespace codevoice::emulators
