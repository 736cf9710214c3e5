#include "cli/command_line.hpp"

#include <gtest/gtest.h>

namespace codevoice::cli {
namespace {

Invocation parsed(const std::vector<std::string>& arguments) {
  const auto result = parse_command_line(arguments);
  const auto* leave = std::get_if<Leave>(&result);
  EXPECT_EQ(leave, nullptr) << leave->text;
  return leave != nullptr ? Invocation{} : std::get<Invocation>(result);
}

TEST(CommandLine, TheDescribedDefaultsHold) {
  EXPECT_EQ(parsed({"run_bot"}).run_bot.rooms, (std::vector<std::string>{"interview-room-1"}));
  EXPECT_EQ(parsed({"run_bot"}).run_bot.identity, "ai-interviewer");
  EXPECT_FALSE(parsed({"run_bot"}).run_bot.once);
  EXPECT_TRUE(parsed({"run_bot", "--once"}).run_bot.once);
  EXPECT_EQ(parsed({"get_user_token"}).token.identity, "human-candidate");
  EXPECT_EQ(parsed({"get_user_token"}).token.ttl, std::chrono::hours(6));
}

TEST(CommandLine, ManyRoomsInOneProcess) {
  EXPECT_EQ(parsed({"run_bot", "--rooms", "r-:3"}).run_bot.rooms, (std::vector<std::string>{"r-0", "r-1", "r-2"}));
  EXPECT_EQ(parsed({"run_bot", "--room", "a", "--room", "b"}).run_bot.rooms, (std::vector<std::string>{"a", "b"}));
}

TEST(CommandLine, SettingsBecomeFlags) {
  const auto invocation = parsed({"serve", "--http", "0.0.0.0:80", "--log-json", "--no-bot", "--questions", "3"});

  EXPECT_EQ(invocation.flags.at("CODEVOICE_HTTP"), "0.0.0.0:80");
  EXPECT_EQ(invocation.flags.at("CODEVOICE_LOG_JSON"), "on");
  EXPECT_EQ(invocation.flags.at("CODEVOICE_QUESTIONS"), "3");
  EXPECT_FALSE(invocation.serve.bot);
  EXPECT_TRUE(parsed({"serve"}).serve.bot);
}

TEST(CommandLine, SessionsListAndShow) {
  EXPECT_EQ(parsed({"sessions"}).sessions.show, "");
  EXPECT_EQ(parsed({"sessions", "list"}).command, Command::Sessions);
  const auto show = parsed({"sessions", "show", "abcd1234", "--format", "json"});
  EXPECT_EQ(show.sessions.show, "abcd1234");
  EXPECT_TRUE(show.sessions.json);
}

TEST(CommandLine, CandidateTakesAnswersAndLimits) {
  const auto candidate =
      parsed({"candidate", "--wav", "a.wav", "--wav", "b.wav", "--say", "a mutex", "--sessions", "4", "--seconds", "9", "--json"}).candidate;

  EXPECT_EQ(candidate.wavs.size(), 2U);
  EXPECT_EQ(candidate.texts.size(), 1U);
  EXPECT_EQ(candidate.sessions, 4);
  EXPECT_EQ(candidate.seconds, std::chrono::seconds(9));
}

TEST(CommandLine, ReplayTakesARecordingAndTheTurnSettings) {
  const auto invocation = parsed({"replay", "a.wav", "--channel", "2", "--question", "deadlock", "--sensitivity", "0.3", "--patience-ms", "900",
                                  "--format", "json", "--topic", "databases"});

  EXPECT_EQ(invocation.replay.what, "a.wav");
  EXPECT_EQ(invocation.replay.question, "deadlock");
  EXPECT_EQ(invocation.replay.channel, 2);
  EXPECT_TRUE(invocation.replay.json);
  EXPECT_EQ(invocation.flags.at("CODEVOICE_TURN_SENSITIVITY"), "0.3");
  EXPECT_EQ(invocation.flags.at("CODEVOICE_TURN_PATIENCE_MS"), "900");
  EXPECT_EQ(invocation.flags.at("CODEVOICE_TOPIC"), "databases");
  EXPECT_EQ(invocation.defaults.at("CODEVOICE_LOG_LEVEL"), "warn");
  EXPECT_TRUE(parsed({"serve"}).defaults.empty());
}

TEST(CommandLine, WrongUsageIsOneLineAndExitCode2) {
  const std::vector<std::vector<std::string>> wrong{{},
                                                    {"dance"},
                                                    {"serve", "--volume", "11"},
                                                    {"sessions", "show"},
                                                    {"sessions", "--format", "xml"},
                                                    {"get_user_token", "--ttl", "soon"},
                                                    {"run_bot", "--rooms", "x"},
                                                    {"run_bot", "--rooms", "x:0"},
                                                    {"candidate", "--sessions", "0"},
                                                    {"replay"},
                                                    {"replay", "a.wav", "--channel", "3"}};
  for (const auto& arguments : wrong) {
    const auto result = parse_command_line(arguments);
    const auto* leave = std::get_if<Leave>(&result);
    ASSERT_NE(leave, nullptr) << (arguments.empty() ? "" : arguments.back());
    EXPECT_EQ(leave->code, 2);
    EXPECT_FALSE(leave->text.empty());
    EXPECT_EQ(leave->text.find('\n'), std::string::npos);
  }
}

TEST(CommandLine, HelpAndVersionLeaveWithZero) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"}, {"--version"}, {"serve", "--help"}, {"serve", "--version"}}) {
    const auto result = parse_command_line(arguments);
    ASSERT_TRUE(std::holds_alternative<Leave>(result));
    EXPECT_EQ(std::get<Leave>(result).code, 0);
    EXPECT_FALSE(std::get<Leave>(result).text.empty());
  }
}

TEST(ParseLength, UnitsAndLimits) {
  EXPECT_EQ(parse_length("90m"), std::chrono::minutes(90));
  EXPECT_EQ(parse_length("15"), std::chrono::seconds(15));
  EXPECT_FALSE(parse_length("-1h"));
  EXPECT_FALSE(parse_length("99999999999999999999h"));
  EXPECT_FALSE(parse_length("400d"));
}

}  // namespace
}  // namespace codevoice::cli
