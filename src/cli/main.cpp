#include <csignal>
#include <cstdio>

#include "base/allocator.hpp"
#include "base/process_metrics.hpp"
#include "cli/commands.hpp"

namespace codevoice::cli {
namespace {

int run(const Invocation& invocation, const Settings& settings) {
  switch (invocation.command) {
    case Command::Serve: return serve(settings, invocation.serve);
    case Command::RunBot: return run_bot(settings, invocation.run_bot);
    case Command::GetUserToken: return get_user_token(settings, invocation.token);
    case Command::Migrate: return migrate(settings);
    case Command::CreateSuperuser: return createsuperuser(settings, invocation.superuser);
    case Command::Questions: return questions(settings, invocation.questions);
    case Command::Sessions: return sessions(settings, invocation.sessions);
    case Command::Candidate: return candidate(settings, invocation.candidate);
    case Command::Replay: return replay(settings, invocation.replay);
    case Command::Doctor: return doctor(settings);
  }
  return 2;
}

int main(const std::vector<std::string>& arguments) {
  const auto parsed = parse_command_line(arguments);
  if (const auto* leave = std::get_if<Leave>(&parsed)) {
    std::fprintf(leave->code == 0 ? stdout : stderr, leave->code == 0 ? "%s" : "codevoice: %s\n", leave->text.c_str());
    return leave->code;
  }
  const auto& invocation = std::get<Invocation>(parsed);
  const auto env_file = read_env_file(".env");
  const auto settings =
      env_file ? resolve_settings({invocation.flags, process_environment, *env_file, invocation.defaults}) : tl::unexpected(env_file.error());
  if (!settings) {
    report(settings.error());
    return 2;
  }
  log::configure(settings->log);
  metrics::watch_process();
  return run(invocation, *settings);
}

}  // namespace
}  // namespace codevoice::cli

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  codevoice::configure_allocator();
  return codevoice::cli::main(std::vector<std::string>(values + 1, values + count));
}
