// Word error rate of local recognition: read clips (limit 5 %) and synthetic technical answers, raw and after repair (limit 12 %).
#include <atomic>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "interview/vocabulary_repair.hpp"
#include "lib/clips.hpp"
#include "speech/sherpa_transcriber.hpp"
#include "speech/silero_vad.hpp"
#include "wer/listener.hpp"
#include "wer/word_errors.hpp"

namespace codevoice::bench {
namespace {

struct Options {
  std::size_t answers = 40;        // said by Piper joe
  std::size_t other_answers = 10;  // of them, said by each of the other voices too
  std::uint64_t seed = 7;
  bool show = false;  // every slip, and each transcript
};

struct Row {
  WordErrors raw, repaired;
  double seconds = 0;
};

struct Job {
  std::string speaker;  // empty: a recording
  Clip recording;
  interview::Question question;
};

std::vector<Job> plan(const Options& options) {
  std::vector<Job> jobs;
  for (auto& clip : read_clips()) jobs.push_back({"", std::move(clip), {}});
  const auto questions = spread_questions(options.answers, options.seed);
  for (const auto& question : questions) jobs.push_back({"joe", {}, question});
  for (const auto* speaker : {"heart", "slt", "rms", "espeak"}) {
    for (std::size_t i = 0; i < std::min(options.other_answers, questions.size()); ++i) jobs.push_back({speaker, {}, questions[i]});
  }
  return jobs;
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), jobs_(plan(options)) {
    const std::string models = std::string(CODEVOICE_TOOLS_DIR) + "/models";
    vad_ = speech::SileroVad::create({models + "/vad/silero_vad_op18_ifless.onnx", "voice activity model", ""}).value();
    transcriber_ = speech::make_moonshine(models + "/stt/moonshine-tiny-en").value();
    for (const auto& job : jobs_) {
      if (!job.speaker.empty() && !speakers_.contains(job.speaker)) speakers_[job.speaker] = make_speaker(job.speaker, pool_);
    }
  }

  void run() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
  }
  const std::map<std::string, Row>& rows() const { return rows_; }

 private:
  void work() {
    Listener listener(*vad_, *transcriber_);
    for (std::size_t i = next_++; i < jobs_.size(); i = next_++) {
      auto& job = jobs_[i];
      const auto clip = job.speaker.empty() ? std::move(job.recording) : speakers_.at(job.speaker)->speak(job.question);
      const auto raw = listener.hear(clip.pcm, clip.rate_hz);
      note(clip, raw, interview::repair_transcript(raw, clip.vocabulary));
    }
  }

  void note(const Clip& clip, const std::string& raw, const std::string& repaired) {
    const auto before = count_word_errors(clip.reference, raw), after = count_word_errors(clip.reference, repaired);
    const std::scoped_lock lock(mutex_);
    auto& row = rows_[clip.set];
    row.raw.add(before);
    row.repaired.add(after);
    row.seconds += static_cast<double>(clip.pcm.size()) / clip.rate_hz;
    if (!options_.show) return;
    std::printf("## %s, %s\n  said      %s\n  heard     %s\n  repaired  %s\n", clip.set.c_str(), clip.name.c_str(), clip.reference.c_str(),
                raw.c_str(), repaired.c_str());
    for (const auto& slip : after.slips) std::printf("    %s\n", slip.c_str());
  }

  Options options_;
  std::vector<Job> jobs_;
  WorkerPool pool_{{.name = "bench", .threads = 2}};
  std::unique_ptr<speech::SileroVad> vad_;
  std::shared_ptr<speech::Transcriber> transcriber_;
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::map<std::string, Row> rows_;
};

void print_row(const std::string& name, const Row& row) {
  std::printf("%-22s %8zu %9.0f %8.1f %% %10.1f %%\n", name.c_str(), row.raw.words, row.seconds, 100 * row.raw.rate(), 100 * row.repaired.rate());
}

int report(const std::map<std::string, Row>& rows) {
  std::printf("%-22s %8s %9s %10s %12s\n", "word error rate", "words", "seconds", "raw", "repaired");
  Row synthetic;
  for (const auto& [name, row] : rows) {
    print_row(name, row);
    if (name == "read") continue;
    synthetic.raw.add(row.raw);
    synthetic.repaired.add(row.repaired);
    synthetic.seconds += row.seconds;
  }
  print_row("synthetic, all", synthetic);
  const auto limit = [](const char* what, double rate, double most) {
    std::printf("%s: %s %.1f %% (limit %.0f %%)\n", rate <= most ? "PASS" : "FAIL", what, 100 * rate, 100 * most);
    return rate <= most;
  };
  const bool read = limit("read clips", rows.at("read").raw.rate(), 0.05);
  if (synthetic.raw.words == 0) return read ? 0 : 1;
  const bool answers = limit("synthetic technical answers, all voices, repaired", synthetic.repaired.rate(), 0.12);
  return read && answers ? 0 : 1;
}

bool parse(int count, char** arguments, Options& options) {
  for (int i = 1; i < count; ++i) {
    const auto value = [&] { return i + 1 < count ? std::strtoul(arguments[++i], nullptr, 10) : 0UL; };
    if (std::strcmp(arguments[i], "--answers") == 0) {
      options.answers = value();
    } else if (std::strcmp(arguments[i], "--other-answers") == 0) {
      options.other_answers = value();
    } else if (std::strcmp(arguments[i], "--seed") == 0) {
      options.seed = value();
    } else if (std::strcmp(arguments[i], "--show") == 0) {
      options.show = true;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace
}  // namespace codevoice::bench

int main(int count, char** arguments) {
  codevoice::bench::Options options;
  if (!codevoice::bench::parse(count, arguments, options)) {
    std::fprintf(stderr, "usage: bench/run wer [--answers N] [--other-answers N] [--seed S] [--show]\n");
    return 2;
  }
  codevoice::bench::Bench bench(options);
  bench.run();
  return codevoice::bench::report(bench.rows());
}
