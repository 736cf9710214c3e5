// What each subcommand does. Each gives the process's exit code: 0 done, 1 it failed (one line on stderr), 2 wrong usage.
#pragma once

#include "cli/command_line.hpp"
#include "cli/interview_host.hpp"

namespace codevoice::cli {

/// `load` makes the engines; benches give others than the local ones.
int serve(const Settings& settings, const ServeOptions& options, const EngineLoader& load = load_local_engines);
int run_bot(const Settings& settings, const RunBotOptions& options);
int get_user_token(const Settings& settings, const TokenOptions& options);
int migrate(const Settings& settings);
int createsuperuser(const Settings& settings, const SuperuserOptions& options);
int questions(const Settings& settings, const QuestionsOptions& options);
int sessions(const Settings& settings, const SessionsOptions& options);
int candidate(const Settings& settings, const CandidateOptions& options);
int replay(const Settings& settings, const ReplayOptions& options);
int doctor(const Settings& settings);

/// Prints "codevoice: <message>" on stderr and gives 1.
int report(const Error& error);

}  // namespace codevoice::cli
