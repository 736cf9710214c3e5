// The making of interviews on one media thread, over what those of the whole process share: engines, bank, store, settings.
// Ownership: outlives its sessions; the first one is made by create(), those of other media threads by beside() it.
//            The io_contexts outlive them all. Thread: create() and beside() before media threads start, the rest on the host's own.
// Errors:    at creation, one line.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "base/circuit_breaker.hpp"
#include "base/worker_pool.hpp"
#include "cli/language_model.hpp"
#include "cli/local_store.hpp"
#include "cli/settings.hpp"
#include "cli/speech_services.hpp"
#include "room/room_client.hpp"
#include "room/room_server.hpp"
#include "session/interview_session.hpp"
#include "speech/speech_models.hpp"

namespace codevoice::cli {

/// Loads the local engines: all of them, or what the services the settings name need beside them.
using EngineLoader = std::function<Result<speech::SpeechModels>(const Settings&, WorkerPool&)>;
Result<speech::SpeechModels> load_local_engines(const Settings& settings, WorkerPool& pool);
/// The same, but what the first words of an interview do not need is loaded beside joining the room.
Result<speech::SpeechModels> load_local_engines_soon(const Settings& settings, WorkerPool& pool);

/// A bot's token attribute that names its process: it may come back into its own interview, another may not (R20).
inline constexpr std::string_view kBotAttribute = "codevoice.bot";

/// Whether an interviewer that finds nobody stays.
enum class Patience : std::uint8_t { WaitsForSomebody, OnlyWhoIsThere };
/// NobodyCame: and the server closed the room, as LiveKit does with one where only bots are, or our patience was short.
enum class Visit : std::uint8_t { Interviewed, NobodyCame };

class InterviewHost {
 public:
  /// Loads models, opens and migrates the store. Takes a second or two.
  static Result<std::unique_ptr<InterviewHost>> create(const Settings& settings, const EngineLoader& load = load_local_engines);
  /// A host for another media thread, with the same engines, bank and store.
  std::unique_ptr<InterviewHost> beside() const;

  /// One interview in a room of the embedded server; returns when it is over.
  Awaitable<void> interview_in(room::RoomServer& rooms, std::string room, std::string identity);
  /// One interview in a room reached by URL and token, with the next participant who is not among `met`; adds those it leaves there.
  /// Gives why it could not begin, or how the room was lost. Conflict: another interviewer is there, or came under our identity;
  /// Cancelled: an administrator removed it, or deleted the room.
  Awaitable<Result<Visit>> interview_by_url(rtc::TransportHub& hub, room::RoomClientConfig client, std::vector<std::string>& met,
                                            Patience patience = Patience::WaitsForSomebody);
  /// Until it is cancelled: interviews that a killed process left and nobody comes back to end with a reason (R28). One host of a process
  /// does it for all.
  Awaitable<void> end_left_interviews();
  /// Ends the interview of this room soon. False: there is none here.
  bool stop_in(const std::string& room, const std::string& reason);
  /// Ends running interviews soon.
  void stop(const std::string& reason);
  /// Who is told what happens in the interviews of this process; before the first one. Outlives them.
  void tell(session::LiveListener& listener) { shared_->live = &listener; }
  bool stopping() const { return stopping_; }
  bool interviewing(const std::string& room) const { return sessions_.contains(room); }
  std::size_t running() const { return sessions_.size(); }

 private:
  /// Used from every media thread: constant after creation, or thread-safe by itself.
  struct Shared {
    explicit Shared(const Settings& given);
    Settings settings;
    LocalStore store;  // its database on store_thread only
    SystemClock clock;
    SpeechServices speech;
    std::optional<llm::OpenAiConfig> language_model;
    std::string system_prompt;
    CircuitBreaker language_model_breaker;
    WorkerPool compute;
    WorkerPool store_thread;
    std::atomic<std::uint64_t> interviews{0};
    session::LiveListener* live = nullptr;  // nobody watches
  };

  struct Interview;

  explicit InterviewHost(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  /// Its connections are this media thread's.
  llm::ChatModel* language_model();
  Result<session::InterviewSessionConfig> next_config();
  /// What all interviews have in common.
  session::InterviewSessionConfig base_config(std::uint64_t seed) const;
  /// Of the room: what was planned for it, or the next one by the settings. NotFound: rooms of created interviews have no other.
  Awaitable<Result<session::InterviewSessionConfig>> config_for(std::string room);
  Awaitable<void> run(const std::string& room, session::InterviewSession& session, std::unique_ptr<room::RoomLink> link);

  std::shared_ptr<Shared> shared_;  // by the hosts of all media threads
  std::unique_ptr<llm::OpenAiChat> language_model_;
  SystemClock clock_;
  std::map<std::string, session::InterviewSession*> sessions_;  // by room
  bool stopping_ = false;
};

/// Where the models are: the setting, else beside the program, else the checkout's tools folder.
std::string models_folder(const Settings& settings);
/// How the ends of turns are judged, as the settings want it, by the local engines.
voice::TurnConfig turn_config_of(const Settings& settings);
/// One line for each setting this version reads but does not serve, naming what is used instead.
void warn_of_unserved(const Settings& settings);

}  // namespace codevoice::cli
