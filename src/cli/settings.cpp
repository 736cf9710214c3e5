#include "cli/settings.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdlib>
#include <random>

#include "net/url.hpp"

namespace codevoice::cli {
namespace {

template <class N>
Result<N> number_in(const std::string& name, const std::string& text, N least, N most) {
  N value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return fail(ErrorKind::Invalid, name + "=" + text + ": a number from " + std::to_string(least) + " to " + std::to_string(most) + " is wanted");
  }
  return value;
}

Result<bool> switch_of(const std::string& name, std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (text == "on" || text == "true" || text == "1" || text == "yes") return true;
  if (text == "off" || text == "false" || text == "0" || text == "no" || text.empty()) return false;
  return fail(ErrorKind::Invalid, name + "=" + text + ": on or off is wanted");
}

/// "127.0.0.1:8000", "[::1]:8000", ":8000" (loopback) or "8000".
Result<Listen> listen_of(const std::string& name, const std::string& text) {
  const auto colon = text.rfind(':');
  std::string address = colon == std::string::npos ? "" : text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  if (address.empty()) address = "127.0.0.1";
  if (address == "localhost") address = "127.0.0.1";
  boost::system::error_code bad;
  boost::asio::ip::make_address(address, bad);
  const auto port = number_in<std::uint16_t>(name, colon == std::string::npos ? text : text.substr(colon + 1), 0, 65535);
  if (bad || !port) return fail(ErrorKind::Invalid, name + "=" + text + ": ADDRESS:PORT is wanted, such as 127.0.0.1:8000 or 0.0.0.0:8000");
  return Listen{address, *port};
}

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto item = text.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

Result<log::Level> level_of(const std::string& text) {
  constexpr std::array names{"trace", "debug", "info", "warn", "error", "off"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (text == names[i]) return static_cast<log::Level>(i);
  }
  return fail(ErrorKind::Invalid, "CODEVOICE_LOG_LEVEL=" + text + ": trace, debug, info, warn, error or off is wanted");
}

Result<RoomMode> room_mode_of(const std::string& text) {
  if (text == "auto") return RoomMode::Auto;
  if (text == "embedded") return RoomMode::Embedded;
  if (text == "livekit") return RoomMode::LiveKit;
  return fail(ErrorKind::Invalid, "CODEVOICE_ROOM=" + text + ": embedded, livekit or auto is wanted");
}

Result<std::string> one_of(const std::string& name, const std::string& text, std::initializer_list<const char*> known) {
  std::string list;
  for (const auto* word : known) {
    if (text == word) return text;
    list += (list.empty() ? "" : ", ") + std::string(word);
  }
  return fail(ErrorKind::Invalid, name + "=" + text + ": one of " + list + " is wanted");
}

Result<std::string> url_of(const std::string& name, std::string text) {
  while (text.ends_with('/')) text.pop_back();
  const auto url = net::parse_url(text);
  if (!url) return fail(name, url.error());
  return text;
}

/// Reads values one after another and keeps the first error.
class Reader {
 public:
  explicit Reader(const SettingSources& sources) : sources_(sources) {}

  std::string text(const std::string& name) const {
    for (const auto& value : {from(sources_.flags, name), sources_.environment ? sources_.environment(name) : std::nullopt,
                              from(sources_.env_file, name), from(sources_.defaults, name)}) {
      if (value && !value->starts_with("your_")) return *value;
    }
    for (const auto& row : setting_names()) {
      if (name == row.environment) return row.fallback;
    }
    return {};
  }
  template <class T>
  T take(Result<T> result, T otherwise = {}) {
    if (result) return std::move(*result);
    if (!error_) error_ = result.error();
    return otherwise;
  }
  template <class N>
  N number(const std::string& name, N least, N most) {
    return take(number_in<N>(name, text(name), least, most));
  }
  bool on(const std::string& name) { return take(switch_of(name, text(name))); }
  const std::optional<Error>& error() const { return error_; }

 private:
  static std::optional<std::string> from(const EnvironmentMap& map, const std::string& name) {
    const auto found = map.find(name);
    return found == map.end() ? std::nullopt : std::optional(found->second);
  }
  const SettingSources& sources_;
  std::optional<Error> error_;
};

void read_services(Reader& read, Settings& to) {
  to.debug = read.on("DEBUG");
  to.database_url = read.text("DATABASE_URL");
  to.redis_url = read.text("REDIS_URL");
  to.deepgram_api_key = read.text("DEEPGRAM_API_KEY");
  to.krutrim_api_key = read.text("KRUTRIM_API_KEY");
  to.livekit_url = read.text("LIVEKIT_API_URL");
  to.livekit_key = read.text("LIVEKIT_API_KEY");
  to.livekit_secret = read.text("LIVEKIT_API_SECRET");
  to.room_mode = read.take(room_mode_of(read.text("CODEVOICE_ROOM")));
}

void read_engines(Reader& read, Settings& to) {
  to.stt = read.take(one_of("CODEVOICE_STT", read.text("CODEVOICE_STT"), {"auto", "deepgram", "flux", "local"}));
  to.tts = read.take(one_of("CODEVOICE_TTS", read.text("CODEVOICE_TTS"), {"auto", "deepgram", "local"}));
  to.deepgram_url = read.take(url_of("CODEVOICE_DEEPGRAM_URL", read.text("CODEVOICE_DEEPGRAM_URL")));
  to.deepgram_model = read.text("CODEVOICE_DEEPGRAM_MODEL");
  to.deepgram_language = read.text("CODEVOICE_DEEPGRAM_LANGUAGE");
  to.deepgram_encoding = read.take(one_of("CODEVOICE_DEEPGRAM_ENCODING", read.text("CODEVOICE_DEEPGRAM_ENCODING"), {"linear16", "opus"}));
  to.deepgram_voice = read.text("CODEVOICE_DEEPGRAM_VOICE");
  to.llm = read.take(one_of("CODEVOICE_LLM", read.text("CODEVOICE_LLM"), {"auto", "openai", "built-in"}));
  to.llm_url = read.take(url_of("CODEVOICE_LLM_URL", read.text("CODEVOICE_LLM_URL")));
  to.llm_model = read.text("CODEVOICE_LLM_MODEL");
  to.llm_api_key = read.text("CODEVOICE_LLM_API_KEY");
  to.system_prompt = read.text("CODEVOICE_SYSTEM_PROMPT");
  to.llm_context_tokens = read.number<std::size_t>("CODEVOICE_LLM_CONTEXT_TOKENS", 1000, 1'000'000);
}

void read_server(Reader& read, Settings& to) {
  to.http = read.take(listen_of("CODEVOICE_HTTP", read.text("CODEVOICE_HTTP")));
  to.rtc = read.take(listen_of("CODEVOICE_RTC", read.text("CODEVOICE_RTC")));
  if (const auto metrics = read.text("CODEVOICE_METRICS"); !metrics.empty()) to.metrics = read.take(listen_of("CODEVOICE_METRICS", metrics));
  to.prices = read.take(session::PriceTable::parse(read.text("CODEVOICE_PRICES")));
  to.udp_port = read.number<std::uint16_t>("CODEVOICE_UDP_PORT", 0, 65535);
  to.tcp_port = read.number<std::uint16_t>("CODEVOICE_TCP_PORT", 0, 65535);
  to.data_dir = read.text("CODEVOICE_DATA");
  to.models_dir = read.text("CODEVOICE_MODELS");
  to.voice = read.text("CODEVOICE_VOICE");
  to.questions_dir = read.text("CODEVOICE_QUESTIONS_DIR");
  to.shards = read.number<unsigned>("CODEVOICE_SHARDS", 0, 256);
  to.advertise = list_of(read.text("CODEVOICE_ADVERTISE"));
  for (auto& url : list_of(read.text("CODEVOICE_WEBHOOK_URL"))) {
    to.webhook_urls.push_back(read.take(url_of("CODEVOICE_WEBHOOK_URL", std::move(url))));
  }
  to.open_registration = read.take(one_of("CODEVOICE_REGISTRATION", read.text("CODEVOICE_REGISTRATION"), {"closed", "open"})) == "open";
  to.api_rate = read.number<double>("CODEVOICE_API_RATE", 1.0, 1e6);
  to.login_rate = read.number<double>("CODEVOICE_LOGIN_RATE", 1.0, 1e6);
  to.cors_origins = list_of(read.text("CODEVOICE_CORS_ORIGINS"));
  if (const auto url = read.text("CODEVOICE_PUBLIC_URL"); !url.empty()) to.public_url = read.take(url_of("CODEVOICE_PUBLIC_URL", url));
  to.tls_cert = read.text("CODEVOICE_TLS_CERT");
  to.tls_key = read.text("CODEVOICE_TLS_KEY");
  to.log.level = read.take(level_of(read.text("CODEVOICE_LOG_LEVEL")));
  to.log.format = read.on("CODEVOICE_LOG_JSON") ? log::Format::Json : log::Format::Text;
  to.log.pii = read.on("CODEVOICE_LOG_PII");
}

void read_interview(Reader& read, Settings& to) {
  to.turn_sensitivity = static_cast<float>(read.number<double>("CODEVOICE_TURN_SENSITIVITY", 0.0, 1.0));
  to.turn_strategy = read.take(one_of("CODEVOICE_TURN_STRATEGY", read.text("CODEVOICE_TURN_STRATEGY"), {"fused", "smart_turn"}));
  if (!read.text("CODEVOICE_TURN_PATIENCE_MS").empty()) {
    to.turn_patience = std::chrono::milliseconds(read.number<int>("CODEVOICE_TURN_PATIENCE_MS", 300, 20'000));
  }
  to.listening_sounds = read.take(one_of("CODEVOICE_LISTENING", read.text("CODEVOICE_LISTENING"), {"off", "mm-hm"})) == "mm-hm";
  to.topics = list_of(read.text("CODEVOICE_TOPIC"));
  to.difficulty = read.text("CODEVOICE_DIFFICULTY");
  std::transform(to.difficulty.begin(), to.difficulty.end(), to.difficulty.begin(), [](unsigned char c) { return std::toupper(c); });
  to.questions = read.number<int>("CODEVOICE_QUESTIONS", 1, 50);
  to.minutes = std::chrono::minutes(read.number<int>("CODEVOICE_MINUTES", 1, 240));
  to.grace = std::chrono::seconds(read.number<int>("CODEVOICE_GRACE_S", 1, 3600));
  const auto seed = read.text("CODEVOICE_SEED");
  to.seed = seed.empty() ? std::random_device{}() : read.number<std::uint64_t>("CODEVOICE_SEED", 0, UINT64_MAX);
  const auto feedback = read.text("CODEVOICE_FEEDBACK");
  to.neutral_feedback = feedback == "neutral";
}

Result<void> check(const Settings& settings, const Reader& read) {
  if (const auto feedback = read.text("CODEVOICE_FEEDBACK"); feedback != "spoken" && feedback != "neutral") {
    return fail(ErrorKind::Invalid, "CODEVOICE_FEEDBACK=" + feedback + ": spoken or neutral is wanted");
  }
  if (const auto& d = settings.difficulty; !d.empty() && d != "EASY" && d != "MEDIUM" && d != "HARD") {
    return fail(ErrorKind::Invalid, "difficulty '" + d + "': EASY, MEDIUM or HARD is wanted");
  }
  for (const auto& address : settings.advertise) {
    boost::system::error_code bad;
    boost::asio::ip::make_address(address, bad);
    if (bad) return fail(ErrorKind::Invalid, "CODEVOICE_ADVERTISE: '" + address + "' is no IP address");
  }
  if (settings.tls_cert.empty() != settings.tls_key.empty()) return fail(ErrorKind::Invalid, "--tls-cert and --tls-key go together");
  return {};
}

}  // namespace

bool Listen::loopback() const {
  boost::system::error_code bad;
  const auto parsed = boost::asio::ip::make_address(address, bad);
  return !bad && parsed.is_loopback();
}

const std::vector<SettingName>& setting_names() {
  static const std::vector<SettingName> names{
      {"", "DEBUG", "off", "development: default keys are accepted on loopback"},
      {"", "DATABASE_URL", "", "database, postgres://… or sqlite:///FILE; unset: SQLite in the data folder"},
      {"", "REDIS_URL", "", "task queue; unset: in this process"},
      {"", "DEEPGRAM_API_KEY", "", "speech services; unset: local models"},
      {"", "KRUTRIM_API_KEY", "", "language model; unset: the built-in interviewer"},
      {"--url", "LIVEKIT_API_URL", "", "LiveKit server, ws:// or wss://; unset: the embedded room"},
      {"--api-key", "LIVEKIT_API_KEY", "", "key of the room server"},
      {"", "LIVEKIT_API_SECRET", "", "secret of the room server"},
      {"--stt", "CODEVOICE_STT", "auto", "speech recognition: deepgram, flux (Deepgram's turn events) or local; auto: deepgram when it has a key"},
      {"--tts", "CODEVOICE_TTS", "auto", "the interviewer's voice: deepgram or local; auto: deepgram when it has a key"},
      {"--llm", "CODEVOICE_LLM", "auto", "who words the replies: openai (an OpenAI-compatible API) or built-in; auto: openai when it has a key"},
      {"", "CODEVOICE_DEEPGRAM_URL", "wss://api.deepgram.com", "address of Deepgram"},
      {"", "CODEVOICE_DEEPGRAM_MODEL", "nova-3", "its speech recognition model"},
      {"", "CODEVOICE_DEEPGRAM_LANGUAGE", "en", "the language it listens for"},
      {"", "CODEVOICE_DEEPGRAM_ENCODING", "linear16", "what it is sent: linear16, or opus (an eighth of the bytes)"},
      {"", "CODEVOICE_DEEPGRAM_VOICE", "aura-helios-en", "its voice"},
      {"", "CODEVOICE_LLM_URL", "https://cloud.olakrutrim.com/v1", "OpenAI-compatible API (OpenAI, Ollama, vLLM, llama.cpp ...)"},
      {"", "CODEVOICE_LLM_MODEL", "gpt-oss-120b", "its model"},
      {"", "CODEVOICE_LLM_API_KEY", "", "its key; unset: KRUTRIM_API_KEY"},
      {"", "CODEVOICE_LLM_CONTEXT_TOKENS", "16000", "of conversation sent at most; what is older is summed up"},
      {"", "CODEVOICE_SYSTEM_PROMPT", "", "file with the interviewer's instructions for the language model; unset: the ones inside the program"},
      {"", "CODEVOICE_ROOM", "auto", "embedded, livekit or auto"},
      {"", "CODEVOICE_WEBHOOK_URL", "", "URLs that are told what happens in the embedded rooms (LiveKit webhooks), comma separated"},
      {"--http", "CODEVOICE_HTTP", "127.0.0.1:8000", "pages and API, ADDRESS:PORT"},
      {"--rtc", "CODEVOICE_RTC", "127.0.0.1:7880", "room signalling, ADDRESS:PORT"},
      {"--metrics", "CODEVOICE_METRICS", "",
       "a port of its own for /metrics (Prometheus), ADDRESS:PORT; unset: serve answers on --http, to this machine only"},
      {"", "CODEVOICE_PRICES", "",
       "US dollars for the estimate of an interview's cost, such as "
       "stt_minute=0.0077,tts_thousand_characters=0.015,llm_million_prompt=0.15,llm_million_completion=0.6"},
      {"--udp", "CODEVOICE_UDP_PORT", "7882", "first UDP port for media, one per shard"},
      {"--tcp", "CODEVOICE_TCP_PORT", "7881", "TCP port for media where UDP is blocked (0: none)"},
      {"--data", "CODEVOICE_DATA", "./data", "folder of database, caches and secrets"},
      {"--models", "CODEVOICE_MODELS", "", "folder of the speech models"},
      {"--voice", "CODEVOICE_VOICE", "", "a Piper voice (.onnx), flite or flite:SPEAKER (slt, rms, awb, kal); unset: Piper's joe"},
      {"--questions-dir", "CODEVOICE_QUESTIONS_DIR", "", "folder of your own question bank (YAML)"},
      {"--shards", "CODEVOICE_SHARDS", "0", "media threads (0: cores - 1)"},
      {"--advertise", "CODEVOICE_ADVERTISE", "", "IP addresses browsers reach this machine at (NAT, containers), comma separated"},
      {"", "CODEVOICE_REGISTRATION", "closed", "open: anybody may make a candidate's account"},
      {"", "CODEVOICE_API_RATE", "200", "requests a second that one address may make; twice as many at once"},
      {"", "CODEVOICE_LOGIN_RATE", "20", "attempts a minute to log in, register or reset that one address may make"},
      {"", "CODEVOICE_CORS_ORIGINS", "", "other sites whose pages may use the API, such as https://hr.example, comma separated"},
      {"", "CODEVOICE_PUBLIC_URL", "", "where people reach the pages, such as https://interviews.example; for links, and https makes cookies secure"},
      {"--tls-cert", "CODEVOICE_TLS_CERT", "", "certificate chain (PEM) for both ports"},
      {"--tls-key", "CODEVOICE_TLS_KEY", "", "its private key (PEM)"},
      {"--log-level", "CODEVOICE_LOG_LEVEL", "info", "trace, debug, info, warn, error or off"},
      {"--log-json", "CODEVOICE_LOG_JSON", "off", "log lines as JSON"},
      {"", "CODEVOICE_LOG_PII", "off", "log what was said too (personal data)"},
      {"", "CODEVOICE_TURN_SENSITIVITY", "0.5", "0 waits longest before taking a turn as ended, 1 shortest"},
      {"", "CODEVOICE_TURN_STRATEGY", "fused", "what ends a turn: fused (words, Smart Turn, this speaker's pauses) or smart_turn alone"},
      {"", "CODEVOICE_TURN_PATIENCE_MS", "",
       "how long a thinking pause may be, ms: what is undecided ends after most of it, what plainly goes on after half as much again; unset: "
       "by the question"},
      {"", "CODEVOICE_LISTENING", "off", "mm-hm: the interviewer makes a listener's sound in the short pauses of long answers"},
      {"--topic", "CODEVOICE_TOPIC", "", "topics to ask about, comma separated; unset: all"},
      {"--difficulty", "CODEVOICE_DIFFICULTY", "", "EASY, MEDIUM or HARD; unset: mixed"},
      {"--questions", "CODEVOICE_QUESTIONS", "5", "how many questions"},
      {"--minutes", "CODEVOICE_MINUTES", "20", "length of the interview"},
      {"", "CODEVOICE_GRACE_S", "90", "seconds a candidate who went away has to come back into the same interview"},
      {"--seed", "CODEVOICE_SEED", "", "the same seed gives the same questions and wordings"},
      {"--feedback", "CODEVOICE_FEEDBACK", "spoken", "spoken or neutral"},
  };
  return names;
}

Result<Settings> resolve_settings(const SettingSources& sources) {
  Reader read(sources);
  Settings settings;
  read_services(read, settings);
  read_engines(read, settings);
  read_server(read, settings);
  read_interview(read, settings);
  if (read.error()) return tl::unexpected(*read.error());
  if (const auto checked = check(settings, read); !checked) return tl::unexpected(checked.error());
  return settings;
}

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace codevoice::cli
