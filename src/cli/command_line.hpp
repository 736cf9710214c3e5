// The command line: one binary, one subcommand each time; every option can also come from the environment or .env.
// Errors: an unknown command or option, or a bad value, is one line for stderr and exit code 2.
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "cli/settings.hpp"

namespace codevoice::cli {

enum class Command : std::uint8_t { Serve, RunBot, GetUserToken, Migrate, CreateSuperuser, Questions, Sessions, Candidate, Replay, Doctor };

struct ServeOptions {
  bool bot = true;
  bool migrate = false;
  std::string bot_rooms = "interview-room-1";  // our bot comes into the room of this name; "name*": all that begin so
};
struct SuperuserOptions {
  std::string username = "admin";
  std::string email;
};
struct QuestionsOptions {
  bool is_import = false;
  std::string file;
  std::string format;  // json, yaml or csv; empty: by the file's name
};
struct RunBotOptions {
  std::vector<std::string> rooms;
  std::string identity = "ai-interviewer";
  bool once = false;  // leave after one interview
};
struct TokenOptions {
  std::string room = "interview-room-1";
  std::string identity = "human-candidate";
  std::chrono::seconds ttl{6 * 3600};
};
struct SessionsOptions {
  std::string show;  // empty: list
  bool json = false;
  int limit = 20;
};
struct CandidateOptions {
  std::string room = "interview-room-1";
  std::string identity = "human-candidate";
  std::vector<std::string> wavs;
  std::vector<std::string> texts;  // --say
  std::string out;                 // WAV of what was heard
  bool json = false;
  int turns = 0;  // 0: as many as there are answers
  int sessions = 1;
  std::chrono::milliseconds quiet{700};  // the interviewer has finished when it was silent so long
  std::chrono::milliseconds spread{};    // of the sessions' beginnings; zero: 50 ms each
  std::chrono::milliseconds stagger{};   // of their first answers, so that sessions greeted together do not go on in step
  std::chrono::seconds seconds{600};     // gives up after so long
  std::optional<std::uint64_t> mishaps;  // the seed of what goes wrong with the answers; none: nothing does
};

struct ReplayOptions {
  std::string what;      // a WAV file, or a session's id
  std::string question;  // id
  int channel = 1;
  bool json = false;
};

struct Invocation {
  Command command = Command::Serve;
  EnvironmentMap flags;     // settings given as flags, by environment name
  EnvironmentMap defaults;  // of this command, where they differ from the others'
  ServeOptions serve;
  SuperuserOptions superuser;
  QuestionsOptions questions;
  RunBotOptions run_bot;
  TokenOptions token;
  SessionsOptions sessions;
  CandidateOptions candidate;
  ReplayOptions replay;
};
/// The command line asks for help or the version, or is wrong: print and leave.
struct Leave {
  int code = 0;
  std::string text;
};

std::variant<Invocation, Leave> parse_command_line(const std::vector<std::string>& arguments);

/// "6h", "90m", "3600s", "3600", "1d".
Result<std::chrono::seconds> parse_length(std::string_view text);

}  // namespace codevoice::cli
