#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <charconv>

#ifndef CODEVOICE_VERSION
#define CODEVOICE_VERSION "unknown"
#endif

namespace codevoice::cli {
namespace {

/// Which settings each command takes as flags.
bool takes(Command command, std::string_view flag) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), flag) != names.end(); };
  if (is_one_of({"--log-level", "--log-json", "--data"})) return true;
  if (is_one_of({"--url", "--api-key"})) return command == Command::RunBot || command == Command::Candidate || command == Command::GetUserToken;
  if (command == Command::Replay) return is_one_of({"--topic", "--questions-dir", "--models"});
  if (is_one_of({"--topic", "--difficulty", "--questions", "--minutes", "--seed", "--feedback", "--questions-dir"}))
    return command == Command::Serve || command == Command::RunBot;
  if (is_one_of({"--models", "--voice"}))
    return command == Command::Serve || command == Command::RunBot || command == Command::Candidate || command == Command::Doctor;
  return command == Command::Serve || command == Command::RunBot || command == Command::Doctor;
}

class Parser {
 public:
  Parser() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", std::string("codevoice ") + CODEVOICE_VERSION);
    app_.failure_message(CLI::FailureMessage::simple);
    auto* serve = add(Command::Serve, "serve", "everything in one process: room, pages, API and interviewer");
    serve->add_flag("--no-bot{false}", made_.serve.bot, "do not interview: rooms only");
    serve->add_flag("--migrate", made_.serve.migrate, "bring the database of an older version up to this one's first");
    serve->add_option("--interview-in", made_.serve.bot_rooms, "room the bot interviews in; NAME*: every room whose name begins so")
        ->capture_default_str();
    add_run_bot();
    add_token();
    add(Command::Migrate, "migrate", "create or update the database");
    add_accounts();
    add_questions();
    add_sessions();
    add_candidate();
    add_replay();
    add(Command::Doctor, "doctor", "check every configured part for real, and say what to do");
  }

  std::variant<Invocation, Leave> parse(const std::vector<std::string>& arguments) {
    auto reversed = arguments;
    std::reverse(reversed.begin(), reversed.end());
    try {
      app_.parse(reversed);
    } catch (const CLI::ParseError& error) {
      std::ostringstream out, err;
      const bool wrong = app_.exit(error, out, err) != 0;
      return wrong ? Leave{2, one_line(error.what())} : Leave{0, out.str()};
    }
    return finish();
  }

 private:
  CLI::App* add(Command command, const std::string& name, const std::string& what) {
    auto* sub = app_.add_subcommand(name, what);
    sub->set_version_flag("--version", std::string("codevoice ") + CODEVOICE_VERSION);
    for (const auto& row : setting_names()) {
      if (*row.flag == '\0' || !takes(command, row.flag)) continue;
      add_setting(*sub, row);
    }
    sub->callback([this, command] { made_.command = command; });
    return sub;
  }
  void add_setting(CLI::App& sub, const SettingName& row) {
    auto& flags = made_.flags;
    const std::string name = row.environment;
    const std::string help = std::string(row.help) + " [" + row.environment + (*row.fallback != '\0' ? std::string(", ") + row.fallback : "") + "]";
    if (std::string_view(row.fallback) == "off") {
      sub.add_flag_callback(
          row.flag, [&flags, name] { flags[name] = "on"; }, help);
    } else {
      sub.add_option_function<std::string>(
          row.flag, [&flags, name](const std::string& value) { flags[name] = value; }, help);
    }
  }
  void add_run_bot() {
    auto* sub = add(Command::RunBot, "run_bot", "join a room by URL and token, wait for the candidate, interview; then wait for the next one");
    sub->add_option("--room", made_.run_bot.rooms, "room to interview in; may be given more than once [interview-room-1]")->expected(1)->take_all();
    sub->add_option("--rooms", many_, "many interviews in one process: PREFIX:N is rooms PREFIX0 to PREFIX(N-1)");
    sub->add_option("--identity", made_.run_bot.identity, "name of the bot in the room")->capture_default_str();
    sub->add_flag("--once", made_.run_bot.once, "end after the first interview instead of waiting for the next candidate");
  }
  void add_token() {
    auto* sub = add(Command::GetUserToken, "get_user_token", "print a token for the browser");
    sub->add_option("--room", made_.token.room, "room it opens")->capture_default_str();
    sub->add_option("--identity", made_.token.identity, "who joins")->capture_default_str();
    sub->add_option("--ttl", ttl_, "how long it is valid: 6h, 90m, 3600s")->capture_default_str();
  }
  void add_accounts() {
    auto* sub =
        add(Command::CreateSuperuser, "createsuperuser", "make an administrator; the password is read from the terminal or from standard input");
    sub->add_option("--username", made_.superuser.username, "name to log in with")->capture_default_str();
    sub->add_option("--email", made_.superuser.email, "email, to log in with as well");
  }
  void add_questions() {
    auto& options = made_.questions;
    auto* sub = add(Command::Questions, "questions", "the question bank as a file");
    auto* import = sub->add_subcommand("import", "add and replace questions by those of a file, all or none");
    auto* exported = sub->add_subcommand("export", "write all questions to a file");
    for (auto* one : {import, exported}) {
      one->fallthrough();
      one->add_option("file", options.file, "the file; its ending says the format")->required();
      one->add_option("--format", options.format, "json, yaml or csv")->check(CLI::IsMember({"json", "yaml", "csv"}));
    }
    import->callback([&options] { options.is_import = true;
  });
  sub->require_subcommand(1);
} void add_sessions() {
  auto* sub = add(Command::Sessions, "sessions", "what was said in the interviews, and key points covered");
  sub->add_option("--limit", made_.sessions.limit, "how many to list")->check(CLI::Range(1, 10'000))->capture_default_str();
  sub->add_option("--format", format_, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  auto* list = sub->add_subcommand("list", "the newest sessions (default)");
  list->fallthrough();
  auto* show = sub->add_subcommand("show", "one session, whole");
  show->fallthrough();
  show->add_option("id", made_.sessions.show, "its id, or the beginning of it")->required();
  sub->require_subcommand(0, 1);
}
void add_candidate() {
  auto& options = made_.candidate;
  auto* sub = add(Command::Candidate, "candidate", "a synthetic candidate over real WebRTC: speaks, listens, measures each reply");
  sub->add_option("--room", options.room, "room to join; with --sessions N a number is added")->capture_default_str();
  sub->add_option("--identity", options.identity, "name in the room")->capture_default_str();
  sub->add_option("--wav", options.wavs, "answers as WAV files, spoken in turn")->expected(1)->take_all();
  sub->add_option("--say", options.texts,
                  "answers as text, spoken with the local voice ([pause MS] inside: a thinking pause); may be given more than once")
      ->expected(1)
      ->take_all();
  sub->add_option("--out", options.out, "write what was heard to this WAV file");
  sub->add_flag("--json", options.json, "one JSON object a line");
  sub->add_option("--turns", options.turns, "leave after so many answers (0: all of them)")->check(CLI::NonNegativeNumber);
  sub->add_option("--sessions", options.sessions, "so many candidates at once, in rooms ROOM0, ROOM1 …")->check(CLI::Range(1, 1000));
  sub->add_option("--quiet", quiet_, "milliseconds of silence after which the interviewer has finished")
      ->check(CLI::Range(100, 60'000))
      ->capture_default_str();
  sub->add_option("--stagger", stagger_, "milliseconds over which the sessions' first answers are spread")->check(CLI::Range(0, 600'000));
  sub->add_option("--spread", spread_, "milliseconds over which the sessions begin (0: 50 each)")->check(CLI::Range(0, 600'000));
  sub->add_option("--mishaps", options.mishaps, "half of the answers go wrong, by this seed: muted, silent, noisy, left and come back, or not")
      ->check(CLI::NonNegativeNumber);
  sub->add_option("--seconds", seconds_, "give up after so long")->check(CLI::Range(1, 86'400))->capture_default_str();
}
void add_replay() {
  auto& options = made_.replay;
  auto* sub = add(Command::Replay, "replay",
                  "why turns ended: recorded audio through the voice path, faster than real time, with every judgement of a pause. --topic has it "
                  "listen for the jargon of these topics");
  sub->add_option("recording", options.what, "a WAV file (any rate, 16 to 32 bits or float, mono or stereo), or a session's id")->required();
  sub->add_option("--channel", options.channel, "the candidate's, of a stereo file")->check(CLI::Range(1, 2))->capture_default_str();
  sub->add_option("--question", options.question, "what is being answered: its jargon and its patience count (an id of the bank)");
  add_flag_of("CODEVOICE_TURN_SENSITIVITY", "--sensitivity", *sub);
  add_flag_of("CODEVOICE_TURN_PATIENCE_MS", "--patience-ms", *sub);
  sub->add_option("--format", format_, "text or json (an object a line)")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
}
/// A setting that is a flag of this command only.
void add_flag_of(std::string_view environment, const char* flag, CLI::App& sub) {
  for (auto row : setting_names()) {
    if (environment != row.environment) continue;
    row.flag = flag;
    add_setting(sub, row);
  }
}

std::variant<Invocation, Leave> finish() {
  const auto ttl = parse_length(ttl_);
  if (!ttl) return Leave{2, "--ttl: " + ttl.error().message};
  made_.token.ttl = *ttl;
  made_.sessions.json = made_.replay.json = format_ == "json";
  if (made_.command == Command::Replay) made_.defaults["CODEVOICE_LOG_LEVEL"] = "warn";  // its log would tell the same again
  made_.candidate.quiet = std::chrono::milliseconds(quiet_);
  made_.candidate.stagger = std::chrono::milliseconds(stagger_);
  made_.candidate.spread = std::chrono::milliseconds(spread_);
  made_.candidate.seconds = std::chrono::seconds(seconds_);
  if (!many_.empty()) {
    const auto colon = many_.rfind(':');
    int count = 0;
    const auto number = colon == std::string::npos ? "" : many_.substr(colon + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (error != std::errc{} || end != number.data() + number.size() || count < 1 || count > 1000) {
      return Leave{2, "--rooms " + many_ + ": PREFIX:N with N from 1 to 1000 is wanted"};
    }
    for (int i = 0; i < count; ++i) made_.run_bot.rooms.push_back(many_.substr(0, colon) + std::to_string(i));
  }
  if (made_.run_bot.rooms.empty()) made_.run_bot.rooms.emplace_back("interview-room-1");
  return made_;
}
static std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text + " (try --help)";
}

CLI::App app_{"CodeVoice: a voice-to-voice AI technical interviewer", "codevoice"};
Invocation made_;
std::string many_;
std::string ttl_ = "6h";
std::string format_ = "text";
int quiet_ = 700;
int spread_ = 0;
int stagger_ = 0;
int seconds_ = 600;
};  // namespace

}  // namespace codevoice::cli

Result<std::chrono::seconds> parse_length(std::string_view text) {
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  long long factor = 0;
  if (unit.empty() || unit == "s") factor = 1;
  if (unit == "m") factor = 60;
  if (unit == "h") factor = 3600;
  if (unit == "d") factor = 86'400;
  constexpr long long kLongest = 366LL * 86'400;
  if (error != std::errc{} || factor == 0 || number < 1 || number > kLongest / factor) {
    return fail(ErrorKind::Invalid, "'" + std::string(text) + "' is no length of time such as 6h, 90m or 3600s (a year at most)");
  }
  return std::chrono::seconds(number * factor);
}

std::variant<Invocation, Leave> parse_command_line(const std::vector<std::string>& arguments) { return Parser().parse(arguments); }

}  // namespace codevoice::cli
