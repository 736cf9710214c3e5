#include "cli/room_choice.hpp"

#include <gtest/gtest.h>

namespace codevoice::cli {
namespace {

Settings with(std::string url, RoomMode mode = RoomMode::Auto) {
  Settings settings;
  settings.livekit_url = std::move(url);
  settings.room_mode = mode;
  settings.rtc = {"127.0.0.1", 7880};
  return settings;
}

RoomChoice chosen(const Settings& settings, bool livekit_there = false) {
  return choose_room(settings, [&](const std::string&) { return livekit_there; }).value();
}

TEST(RoomChoice, WithoutAUrlTheRoomIsBuiltIn) {
  EXPECT_TRUE(chosen(with("")).embedded);
  EXPECT_TRUE(chosen(with(""), true).embedded);  // nobody was asked
}

TEST(RoomChoice, AnotherServersUrlMeansThatServer) {
  for (const auto* url : {"wss://livekit.example", "ws://localhost:7890", "ws://10.0.0.7:7880", "http://[::1]:7999"}) {
    const auto choice = chosen(with(url));
    EXPECT_FALSE(choice.embedded) << url;
    EXPECT_EQ(choice.url, url);
    EXPECT_EQ(choice.why, "LIVEKIT_API_URL names another server");
  }
}

TEST(RoomChoice, AtOurOwnAddressItIsWhoeverAnswersThere) {
  for (const auto* url : {"ws://localhost:7880", "ws://127.0.0.1:7880/", "http://[::1]:7880"}) {
    EXPECT_TRUE(chosen(with(url)).embedded) << url;
    EXPECT_FALSE(chosen(with(url), true).embedded) << url;
  }
  EXPECT_EQ(chosen(with("ws://localhost:7880"), true).why, "a LiveKit server already answers at LIVEKIT_API_URL");
}

TEST(RoomChoice, ASettingDecidesWithoutAsking) {
  EXPECT_TRUE(chosen(with("wss://livekit.example", RoomMode::Embedded)).embedded);
  EXPECT_FALSE(chosen(with("ws://localhost:7880", RoomMode::LiveKit)).embedded);
  const auto nowhere = choose_room(with("", RoomMode::LiveKit), [](const std::string&) { return false; });
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("LIVEKIT_API_URL"), std::string::npos);
}

TEST(RoomChoice, NobodyAnswersWhereNobodyListens) { EXPECT_FALSE(livekit_answers("ws://127.0.0.1:1")); }

}  // namespace
}  // namespace codevoice::cli
