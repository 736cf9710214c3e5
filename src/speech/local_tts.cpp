#include "speech/local_tts.hpp"

#include "base/log.hpp"
#include "speech/clause_splitter.hpp"
#include "speech/pace.hpp"
#include "speech/spoken_text.hpp"

namespace codevoice::speech {
namespace {

/// One clause, from the cache or freshly spoken.
Result<audio::Pcm> clause_audio(ClauseVoice& voice, SpeechCache& cache, const std::string& clause, SpeechCache::Keep keep) {
  if (auto known = cache.find(voice.name(), clause)) return std::move(*known);
  auto made = voice.synthesize(clause);
  if (made) cache.store(voice.name(), clause, *made, keep);
  return made;
}

class LocalUtterance final : public Utterance {
 public:
  LocalUtterance(WorkerPool& pool, LocalTts::Shared shared, std::string text)
      : pool_(pool), shared_(std::move(shared)), text_(std::move(text)), clauses_(split_clauses(text_)) {}

  Awaitable<Result<std::optional<SpokenChunk>>> next() override {
    if (next_ >= clauses_.size()) co_return std::optional<SpokenChunk>{};
    const auto clause = clauses_[next_++];
    const auto written = text_.substr(clause.begin, clause.end - clause.begin);
    const auto spoken = spoken_text(written);
    SpokenChunk chunk;
    chunk.rate_hz = shared_.voice->rate_hz();
    chunk.text_begin = clause.begin;
    chunk.text_end = clause.end;
    if (auto known = shared_.cache->find(shared_.voice->name(), spoken)) {
      chunk.pcm = std::move(*known);
      chunk.cached = true;
    } else if (!spoken.empty()) {
      std::function<Result<audio::Pcm>()> job = [shared = shared_, spoken, written] {
        auto made = clause_audio(*shared.voice, *shared.cache, spoken, SpeechCache::Keep::Memory);
        (void)shared.places->phonemes_of(*shared.voice, written);
        return made;
      };
      auto made = co_await pool_.run<audio::Pcm>(Priority::Tts, std::move(job));
      if (!made) co_return tl::unexpected(made.error());
      chunk.pcm = std::move(*made);
    }
    const auto speech = chunk.pcm.size();
    if (next_ < clauses_.size()) chunk.pcm.resize(chunk.pcm.size() + audio::samples_in(rest_after(clause.border, spoken), chunk.rate_hz));
    chunk.word_ends = word_ends(words_in(written), shared_.places->find(written), {speech, chunk.pcm.size(), chunk.rate_hz});
    co_return std::optional<SpokenChunk>(std::move(chunk));
  }

 private:
  WorkerPool& pool_;
  LocalTts::Shared shared_;
  std::string text_;
  std::vector<Clause> clauses_;
  std::size_t next_ = 0;
};

}  // namespace

LocalTts::LocalTts(WorkerPool& pool, std::shared_ptr<ClauseVoice> voice, SpeechCacheConfig cache)
    : pool_(pool), shared_{std::move(voice), std::make_shared<SpeechCache>(std::move(cache)), std::make_shared<WordPlaces>()} {}

std::unique_ptr<Utterance> LocalTts::speak(std::string text) { return std::make_unique<LocalUtterance>(pool_, shared_, std::move(text)); }

void LocalTts::prepare(std::string text, Prepare) {
  for (const auto& clause : split_clauses(text)) {
    auto written = text.substr(clause.begin, clause.end - clause.begin);
    auto spoken = spoken_text(written);
    if (spoken.empty()) continue;
    // one clause a job: what a candidate waits for comes in between
    pool_.post(Priority::Background, [shared = shared_, spoken = std::move(spoken), written = std::move(written)] {
      const auto made = clause_audio(*shared.voice, *shared.cache, spoken, SpeechCache::Keep::Disk);
      (void)shared.places->phonemes_of(*shared.voice, written);
      if (!made) log::warn("tts.prepare_failed", {{"reason", made.error().message}});
    });
  }
}

}  // namespace codevoice::speech
