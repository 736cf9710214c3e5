#include "speech/fallback_tts.hpp"

#include "audio/pcm.hpp"
#include "base/metrics.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPerByte = 62ms;  // of a voice nothing is known of yet: some 16 characters a second

}  // namespace

struct FallbackTts::Chain {
  std::unique_ptr<TtsEngine> first;
  std::unique_ptr<TtsEngine> second;
  std::optional<Fallback> news;
  bool on_second = false;        // the newest utterance was
  bool too_slow = false;         // the first voice, in this reply
  Duration per_byte = kPerByte;  // of the first voice, as it was last heard
};

std::size_t next_word_after(std::string_view text, Duration spoken, Duration whole) {
  if (spoken <= Duration{}) return 0;
  if (spoken >= whole) return text.size();
  const auto reached =
      static_cast<std::size_t>(static_cast<double>(text.size()) * static_cast<double>(spoken.count()) / static_cast<double>(whole.count()));
  const auto space = text.find(' ', reached);
  return space == std::string_view::npos ? text.size() : space + 1;
}

class FallbackTts::Speaking final : public Utterance {
 public:
  Speaking(std::shared_ptr<Chain> chain, std::string text) : chain_(std::move(chain)), text_(std::move(text)) {
    (chain_->too_slow ? second_ : first_) = (chain_->too_slow ? chain_->second : chain_->first)->speak(text_);
  }

  Awaitable<Result<std::optional<SpokenChunk>>> next() override {
    if (!second_ && chain_->too_slow) take_over(Error{ErrorKind::Unavailable, "its audio comes more slowly than it plays"});
    if (second_) co_return co_await next_of_second();
    auto chunk = co_await first_->next();
    if (chunk) {
      if (*chunk) {
        count(**chunk);
      } else {
        ended_well();
      }
      co_return chunk;
    }
    if (chunk.error().kind == ErrorKind::Cancelled) co_return chunk;
    take_over(chunk.error());
    co_return co_await next_of_second();
  }

 private:
  void count(const SpokenChunk& chunk) {
    if (chunk.text_end > chunk.text_begin) {
      part_begin_ = chunk.text_begin;
      part_end_ = chunk.text_end;
      part_spoken_ = {};
    }
    part_spoken_ += audio::duration_of(chunk.pcm.size(), chunk.rate_hz);
    spoken_ += audio::duration_of(chunk.pcm.size(), chunk.rate_hz);
  }
  void ended_well() {
    if (!text_.empty() && spoken_ > Duration{}) chain_->per_byte = spoken_ / static_cast<std::int64_t>(text_.size());
    chain_->on_second = false;
  }
  void take_over(const Error& error) {
    metrics::provider_fallback(metrics::Provider::DeepgramTts);  // the only remote voice there is
    const auto part = std::string_view(text_).substr(part_begin_, part_end_ - part_begin_);
    rest_begin_ = part_begin_ + next_word_after(part, part_spoken_, chain_->per_byte * static_cast<std::int64_t>(part.size()));
    if (part_end_ == 0) rest_begin_ = 0;
    second_ = chain_->second->speak(text_.substr(rest_begin_));
    first_.reset();
    if (std::exchange(chain_->on_second, true)) return;  // told already
    chain_->news = Fallback{chain_->first->name(), chain_->second->name(), error.message};
  }
  Awaitable<Result<std::optional<SpokenChunk>>> next_of_second() {
    auto chunk = co_await second_->next();
    if (chunk && *chunk) {
      // what was begun by the first voice keeps its text: the chunk goes on with it
      (*chunk)->text_begin = std::max(part_end_, (*chunk)->text_begin + rest_begin_);
      (*chunk)->text_end = std::max(part_end_, (*chunk)->text_end + rest_begin_);
    }
    co_return chunk;
  }

  std::shared_ptr<Chain> chain_;
  std::string text_;
  std::unique_ptr<Utterance> first_;
  std::unique_ptr<Utterance> second_;
  std::size_t part_begin_ = 0;  // of the text, that the first voice is in
  std::size_t part_end_ = 0;
  std::size_t rest_begin_ = 0;
  Duration part_spoken_{};
  Duration spoken_{};
};

FallbackTts::FallbackTts(std::unique_ptr<TtsEngine> first, std::unique_ptr<TtsEngine> second) : chain_(std::make_shared<Chain>()) {
  chain_->first = std::move(first);
  chain_->second = std::move(second);
}
FallbackTts::~FallbackTts() = default;

std::string FallbackTts::name() const { return chain_->first->name(); }

std::unique_ptr<Utterance> FallbackTts::speak(std::string text) { return std::make_unique<Speaking>(chain_, std::move(text)); }

void FallbackTts::prepare(std::string text, Prepare how) { chain_->first->prepare(std::move(text), how); }

void FallbackTts::reply_begins() { chain_->too_slow = false; }

void FallbackTts::fell_behind() { chain_->too_slow = true; }

std::optional<Fallback> FallbackTts::take_fallback() { return std::exchange(chain_->news, std::nullopt); }

}  // namespace codevoice::speech
