// /v1/listen: interim and final results of one audio stream, as developers.deepgram.com/reference/speech-to-text/listen-streaming has it.
#include "emulators/heard_stream.hpp"

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

class Listen final : public HeardStream {
 public:
  Listen(std::shared_ptr<DeepgramShared> shared, const net::Request& request, FaultySocket socket, const asio::any_io_executor& executor)
      : HeardStream(std::move(shared), request, std::move(socket), executor, kIdleLimit),
        interim_(request.query_value("interim_results") == "true"),
        vad_events_(request.query_value("vad_events") == "true"),
        punctuate_(request.query_value("punctuate") == "true" || request.query_value("smart_format") == "true"),
        nova3_(request.query_value("model").value_or("").starts_with("nova-3")),
        utterance_end_s_(number_or(request, "utterance_end_ms", 0) / 1000),
        hangover_s_(hangover_of(request, shared_->config)) {}

 private:
  static double hangover_of(const net::Request& request, const DeepgramConfig& config) {
    const auto asked = request.query_value("endpointing");
    if (asked == "false") return 1e9;
    const double fallback = static_cast<double>(config.stt_hangover.count());
    return std::max(number_or(request, "endpointing", fallback), fallback) / 1000;
  }

  void after_frame() override {
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

  bool command(const std::string& name, const json::object& message, const std::string& text) override {
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
      configure(message);
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
      set_keyterms(terms->get_array());
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

  bool interim_;
  bool vad_events_;
  bool punctuate_;
  bool nova3_;
  double utterance_end_s_;
  double hangover_s_;
  double begin_ = 0;  // of the result being made
  double done_ = 0;   // up to here all was said in finals
  double last_interim_ = 0;
  double last_word_end_ = 0;
};

}  // namespace

Awaitable<void> serve_listen(std::shared_ptr<DeepgramShared> shared, net::Request request, FaultySocket socket) {
  const auto listen = std::make_unique<Listen>(shared, request, std::move(socket), co_await asio::this_coro::executor);
  co_await listen->serve();
}

}  // namespace codevoice::emulators
