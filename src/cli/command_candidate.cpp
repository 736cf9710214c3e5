// untested: wires the tested SyntheticCandidate to a real room; tests/e2e and bench run it
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "audio/wav_writer.hpp"
#include "base/deadline.hpp"
#include "base/task_group.hpp"
#include "cli/candidate_report.hpp"
#include "cli/commands.hpp"
#include "cli/mishaps.hpp"
#include "cli/secrets.hpp"
#include "cli/spoken_clips.hpp"
#include "room/room_client.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

constexpr std::chrono::seconds kAbsence{3};  // of a candidate whose mishap is that they leave

using Clips = std::vector<std::shared_ptr<const VoiceClip>>;

struct Run {
  const CandidateOptions& options;
  ReportFormat format;
  std::string url;
  room::ApiKey key;
  Clips answers;
  std::shared_ptr<const VoiceClip> silence;
  std::shared_ptr<const VoiceClip> noise;
  SystemClock clock;
  CandidateSummary summary;
  int failed_to_join = 0;
};

Result<Clips> load_answers(const Settings& settings, const CandidateOptions& options) {
  Clips clips;
  for (const auto& path : options.wavs) {
    auto clip = load_clip(path);
    if (!clip) return tl::unexpected(clip.error());
    clips.push_back(std::make_shared<VoiceClip>(std::move(*clip)));
  }
  if (!options.texts.empty()) {
    auto spoken = speak_clips(settings, options.texts);
    if (!spoken) return tl::unexpected(spoken.error());
    for (auto& clip : *spoken) clips.push_back(std::make_shared<VoiceClip>(std::move(clip)));
  }
  if (clips.empty()) return fail(ErrorKind::Invalid, "nothing to say: give answers with --wav FILE or --say \"text\"");
  return clips;
}

void print(Run& run, const CandidateEvent& event, int session) {
  run.summary.add(event);
  const auto line = render(event, session, run.format);
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

/// The link must be closed before its listener goes.
Awaitable<void> attend(Run& run, rtc::TransportHub& hub, int session) {
  const bool many = run.options.sessions > 1;
  const auto room = run.options.room + (many ? std::to_string(session) : "");
  std::optional<audio::WavWriter> heard;
  if (!run.options.out.empty() && session == 0) {
    auto writer = audio::WavWriter::create(run.options.out, audio::kSpeechRateHz);
    if (writer) heard = std::move(*writer);
    if (!writer) std::fprintf(stderr, "codevoice: %s\n", writer.error().message.c_str());
  }
  SyntheticCandidateConfig config;
  config.answers = run.answers;
  config.silence = run.silence;
  config.noise = run.noise;
  if (run.options.mishaps) {
    config.mishap = [mishaps = Mishaps(*run.options.mishaps * 1000 + static_cast<std::uint64_t>(session))]() mutable { return mishaps.next(); };
  }
  config.turns = run.options.turns;
  config.bot_quiet = run.options.quiet;
  config.first_quiet = run.options.stagger * session / run.options.sessions;
  config.on_event = [&run, session](const CandidateEvent& event) { print(run, event, session); };
  if (heard) config.on_heard = [&heard](std::span<const std::int16_t> pcm) { (void)heard->write(pcm); };
  SyntheticCandidate candidate(std::move(config), run.clock);
  auto left = SyntheticCandidate::Left::ComesBack;
  while (left == SyntheticCandidate::Left::ComesBack) {
    room::RoomClientConfig client;
    client.url = run.url;
    client.token = room::make_join_token(run.key, room, run.options.identity, std::chrono::hours(2));
    client.zero = run.clock.now();
    auto link = co_await room::connect_room(hub, std::move(client), candidate, run.clock);
    if (!link) {
      ++run.failed_to_join;
      std::fprintf(stderr, "codevoice: room %s: %s\n", room.c_str(), link.error().message.c_str());
      co_return;
    }
    left = co_await candidate.run(**link);
    if (left == SyntheticCandidate::Left::Done) co_await asio::this_coro::reset_cancellation_state();  // also when the time was up, we say goodbye
    co_await (*link)->close();
    if (left == SyntheticCandidate::Left::ComesBack) co_await run.clock.sleep_for(kAbsence);
  }
}

Awaitable<void> attend_all(Run& run, rtc::TransportHub& hub, asio::io_context& loop) {
  TaskGroup sessions(loop.get_executor(), "candidates");
  for (int i = 0; i < run.options.sessions; ++i) {
    sessions.spawn("candidate", attend(run, hub, i));
    const auto pause = run.options.spread.count() > 0 ? run.options.spread / run.options.sessions : std::chrono::milliseconds(50);
    if (i + 1 < run.options.sessions) co_await run.clock.sleep_for(pause);
  }
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&sessions](const boost::system::error_code& error, int) {
    if (!error) sessions.cancel();
  });
  asio::steady_timer limit(loop, run.options.seconds);
  limit.async_wait([&sessions](const boost::system::error_code& error) {
    if (error) return;
    std::fputs("codevoice: time is up (--seconds)\n", stderr);
    sessions.cancel();
  });
  co_await sessions.join();
  stop.cancel();
  limit.cancel();
  hub.close();
}

}  // namespace

int candidate(const Settings& settings, const CandidateOptions& options) {
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  auto answers = load_answers(settings, options);
  if (!answers) return report(answers.error());
  auto silence = room_tone();
  if (!silence) return report(silence.error());
  asio::io_context loop(1);
  rtc::HubConfig hub_config;
  hub_config.bind_address = "0.0.0.0";  // a participant reaches out: its answers come from wherever the server is
  auto noise = loud_noise();
  if (!noise) return report(noise.error());
  auto hub = rtc::TransportHub::create(loop.get_executor(), hub_config);
  if (!hub) return report(hub.error());
  Run run{options,
          options.json ? ReportFormat::Json : ReportFormat::Text,
          settings.livekit_url.empty() ? "ws://localhost:7880" : settings.livekit_url,
          {secret->key, secret->secret},
          std::move(*answers),
          std::make_shared<VoiceClip>(std::move(*silence)),
          std::make_shared<VoiceClip>(std::move(*noise)),
          {},
          {},
          0};
  asio::co_spawn(loop, attend_all(run, **hub, loop), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  loop.run();
  std::fputs(run.summary.render(run.format).c_str(), stdout);
  return run.failed_to_join > 0 || run.summary.failures > 0 ? 1 : 0;
}

}  // namespace codevoice::cli
