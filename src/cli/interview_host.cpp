// untested: wires the tested parts; tests/e2e runs whole interviews through it
#include "cli/interview_host.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "cli/media_threads.hpp"
#include "cli/secrets.hpp"
#include "http/interview_access.hpp"
#include "interview/plan_json.hpp"
#include "interview/vocabulary_repair.hpp"
#include "session/left_interviews.hpp"
#include "session/stored_interview_log.hpp"
#include "session/told_log.hpp"

namespace codevoice::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kComputeNiceness = 10;  // media preempts inference

/// The cores the media threads leave.
unsigned compute_threads(const Settings& settings) {
  const auto cores = std::thread::hardware_concurrency();
  const auto shards = shard_count(settings);
  return cores > shards ? cores - shards : 1;
}

ErrorKind kind_of(room::LeaveReason lost_by) {
  switch (lost_by) {
    case room::LeaveReason::ParticipantRemoved:
    case room::LeaveReason::RoomDeleted: return ErrorKind::Cancelled;
    case room::LeaveReason::DuplicateIdentity: return ErrorKind::Conflict;
    default: return ErrorKind::Unavailable;
  }
}

}  // namespace

std::string models_folder(const Settings& settings) {
  if (!settings.models_dir.empty()) return settings.models_dir;
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto& folder : {program / "models", program / "../../.tools/models"}) {
    if (fs::is_directory(folder, error)) return folder.lexically_normal().string();
  }
  return (program / "models").string();
}

voice::TurnConfig turn_config_of(const Settings& settings) {
  voice::TurnConfig config;
  config.sensitivity = settings.turn_sensitivity;
  config.strategy = settings.turn_strategy == "smart_turn" ? voice::StopStrategy::SmartTurn : voice::StopStrategy::Fused;
  config.patience = settings.turn_patience;
  return config;
}

void warn_of_unserved(const Settings& settings) {
  if (settings.redis_url.empty()) return;
  log::warn("setting.not_served", {{"setting", "REDIS_URL"}, {"used_instead", "tasks inside this process"}});
}

namespace {

Result<speech::SpeechModels> load_engines(const Settings& settings, WorkerPool& pool, speech::Loading turn) {
  speech::SpeechModelsConfig config;
  config.turn_loading = turn;
  config.models_folder = models_folder(settings);
  config.voice = settings.voice;
  config.cache_folder = settings.data_dir + "/cache";
  config.repair = interview::repair_transcript;
  const auto choice = choose_speech(settings);
  if (!choice) return tl::unexpected(choice.error());
  if (choice->stt != SttChoice::Local) config.stt_loading = speech::Loading::StandIn;
  if (choice->tts != TtsChoice::Local) config.voice_loading = speech::Loading::StandIn;
  return speech::load_speech_models(config, pool);
}

}  // namespace

InterviewHost::Shared::Shared(const Settings& given)
    : settings(given),
      language_model(language_model_of(given)),
      language_model_breaker("language model"),
      // a clause being prepared or a caption takes half a second: what the candidate waits for never queues behind it
      compute({.name = "compute", .threads = compute_threads(given), .reserved = {Priority::Turn, Priority::Tts}, .niceness = kComputeNiceness}),
      store_thread({.name = "store", .threads = 1}) {}

Result<speech::SpeechModels> load_local_engines(const Settings& settings, WorkerPool& pool) {
  return load_engines(settings, pool, speech::Loading::Now);
}
Result<speech::SpeechModels> load_local_engines_soon(const Settings& settings, WorkerPool& pool) {
  return load_engines(settings, pool, speech::Loading::Soon);
}

namespace {

/// The settings were checked when the interview was created.
std::optional<std::chrono::milliseconds> planned_patience(const std::string& settings, std::optional<std::chrono::milliseconds> otherwise) {
  boost::json::error_code error;
  const auto value = boost::json::parse(settings, error);
  const auto* patience = !error && value.is_object() ? value.get_object().if_contains("patience_ms") : nullptr;
  if (patience == nullptr || !patience->is_int64()) return otherwise;
  return std::chrono::milliseconds(patience->get_int64());
}

}  // namespace

Result<std::unique_ptr<InterviewHost>> InterviewHost::create(const Settings& settings, const EngineLoader& load) {
  const auto shared = std::make_shared<Shared>(settings);
  std::unique_ptr<InterviewHost> host(new InterviewHost(shared));
  auto store = open_store(settings, Migration::WhenNew);
  if (!store) return tl::unexpected(store.error());
  shared->store = std::move(*store);
  auto prompt = system_prompt_of(settings);
  if (!prompt) return tl::unexpected(prompt.error());
  shared->system_prompt = std::move(*prompt);
  const auto ended = session::LeftInterviews(*shared->store.database, *shared->store.holder, settings.grace).end_late(shared->clock.wall_us());
  if (!ended) return tl::unexpected(ended.error());
  if (const auto config = host->next_config(); !config) return tl::unexpected(config.error());
  auto models = load(settings, shared->compute);
  if (!models) return tl::unexpected(models.error());
  auto services = make_speech_services(settings, std::move(*models), shared->clock);
  if (!services) return tl::unexpected(services.error());
  shared->speech = std::move(*services);
  return host;
}

Result<session::InterviewSessionConfig> InterviewHost::next_config() {
  const auto& settings = shared_->settings;
  interview::Selection selection;
  selection.topics = settings.topics;
  if (!settings.difficulty.empty()) {
    const auto difficulty = interview::difficulty_of(settings.difficulty);
    if (!difficulty) return tl::unexpected(difficulty.error());
    selection.difficulty = *difficulty;
  }
  selection.count = settings.questions;
  selection.seed = settings.seed + shared_->interviews;
  auto questions = interview::choose_questions(shared_->store.bank, selection);
  if (!questions) return tl::unexpected(questions.error());
  auto config = base_config(selection.seed);
  config.id = new_uuid();
  config.interview.questions = std::move(*questions);
  config.interview.length = settings.minutes;
  config.interview.seed = selection.seed;
  config.interview.feedback = settings.neutral_feedback ? interview::FeedbackMode::Neutral : interview::FeedbackMode::Spoken;
  config.plan = interview::plan_to_json(config.interview);
  config.planned = [shared = shared_](std::string_view plan) { return interview::plan_from_json(plan, shared->store.bank); };
  return config;
}

session::InterviewSessionConfig InterviewHost::base_config(std::uint64_t seed) const {
  const auto& settings = shared_->settings;
  session::InterviewSessionConfig config;
  config.voice.turn = turn_config_of(settings);
  config.paid.stt = shared_->speech.stt_paid;
  config.paid.tts = shared_->speech.tts_paid;
  config.voice.turn.recogniser_ends_turns = shared_->speech.recogniser_ends_turns;
  config.voice.listening.on = settings.listening_sounds;
  config.voice.listening.seed = seed;
  config.voice.wording.speculate = shared_->language_model.has_value();
  config.voice.wording.context_tokens = settings.llm_context_tokens;
  config.voice.system_prompt = shared_->system_prompt;
  config.voice.session.grace = settings.grace;
  config.paid.prices = settings.prices;
  return config;
}

Awaitable<Result<session::InterviewSessionConfig>> InterviewHost::config_for(std::string room) {
  if (!room.starts_with(http::kInterviewRooms)) co_return next_config();
  using Found = std::optional<store::PlannedInterview>;
  std::function<Result<Found>()> job = [shared = shared_, room] { return store::PlannedInterviewRepository(*shared->store.database).open_in(room); };
  const auto found = co_await shared_->store_thread.run<Found>(Priority::SttFinal, std::move(job));
  if (!found) co_return tl::unexpected(found.error());
  if (!*found) co_return fail(ErrorKind::NotFound, "no interview is to be held in room " + room);
  auto plan = interview::whole_plan_from_json((*found)->plan);
  if (!plan) co_return fail("interview " + (*found)->id, plan.error());
  auto config = base_config(plan->seed);
  config.id = (*found)->id;
  config.voice.turn.patience = planned_patience((*found)->settings, config.voice.turn.patience);
  config.plan = interview::plan_to_json(*plan);
  config.planned = [questions = plan->questions](std::string_view text) { return interview::plan_from_json(text, questions); };
  config.interview = std::move(*plan);
  co_return config;
}

std::unique_ptr<InterviewHost> InterviewHost::beside() const { return std::unique_ptr<InterviewHost>(new InterviewHost(shared_)); }

llm::ChatModel* InterviewHost::language_model() {
  if (!shared_->language_model) return nullptr;
  if (!language_model_) language_model_ = std::make_unique<llm::OpenAiChat>(*shared_->language_model, shared_->language_model_breaker);
  return language_model_.get();
}

/// What one interview runs on: its session, and where that is written down.
struct InterviewHost::Interview {
  Interview(asio::any_io_executor executor, Shared& shared, Clock& clock, session::InterviewSessionConfig config, llm::ChatModel* llm)
      : log(executor, {*shared.store.database, shared.store_thread, *shared.store.holder, shared.settings.grace}, clock),
        tts(shared.speech.tts->open(executor)),
        told(shared.live != nullptr ? std::make_unique<session::ToldLog>(log, *shared.live) : nullptr),
        session(executor, clock, std::move(config), engines(shared.speech, *tts, llm), told ? static_cast<session::InterviewLog&>(*told) : log) {}

  static voice::VoiceEngines engines(const SpeechServices& speech, speech::TtsEngine& voice, llm::ChatModel* llm) {
    return {*speech.vad, *speech.turn, *speech.stt, voice, llm, speech.second_stt.get(), speech.failures_before_second};
  }

  session::StoredInterviewLog log;
  std::unique_ptr<speech::TtsEngine> tts;  // this session's connection
  std::unique_ptr<session::ToldLog> told;  // where somebody may watch
  session::InterviewSession session;
};

Awaitable<void> InterviewHost::run(const std::string& room, session::InterviewSession& session, std::unique_ptr<room::RoomLink> link) {
  sessions_[room] = &session;
  ++shared_->interviews;
  co_await session.run(std::move(link));
  sessions_.erase(room);
}

Awaitable<void> InterviewHost::interview_in(room::RoomServer& rooms, std::string room, std::string identity) {
  auto config = co_await config_for(room);
  if (!config) {
    log::error("interview.not_begun", {{"room", room}, {"reason", config.error().message}});
    co_return;
  }
  config->waits = false;
  Interview interview(co_await asio::this_coro::executor, *shared_, clock_, std::move(*config), language_model());
  auto& session = interview.session;
  room::LocalParticipant who;
  who.identity = identity;
  who.name = "Interviewer";
  who.zero = session.zero();
  auto link = rooms.join_local(room, std::move(who), session);
  if (!link) {
    log::warn("interview.not_begun", {{"room", room}, {"reason", link.error().message}});
    co_return;
  }
  co_await run(room, session, std::move(*link));
}

Awaitable<Result<Visit>> InterviewHost::interview_by_url(rtc::TransportHub& hub, room::RoomClientConfig client, std::vector<std::string>& met,
                                                         Patience patience) {
  const auto claims = room::read_unverified(client.token);
  std::string planned_room;
  if (claims) planned_room = claims->video.room;
  auto config = co_await config_for(std::move(planned_room));
  if (!config) co_return tl::unexpected(config.error());
  config->met_before = met;
  config->waits = patience == Patience::WaitsForSomebody;
  Interview interview(co_await asio::this_coro::executor, *shared_, clock_, std::move(*config), language_model());
  auto& session = interview.session;
  client.zero = session.zero();
  auto link = co_await room::connect_room(hub, std::move(client), session, clock_);
  if (!link) co_return tl::unexpected(link.error());
  const std::string room((*link)->room_name());
  for (const auto& who : (*link)->others()) {
    if (who.kind != room::ParticipantKind::Agent) continue;
    co_await (*link)->close();
    co_return fail(ErrorKind::Conflict, "another interviewer is already there: " + who.identity);  // R20
  }
  std::printf("Connected to %s\nSTT initialised: %s\nTTS initialised: %s\nWaiting for participants...\n", room.c_str(),
              shared_->speech.stt->name().c_str(), shared_->speech.tts->name().c_str());
  std::fflush(stdout);
  co_await run(room, session, std::move(*link));
  met = session.left_behind();
  if (!session.began() && session.lost_by() == room::LeaveReason::RoomClosed) co_return Visit::NobodyCame;
  if (!session.lost().empty()) co_return fail(kind_of(session.lost_by()), session.lost());
  co_return session.began() ? Visit::Interviewed : Visit::NobodyCame;
}

Awaitable<void> InterviewHost::end_left_interviews() {
  std::minstd_rand random(std::random_device{}());
  std::uniform_real_distribution<double> dice;
  session::LeftLook newest{0, 1};  // after a start somebody may be coming back
  while (!stopping_) {
    co_await clock_.sleep_for(session::next_look(newest, shared_->store.database->engine(), dice(random)));
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
    std::function<Result<session::LeftLook>()> job = [shared = shared_] {
      session::LeftInterviews left(*shared->store.database, *shared->store.holder, shared->settings.grace);
      return left.end_late(shared->clock.wall_us());
    };
    const auto done = co_await shared_->store_thread.run<session::LeftLook>(Priority::Background, std::move(job));
    if (done) newest = *done;
    const bool failed = !done && done.error().kind != ErrorKind::Cancelled;
    if (failed) log::warn("store.left_interviews_not_looked_at", {{"reason", done.error().message}});
  }
}

bool InterviewHost::stop_in(const std::string& room, const std::string& reason) {
  const auto found = sessions_.find(room);
  if (found == sessions_.end()) return false;
  found->second->stop(reason);
  return true;
}

void InterviewHost::stop(const std::string& reason) {
  stopping_ = true;
  for (auto& [room, session] : sessions_) session->stop(reason);
}

}  // namespace codevoice::cli
