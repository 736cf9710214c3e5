// Everything interviews of this process share — engines, bank, store, settings — and the making of one.
// Ownership: outlives its sessions; made once. Thread: run_* on the loop's thread. Errors: at creation, one line.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "base/worker_pool.hpp"
#include "cli/local_store.hpp"
#include "cli/settings.hpp"
#include "room/room_client.hpp"
#include "room/room_server.hpp"
#include "session/interview_session.hpp"
#include "speech/speech_models.hpp"

namespace codevoice::cli {

/// Makes the engines all interviews share.
using EngineLoader = std::function<Result<speech::SpeechModels>(const Settings&, WorkerPool&)>;
Result<speech::SpeechModels> load_local_engines(const Settings& settings, WorkerPool& pool);

class InterviewHost {
 public:
  /// Loads models, opens and migrates the store. Takes a second or two.
  static Result<std::unique_ptr<InterviewHost>> create(asio::io_context& loop, const Settings& settings,
                                                       const EngineLoader& load = load_local_engines);

  /// One interview in a room of the embedded server; returns when it is over.
  Awaitable<void> interview_in(room::RoomServer& rooms, std::string room, std::string identity);
  /// One interview in a room reached by URL and token. Gives why it could not begin.
  Awaitable<Result<void>> interview_by_url(rtc::TransportHub& hub, room::RoomClientConfig client);
  /// Ends running interviews soon.
  void stop(const std::string& reason);
  bool interviewing(const std::string& room) const { return sessions_.contains(room); }
  std::size_t running() const { return sessions_.size(); }
  Clock& clock() { return clock_; }

 private:
  InterviewHost(asio::io_context& loop, const Settings& settings);
  Result<session::InterviewSessionConfig> next_config();
  Awaitable<void> run(const std::string& room, session::InterviewSession& session, std::unique_ptr<room::RoomLink> link);

  asio::io_context& loop_;
  Settings settings_;
  SystemClock clock_;
  LocalStore store_;
  std::vector<interview::Question> bank_;
  speech::SpeechModels models_;
  WorkerPool compute_;
  WorkerPool store_thread_;
  std::map<std::string, session::InterviewSession*> sessions_;  // by room
  std::uint64_t interviews_ = 0;
};

/// Where the models are: the setting, else beside the program, else the checkout's tools folder.
std::string models_folder(const Settings& settings);
/// One line for each setting this version reads but does not serve, naming what is used instead.
void warn_of_unserved(const Settings& settings);

}  // namespace codevoice::cli
