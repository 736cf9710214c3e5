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
  LocalUtterance(WorkerPool& pool, std::shared_ptr<ClauseVoice> voice, std::shared_ptr<SpeechCache> cache, std::string text)
      : pool_(pool), voice_(std::move(voice)), cache_(std::move(cache)), text_(std::move(text)), clauses_(split_clauses(text_)) {}

  Awaitable<Result<std::optional<SpokenChunk>>> next() override {
    if (next_ >= clauses_.size()) co_return std::optional<SpokenChunk>{};
    const auto clause = clauses_[next_++];
    const auto spoken = spoken_text(std::string_view(text_).substr(clause.begin, clause.end - clause.begin));
    SpokenChunk chunk;
    chunk.rate_hz = voice_->rate_hz();
    chunk.text_begin = clause.begin;
    chunk.text_end = clause.end;
    if (auto known = cache_->find(voice_->name(), spoken)) {
      chunk.pcm = std::move(*known);
      chunk.cached = true;
    } else if (!spoken.empty()) {
      std::function<Result<audio::Pcm>()> job = [voice = voice_, cache = cache_, spoken] {
        return clause_audio(*voice, *cache, spoken, SpeechCache::Keep::Memory);
      };
      auto made = co_await pool_.run<audio::Pcm>(Priority::Tts, std::move(job));
      if (!made) co_return tl::unexpected(made.error());
      chunk.pcm = std::move(*made);
    }
    if (next_ < clauses_.size()) chunk.pcm.resize(chunk.pcm.size() + audio::samples_in(rest_after(clause.border, spoken), chunk.rate_hz));
    co_return std::optional<SpokenChunk>(std::move(chunk));
  }

 private:
  WorkerPool& pool_;
  std::shared_ptr<ClauseVoice> voice_;
  std::shared_ptr<SpeechCache> cache_;
  std::string text_;
  std::vector<Clause> clauses_;
  std::size_t next_ = 0;
};

}  // namespace

LocalTts::LocalTts(WorkerPool& pool, std::shared_ptr<ClauseVoice> voice, SpeechCacheConfig cache)
    : pool_(pool), voice_(std::move(voice)), cache_(std::make_shared<SpeechCache>(std::move(cache))) {}

std::unique_ptr<Utterance> LocalTts::speak(std::string text) { return std::make_unique<LocalUtterance>(pool_, voice_, cache_, std::move(text)); }

void LocalTts::prepare(std::string text, Prepare) {
  for (const auto& clause : split_clauses(text)) {
    auto spoken = spoken_text(std::string_view(text).substr(clause.begin, clause.end - clause.begin));
    if (spoken.empty()) continue;
    // one clause a job: what a candidate waits for comes in between
    pool_.post(Priority::Background, [voice = voice_, cache = cache_, spoken = std::move(spoken)] {
      const auto made = clause_audio(*voice, *cache, spoken, SpeechCache::Keep::Disk);
      if (!made) log::warn("tts.prepare_failed", {{"reason", made.error().message}});
    });
  }
}

}  // namespace codevoice::speech
