#include "cli/settings.hpp"

#include <gtest/gtest.h>

namespace codevoice::cli {
namespace {

SettingSources with(EnvironmentMap flags, EnvironmentMap environment = {}, EnvironmentMap file = {}) {
  SettingSources sources;
  sources.flags = std::move(flags);
  sources.environment = [environment](const std::string& name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  sources.env_file = std::move(file);
  return sources;
}

TEST(Settings, DefaultsListenOnLoopback) {
  const auto settings = resolve_settings(with({}));

  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->http.port, 8000);
  EXPECT_EQ(settings->rtc.port, 7880);
  EXPECT_TRUE(settings->http.loopback());
  EXPECT_FALSE(settings->debug);
  EXPECT_EQ(settings->questions, 5);
  EXPECT_EQ(settings->minutes, std::chrono::minutes(20));
}

TEST(Settings, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  const auto read = [](const SettingSources& sources) { return resolve_settings(sources)->http.port; };

  EXPECT_EQ(read(with({{"CODEVOICE_HTTP", ":1"}}, {{"CODEVOICE_HTTP", ":2"}}, {{"CODEVOICE_HTTP", ":3"}})), 1);
  EXPECT_EQ(read(with({}, {{"CODEVOICE_HTTP", ":2"}}, {{"CODEVOICE_HTTP", ":3"}})), 2);
  EXPECT_EQ(read(with({}, {}, {{"CODEVOICE_HTTP", ":3"}})), 3);
}

TEST(Settings, ACommandsOwnDefaultGoesBeforeTheTables) {
  auto sources = with({}, {{"CODEVOICE_HTTP", ":2"}});
  sources.defaults = {{"CODEVOICE_HTTP", ":9"}, {"CODEVOICE_LOG_LEVEL", "warn"}};
  const auto settings = resolve_settings(sources);

  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->http.port, 2);
  EXPECT_EQ(settings->log.level, log::Level::Warn);
}

TEST(Settings, AValueBeginningYourCountsAsUnset) {
  const auto settings = resolve_settings(with({}, {}, {{"DEEPGRAM_API_KEY", "your_deepgram_key"}, {"KRUTRIM_API_KEY", "real"}}));

  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->deepgram_api_key, "");
  EXPECT_EQ(settings->krutrim_api_key, "real");
}

TEST(Settings, BadValuesAreNamed) {
  const std::vector<std::pair<EnvironmentMap, std::string>> bad{
      {{{"CODEVOICE_HTTP", "nowhere:8000"}}, "CODEVOICE_HTTP"},
      {{{"CODEVOICE_RTC", "127.0.0.1:99999"}}, "CODEVOICE_RTC"},
      {{{"CODEVOICE_TURN_SENSITIVITY", "1.5"}}, "CODEVOICE_TURN_SENSITIVITY"},
      {{{"CODEVOICE_TURN_PATIENCE_MS", "soon"}}, "CODEVOICE_TURN_PATIENCE_MS"},
      {{{"CODEVOICE_LOG_LEVEL", "loud"}}, "CODEVOICE_LOG_LEVEL"},
      {{{"CODEVOICE_ROOM", "mansion"}}, "CODEVOICE_ROOM"},
      {{{"CODEVOICE_QUESTIONS", "0"}}, "CODEVOICE_QUESTIONS"},
      {{{"CODEVOICE_DIFFICULTY", "tricky"}}, "TRICKY"},
      {{{"CODEVOICE_FEEDBACK", "loud"}}, "CODEVOICE_FEEDBACK"},
      {{{"CODEVOICE_LISTENING", "on"}}, "CODEVOICE_LISTENING=on: one of off, mm-hm is wanted"},
      {{{"CODEVOICE_ADVERTISE", "1.2.3.4,here"}}, "'here'"},
      {{{"CODEVOICE_TLS_CERT", "a.pem"}}, "--tls-key"},
      {{{"DEBUG", "maybe"}}, "DEBUG"},
      {{{"CODEVOICE_DEEPGRAM_ENCODING", "mp3"}}, "CODEVOICE_DEEPGRAM_ENCODING=mp3: one of linear16, opus is wanted"},
  };
  for (const auto& [flags, named] : bad) {
    const auto settings = resolve_settings(with(flags));
    ASSERT_FALSE(settings) << named;
    EXPECT_NE(settings.error().message.find(named), std::string::npos) << settings.error().message;
    EXPECT_EQ(settings.error().kind, ErrorKind::Invalid);
  }
}

TEST(Settings, AListenersSoundsAreOffUnlessAskedFor) {
  EXPECT_FALSE(resolve_settings(with({}))->listening_sounds);
  EXPECT_TRUE(resolve_settings(with({}, {{"CODEVOICE_LISTENING", "mm-hm"}}))->listening_sounds);
}

TEST(Settings, WebhooksGoToEachUrlThatIsOne) {
  const auto two = resolve_settings(with({{"CODEVOICE_WEBHOOK_URL", "http://one/hook, https://two:8443/"}}));

  ASSERT_TRUE(two);
  EXPECT_EQ(two->webhook_urls, (std::vector<std::string>{"http://one/hook", "https://two:8443"}));
  EXPECT_TRUE(resolve_settings(with({}))->webhook_urls.empty());
  EXPECT_FALSE(resolve_settings(with({{"CODEVOICE_WEBHOOK_URL", "http://one/,two"}})));
}

TEST(Settings, AddressesInAllTheirForms) {
  EXPECT_EQ(resolve_settings(with({{"CODEVOICE_HTTP", "[::1]:80"}}))->http.address, "::1");
  EXPECT_EQ(resolve_settings(with({{"CODEVOICE_HTTP", "localhost:80"}}))->http.address, "127.0.0.1");
  EXPECT_FALSE(resolve_settings(with({{"CODEVOICE_HTTP", "0.0.0.0:80"}}))->http.loopback());
  EXPECT_EQ(resolve_settings(with({{"CODEVOICE_HTTP", "9000"}}))->http.port, 9000);
}

}  // namespace
}  // namespace codevoice::cli
