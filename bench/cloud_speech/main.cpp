// What the connections to cloud speech cost: milliseconds of CPU per second of session, at many sessions on one thread.
// bench/run cloud_speech URL [SESSIONS] [SECONDS]: URL of an emulated Deepgram in another process, e.g. ws://127.0.0.1:29101
#include <time.h>

#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "speech/deepgram_stt.hpp"
#include "speech/deepgram_tts.hpp"

namespace {

using namespace codevoice;
using namespace std::chrono_literals;

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Tally {
  int turns = 0;
  int failed = 0;
  std::size_t spoken_samples = 0;
};

/// Turns of ten seconds: four of speech, a pause, the text, a sentence of the interviewer.
Awaitable<void> talk(speech::SttEngine& stt, speech::TtsService& tts, Clock& clock, Duration length, unsigned seed, Tally& tally) {
  const auto executor = co_await asio::this_coro::executor;
  std::mt19937 dice(seed);
  std::vector<std::int16_t> loud(320);
  for (auto& sample : loud) sample = static_cast<std::int16_t>(static_cast<int>(dice() % 6000) - 3000);
  const std::vector<std::int16_t> quiet(320);
  speech::SttListener listener;
  auto opened = stt.open(executor, listener);
  auto voice = tts.open(executor);
  MediaTime at{};
  auto next = clock.now() + 20ms * static_cast<int>(dice() % 500);
  co_await clock.sleep_until(next);
  const auto end = next + length;
  std::unique_ptr<speech::Utterance> utterance;
  for (int frame = 0; clock.now() < end; frame = (frame + 1) % 500) {
    const bool is_loud = frame >= 20 && frame < 220;
    (*opened)->write(is_loud ? loud : quiet, at, frame >= 22 && frame < 230);
    at += 20ms;
    if (frame == 230) (*opened)->pause(at - 200ms);
    if (frame == 240) {
      auto text = co_await (*opened)->finish_turn(at);
      ++tally.turns;
      if (!text || text->text.empty()) ++tally.failed;
      // another text each time: none comes from the cache
      utterance = voice->speak("Answer " + std::to_string(seed * 1000U + static_cast<unsigned>(at / 1s)) +
                               ": thank you, that is a very clear picture of the situation you faced. I would like to hear a little more.");
      while (true) {
        auto chunk = co_await utterance->next();
        if (!chunk) ++tally.failed;
        if (!chunk || !*chunk) break;
        tally.spoken_samples += (*chunk)->pcm.size();
      }
      utterance.reset();
      const auto behind = (clock.now() - next) / 20ms;  // the microphone does not wait
      for (int i = 0; i < behind; ++i, at += 20ms, next += 20ms) (*opened)->write(quiet, at, false);
    }
    next += 20ms;
    co_await clock.sleep_until(next);
  }
  co_await (*opened)->close();
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fputs("usage: bench_cloud_speech URL [SESSIONS] [SECONDS]\n", stderr);
    return 2;
  }
  const int sessions = count > 2 ? std::atoi(words[2]) : 60;
  const auto length = std::chrono::seconds(count > 3 ? std::atoi(words[3]) : 30);
  log::Options quiet;
  quiet.level = log::Level::Warn;
  log::configure(quiet);
  asio::io_context loop(1);
  SystemClock clock;
  speech::DeepgramConfig config;
  config.url = words[1];
  config.key = "bench";
  const auto account = std::make_shared<speech::DeepgramAccount>(config, clock);
  speech::DeepgramStt stt(account, {});
  speech::DeepgramTts tts(account, std::make_shared<speech::SpeechCache>(speech::SpeechCacheConfig{}));
  Tally tally;
  TaskGroup group(loop.get_executor(), "talks");
  for (int i = 0; i < sessions; ++i) group.spawn("talk", talk(stt, tts, clock, length, static_cast<unsigned>(i), tally));
  asio::co_spawn(loop, group.join(), [&](std::exception_ptr) { loop.stop(); });
  const auto began = cpu_ms();
  loop.run();
  const auto used = cpu_ms() - began;
  const double session_seconds = static_cast<double>(sessions) * static_cast<double>(length.count());
  std::printf("{\"sessions\": %d, \"seconds\": %ld, \"turns\": %d, \"failed\": %d, \"spoken_s\": %.1f, \"cpu_ms_per_session_second\": %.3f}\n",
              sessions, static_cast<long>(length.count()), tally.turns, tally.failed, static_cast<double>(tally.spoken_samples) / 48'000,
              used / session_seconds);
  return tally.failed == 0 ? 0 : 1;
}
