// /v1/listen: interim and final results of one audio stream, as developers.deepgram.com/reference/speech-to-text/listen-streaming has it.
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/ids.hpp"
#include "emulators/deepgram_emulator.hpp"
#include "emulators/outbox.hpp"

namespace codevoice::emulators {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr auto kIdleLimit = 10s;
constexpr std::size_t kKeytermsAtMost = 100;

std::string lowered(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

class Listen {
 public:
  Listen(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor)
      : shared_(std::move(shared)),
        socket_(std::move(socket)),
        outbox_(executor, socket_, shared_->clock),
        rate_hz_(static_cast<std::uint32_t>(number_or(request, "sample_rate", 16'000))),
        channels_(static_cast<unsigned>(number_or(request, "channels", 1))),
        interim_(request.query_value("interim_results") == "true"),
        vad_events_(request.query_value("vad_events") == "true"),
        punctuate_(request.query_value("punctuate") == "true" || request.query_value("smart_format") == "true"),
        nova3_(request.query_value("model").value_or("").starts_with("nova-3")),
        utterance_end_s_(number_or(request, "utterance_end_ms", 0) / 1000),
        hangover_s_(hangover_of(request, shared_->config)),
        heard_at_(shared_->clock.now()),
        ear_(shared_->config.ear, memory_of(request), rate_hz_, channels_) {}

  Awaitable<void> serve() {
    using asio::experimental::awaitable_operators::operator||;
    co_await (read() || outbox_.run() || close_when_idle());
    socket_.close(1000, "");
  }

 private:
  static double hangover_of(const net::Request& request, const DeepgramConfig& config) {
    const auto asked = request.query_value("endpointing");
    if (asked == "false") return 1e9;
    const double fallback = static_cast<double>(config.stt_hangover.count());
    return std::max(number_or(request, "endpointing", fallback), fallback) / 1000;
  }
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
        hear(message->data);
      } else if (command(message->data)) {
        co_await outbox_.drained();
        co_return;
      }
    }
  }

  Awaitable<void> close_when_idle() {
    while (shared_->clock.now() - heard_at_ < kIdleLimit) co_await shared_->clock.sleep_until(heard_at_ + kIdleLimit);
    socket_.close(1011, "NET-0001: no audio data or text message within the timeout window");
  }

  void hear(const std::string& data) {
    shared_->stats.stt_audio_s += static_cast<double>(data.size()) / 2 / channels_ / rate_hz_;
    pcm_ += data;
    while (ear_.hear(pcm_)) after_frame();
  }

  void after_frame() {
    if (ear_.started()) {
      last_interim_ = begin_ = ear_.begin();
      if (vad_events_) put(json::object{{"type", "SpeechStarted"}, {"channel", {0, 1}}, {"timestamp", begin_}});
    }
    if (ear_.speaking() && ear_.silence() >= hangover_s_) {
      ++shared_->stats.stt_segments;
      put_result(ear_.speech_end(), Kind::SpeechFinal);
    } else if (ear_.speaking() && interim_ && ear_.now() - last_interim_ >= std::chrono::duration<double>(shared_->config.stt_interim).count()) {
      last_interim_ = ear_.now();
      put_result(ear_.now(), Kind::Interim);
    }
    if (utterance_end_s_ > 0 && last_word_end_ > 0 && !ear_.speaking() && ear_.now() - last_word_end_ >= utterance_end_s_) {
      put(json::object{{"type", "UtteranceEnd"}, {"channel", {0, 1}}, {"last_word_end", last_word_end_}});
      last_word_end_ = 0;
    }
  }

  /// True for CloseStream.
  bool command(const std::string& text) {
    json::error_code error;
    const auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    const auto* type = object == nullptr ? nullptr : object->if_contains("type");
    const auto name = type != nullptr && type->is_string() ? std::string(type->get_string()) : std::string();
    if (name == "Finalize") {
      ++shared_->stats.stt_finalize;
      put_result(ear_.now(), Kind::Finalized);
    } else if (name == "CloseStream") {
      if (ear_.speaking()) put_result(ear_.now(), Kind::SpeechFinal);
      put(json::object{{"type", "Metadata"},
                       {"transaction_key", "deprecated"},
                       {"request_id", id_},
                       {"sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                       {"created", "2026-01-01T00:00:00.000Z"},
                       {"duration", ear_.now()},
                       {"channels", channels_}});
      return true;
    } else if (name == "Configure") {
      configure(*object);
    } else if (name != "KeepAlive") {
      put(json::object{{"type", "Error"}, {"variant", "SchemaError"}, {"description", "the message could not be parsed"}, {"message", text}});
    }
    return false;
  }

  void configure(const json::object& asked) {
    ++shared_->stats.stt_configure;
    const auto* terms = asked.if_contains("keyterms");
    const auto failed = [&](const char* code) {
      put(json::object{{"type", "ConfigureFailure"}, {"request_id", id_}, {"code", code}, {"description", "the configuration was not applied"}});
    };
    json::object answer{{"type", "ConfigureSuccess"}, {"request_id", id_}};
    if (terms != nullptr && terms->is_array()) {
      if (!nova3_ || !shared_->config.stt_configurable) return failed("CONFIGURE_KEYTERMS_NOT_SUPPORTED");
      if (terms->get_array().size() > kKeytermsAtMost) return failed("CONFIGURE_KEYTERM_LIMIT_EXCEEDED");
      shared_->keyterms.clear();
      for (const auto& term : terms->get_array()) shared_->keyterms.emplace_back(term.is_string() ? term.get_string().c_str() : "");
      answer["keyterms"] = *terms;
    }
    put(answer);
  }

  enum class Kind : std::uint8_t { Interim, SpeechFinal, Finalized };

  void put_result(double end, Kind kind) {
    const bool is_final = kind != Kind::Interim;
    const bool is_empty = !ear_.speaking();
    if (is_empty) begin_ = done_;
    json::array words;
    std::string transcript;
    const auto& heard = ear_.words();
    for (std::size_t i = 0; i < heard.size() && !is_empty; ++i) {
      auto shown = heard[i].text;
      if (punctuate_ && i == 0) shown[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(shown[0])));
      if (punctuate_ && kind == Kind::SpeechFinal && i + 1 == heard.size()) shown += '.';
      json::object word{{"word", lowered(heard[i].text)}, {"start", heard[i].start}, {"end", heard[i].end}, {"confidence", 0.98}};
      if (punctuate_) word["punctuated_word"] = shown;
      words.emplace_back(std::move(word));
      transcript += (transcript.empty() ? "" : " ") + shown;
    }
    if (!words.empty()) last_word_end_ = heard.back().end;
    json::object alternative{{"transcript", transcript}, {"confidence", words.empty() ? 0.0 : 0.98}, {"words", std::move(words)}};
    json::object model{{"name", "emulated-nova-3"}, {"version", "0"}, {"arch", "nova-3"}};
    put(json::object{{"type", "Results"},
                     {"channel_index", {0, 1}},
                     {"duration", end - begin_},
                     {"start", begin_},
                     {"is_final", is_final},
                     {"speech_final", kind == Kind::SpeechFinal},
                     {"channel", json::object{{"alternatives", json::array{std::move(alternative)}}}},
                     {"metadata", json::object{{"request_id", id_}, {"model_info", std::move(model)}, {"model_uuid", id_}}},
                     {"from_finalize", kind == Kind::Finalized}});
    ++(is_final ? shared_->stats.stt_finals : shared_->stats.stt_interims);
    if (!is_final) return;
    begin_ = done_ = end;
    ear_.close_stretch();
  }

  void put(const json::value& message) { outbox_.put(net::MessageKind::Text, json::serialize(message), shared_->config.stt_delay); }

  std::shared_ptr<DeepgramShared> shared_;
  FaultySocket socket_;
  Outbox outbox_;
  std::uint32_t rate_hz_;
  unsigned channels_;
  bool interim_;
  bool vad_events_;
  bool punctuate_;
  bool nova3_;
  double utterance_end_s_;
  double hangover_s_;
  TimePoint heard_at_;
  EarMemory own_memory_;
  ScriptedEar ear_;
  std::string id_ = new_uuid();
  std::string pcm_;
  double begin_ = 0;  // of the result being made
  double done_ = 0;   // up to here all was said in finals
  double last_interim_ = 0;
  double last_word_end_ = 0;
};

}  // namespace

Awaitable<void> serve_listen(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket) {
  ++shared->stats.stt_conns;
  shared->keyterms.clear();
  for (const auto& [name, value] : request.query) {
    if (name == "keyterm") shared->keyterms.push_back(value);
  }
  const auto listen = std::make_unique<Listen>(shared, request, std::move(socket), co_await asio::this_coro::executor);
  co_await listen->serve();
}

}  // namespace codevoice::emulators
