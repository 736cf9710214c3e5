#include "speech/deepgram_tts.hpp"

#include "base/log.hpp"
#include "speech/deepgram_speaking.hpp"
#include "speech/fallback_tts.hpp"

namespace codevoice::speech {
namespace {

constexpr std::size_t kPartAtMost = 900;                      // bytes; the service takes 2000 characters at once
constexpr Duration kPerByte = std::chrono::milliseconds{62};  // of its voices, about

struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// At sentence ends, each as long as may be.
std::vector<Part> parts_of(const std::string& text) {
  std::vector<Part> parts;
  std::size_t begin = 0;
  while (text.size() - begin > kPartAtMost) {
    auto end = text.find_last_of(".?!", begin + kPartAtMost - 1);
    if (end == std::string::npos || end <= begin) end = text.rfind(' ', begin + kPartAtMost - 1);
    end = end == std::string::npos || end <= begin ? begin + kPartAtMost : end + 1;
    parts.push_back({begin, end});
    begin = end;
  }
  if (begin < text.size()) parts.push_back({begin, text.size()});
  return parts;
}

class DeepgramUtterance final : public Utterance {
 public:
  DeepgramUtterance(std::shared_ptr<DeepgramSpeaking> speaking, std::string text)
      : speaking_(std::move(speaking)), text_(std::move(text)), parts_(parts_of(text_)) {
    if (!parts_.empty() && !known()) job_ = speaking_->speak(part_text());  // asked for at once, before anybody waits
  }
  ~DeepgramUtterance() override {
    if (job_) speaking_->abandon(job_);
  }
  DeepgramUtterance(const DeepgramUtterance&) = delete;
  DeepgramUtterance& operator=(const DeepgramUtterance&) = delete;

  Awaitable<Result<std::optional<SpokenChunk>>> next() override {
    while (part_ < parts_.size()) {
      if (known_ || (!job_ && known())) co_return cached_part();
      if (!job_) job_ = speaking_->speak(part_text());
      const auto ready = co_await speaking_->wait(job_);
      if (!ready) {
        if (ready.error().kind == ErrorKind::Cancelled || tried_again_) co_return tl::unexpected(ready.error());
        try_again(ready.error());
        continue;
      }
      if (job_->waits()) co_return std::optional<SpokenChunk>(chunk_of(job_->take(), false));
      next_part();
    }
    co_return std::optional<SpokenChunk>{};
  }

 private:
  std::string part_text() const { return text_.substr(parts_[part_].begin, parts_[part_].end - parts_[part_].begin); }
  bool known() {
    known_ = speaking_->known(part_text());
    return known_.has_value();
  }
  std::optional<SpokenChunk> cached_part() {
    auto chunk = chunk_of(std::move(*known_), true);
    next_part();
    return chunk;
  }
  SpokenChunk chunk_of(audio::Pcm pcm, bool cached) {
    SpokenChunk chunk;
    chunk.rate_hz = DeepgramSpeaking::kRateHz;
    chunk.cached = cached;
    chunk.text_end = parts_[part_].end;
    chunk.text_begin = std::exchange(begun_, true) ? chunk.text_end : parts_[part_].begin;
    chunk.more = !cached && !job_->finished;
    spoken_ += audio::duration_of(pcm.size(), chunk.rate_hz);
    chunk.pcm = std::move(pcm);
    return chunk;
  }
  void next_part() {
    job_.reset();
    known_.reset();
    begun_ = tried_again_ = false;
    spoken_ = {};
    ++part_;
  }
  /// The rest of the part by a request; where it broke off is only known by the time it had.
  void try_again(const Error& error) {
    const auto text = part_text();
    const auto from = next_word_after(text, spoken_, kPerByte * static_cast<std::int64_t>(text.size()));
    log::warn("tts.by_request", {{"reason", error.message}, {"spoken_ms", spoken_ / std::chrono::milliseconds{1}}});
    tried_again_ = true;
    speaking_->abandon(job_);
    job_ = from >= text.size() ? nullptr : speaking_->speak_by_post(text.substr(from));
    if (!job_) next_part();
  }

  std::shared_ptr<DeepgramSpeaking> speaking_;
  std::string text_;
  std::vector<Part> parts_;
  std::size_t part_ = 0;
  DeepgramSpeaking::Job job_;
  std::optional<audio::Pcm> known_;
  Duration spoken_{};  // of the part
  bool begun_ = false;
  bool tried_again_ = false;
};

class DeepgramVoice final : public TtsEngine {
 public:
  explicit DeepgramVoice(std::shared_ptr<DeepgramSpeaking> speaking) : speaking_(std::move(speaking)) {}
  ~DeepgramVoice() override { speaking_->close(); }
  DeepgramVoice(const DeepgramVoice&) = delete;
  DeepgramVoice& operator=(const DeepgramVoice&) = delete;

  std::string name() const override { return "Deepgram " + speaking_->voice(); }
  std::unique_ptr<Utterance> speak(std::string text) override { return std::make_unique<DeepgramUtterance>(speaking_, std::move(text)); }
  void prepare(std::string text, Prepare how) override {
    for (const auto& part : parts_of(text)) {
      auto words = text.substr(part.begin, part.end - part.begin);
      if (how == Prepare::Ahead) {
        speaking_->prepare_ahead(std::move(words));
      } else {
        speaking_->prepare_now(words);
      }
    }
  }

 private:
  std::shared_ptr<DeepgramSpeaking> speaking_;
};

}  // namespace

std::unique_ptr<TtsEngine> DeepgramTts::open(asio::any_io_executor executor) {
  auto speaking = std::make_shared<DeepgramSpeaking>(executor, account_, cache_, config_);
  speaking->start();
  return std::make_unique<DeepgramVoice>(std::move(speaking));
}

}  // namespace codevoice::speech
