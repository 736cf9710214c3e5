// Everything the operator can set, from flags, the environment, .env and defaults, in that order of precedence.
// A value beginning "your_" counts as unset. Errors: Invalid, naming the setting and what it may be.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "cli/env_file.hpp"
#include "session/price_table.hpp"

namespace codevoice::cli {

struct Listen {
  std::string address;
  std::uint16_t port = 0;
  bool loopback() const;
};

enum class RoomMode : std::uint8_t { Auto, Embedded, LiveKit };

struct Settings {
  // the described system's names
  bool debug = false;            // DEBUG
  std::string database_url;      // DATABASE_URL
  std::string redis_url;         // REDIS_URL
  std::string deepgram_api_key;  // DEEPGRAM_API_KEY
  std::string krutrim_api_key;   // KRUTRIM_API_KEY
  std::string livekit_url;       // LIVEKIT_API_URL
  std::string livekit_key;       // LIVEKIT_API_KEY
  std::string livekit_secret;    // LIVEKIT_API_SECRET
  // cloud engines
  std::string stt;                // auto, deepgram, flux or local
  std::string tts;                // auto, deepgram or local
  std::string deepgram_url;       // wss://api.deepgram.com
  std::string deepgram_model;     // of the recogniser
  std::string deepgram_language;  // of the recogniser
  std::string deepgram_encoding;  // of what it is sent: linear16 or opus
  std::string deepgram_voice;
  std::string llm;      // auto, openai or built-in
  std::string llm_url;  // base of an OpenAI-compatible API, ".../v1"
  std::string llm_model;
  std::string llm_api_key;    // else krutrim_api_key
  std::string system_prompt;  // a file; empty: the one inside the program
  std::size_t llm_context_tokens = 0;
  // ours
  RoomMode room_mode = RoomMode::Auto;
  std::vector<std::string> webhook_urls;
  Listen http;
  Listen rtc;
  std::optional<Listen> metrics;  // a port of its own for /metrics
  session::PriceTable prices;     // of the estimate of an interview's cost
  std::uint16_t udp_port = 0;
  std::uint16_t tcp_port = 0;
  std::string data_dir;
  std::string models_dir;     // empty: beside the program
  std::string voice;          // a Piper .onnx, "flite" or "flite:SPEAKER"; empty: the Piper voice in models_dir
  std::string questions_dir;  // empty: the bank inside the program
  unsigned shards = 0;        // 0: cores - 1, at least 1
  std::vector<std::string> advertise;
  std::string tls_cert;
  bool open_registration = false;
  std::vector<std::string> cors_origins;
  double api_rate = 0;     // requests a second of one address
  double login_rate = 0;   // attempts a minute of one address
  std::string public_url;  // where people reach the pages; for links
  std::string tls_key;
  log::Options log;
  float turn_sensitivity = 0.5F;
  std::string turn_strategy;  // fused or smart_turn
  std::optional<std::chrono::milliseconds> turn_patience;
  bool listening_sounds = false;
  // the interview
  std::vector<std::string> topics;
  std::string difficulty;  // empty: mixed
  int questions = 5;
  std::chrono::minutes minutes{20};
  std::uint64_t seed = 0;
  std::chrono::seconds grace{90};  // for a candidate who went away to come back
  bool neutral_feedback = false;
};

/// One row of the table of settings: where a value may come from.
struct SettingName {
  const char* flag;         // "--http", empty when it has none
  const char* environment;  // "CODEVOICE_HTTP"
  const char* fallback;
  const char* help;
};
const std::vector<SettingName>& setting_names();

struct SettingSources {
  EnvironmentMap flags;  // by environment name
  std::function<std::optional<std::string>(const std::string&)> environment;
  EnvironmentMap env_file;
  EnvironmentMap defaults{};  // that go before the table's
};
Result<Settings> resolve_settings(const SettingSources& sources);

/// The process's environment.
std::optional<std::string> process_environment(const std::string& name);

}  // namespace codevoice::cli
