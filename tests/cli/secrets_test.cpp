#include "cli/secrets.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp_dir.hpp"

namespace codevoice::cli {
namespace {

Settings settings_in(const test::TempDir& folder) {
  Settings settings;
  settings.data_dir = folder.path().string();
  settings.http = {"127.0.0.1", 8000};
  settings.rtc = {"127.0.0.1", 7880};
  return settings;
}

TEST(RoomSecret, TheFirstStartMakesOneAndTheNextFindsIt) {
  test::TempDir folder;
  const auto first = room_secret(settings_in(folder));
  const auto second = room_secret(settings_in(folder));

  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE(second);
  EXPECT_EQ(first->secret, second->secret);
  EXPECT_GE(first->secret.size(), kShortestSecret);
  struct stat info {};
  ASSERT_EQ(stat(folder.file("secrets.env").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(RoomSecret, DefaultKeysNeedDebugAndLoopback) {
  test::TempDir folder;
  auto settings = settings_in(folder);
  settings.livekit_key = "devkey";
  settings.livekit_secret = "secret";

  EXPECT_EQ(room_secret(settings).error().kind, ErrorKind::Denied);
  settings.debug = true;
  EXPECT_TRUE(room_secret(settings));
  settings.rtc.address = "0.0.0.0";
  EXPECT_EQ(room_secret(settings).error().kind, ErrorKind::Denied);
}

TEST(RoomSecret, ALongSecretIsAcceptedAnywhere) {
  test::TempDir folder;
  auto settings = settings_in(folder);
  settings.rtc.address = "0.0.0.0";
  settings.livekit_key = "prod";
  settings.livekit_secret = std::string(kShortestSecret, 'x');

  EXPECT_TRUE(room_secret(settings));
}

TEST(RoomSecret, HalfAPairIsAnError) {
  test::TempDir folder;
  auto settings = settings_in(folder);
  settings.livekit_key = "devkey";

  EXPECT_EQ(room_secret(settings).error().kind, ErrorKind::Invalid);
}

TEST(RoomSecret, AFolderThatCannotBeWrittenIsOneClearError) {
  test::TempDir folder;
  auto settings = settings_in(folder);
  settings.data_dir = "/proc/none";

  const auto secret = room_secret(settings);

  ASSERT_FALSE(secret);
  EXPECT_NE(secret.error().message.find("/proc/none/secrets.env"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::cli
