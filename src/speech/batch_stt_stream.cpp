// untested: through batch_stt_engine_test.cpp
#include "speech/batch_stt_stream.hpp"

#include "base/log.hpp"
#include "speech/transcript_guard.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr auto kCaptionEvery = 650ms;  // a word is shown when two decodes agree on it: within 1.5 s (R16)
constexpr int kTooManyForCaptions = 4;
constexpr double kShareAlone = 0.25, kShareOfMany = 0.1;  // of a core, for captions
constexpr auto kSpeakingPause = 200ms;
constexpr std::size_t kQuietAfter = 3200;  // samples after speech that goes on: models repeat themselves where a word is cut off
constexpr std::size_t kLongest = 240'000;  // samples: 15 s

/// The words two texts begin with alike.
std::string common_words(std::string_view a, std::string_view b) {
  std::size_t same = 0;
  for (std::size_t i = 0; i <= std::min(a.size(), b.size()); ++i) {
    const bool ends = (i == a.size() || a[i] == ' ') && (i == b.size() || b[i] == ' ');
    if (ends) same = i;
    if (i == a.size() || i == b.size() || a[i] != b[i]) break;
  }
  return std::string(a.substr(0, same));
}

/// Its newest frame is speech: more of the same word may follow.
bool goes_on(const SpeechSegment& segment) { return !segment.closed && !segment.frames.empty() && segment.frames.back().speech; }

void append_words(std::string& to, std::string_view more) {
  if (more.empty()) return;
  if (!to.empty()) to += ' ';
  to += more;
}

}  // namespace

BatchSttStream::BatchSttStream(asio::any_io_executor executor, std::shared_ptr<BatchSttShared> shared, SttListener listener)
    : shared_(std::move(shared)), listener_(std::move(listener)), decoded_one_(executor), tasks_(std::move(executor), "stt") {}

BatchSttStream::~BatchSttStream() { set_speaking(false); }

void BatchSttStream::set_speaking(bool speaking) {
  if (speaking_ == speaking) return;
  speaking_ = speaking;
  shared_->speaking += speaking ? 1 : -1;
}

void BatchSttStream::write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  buffer_.write(pcm, at, speech);
  drop_old_texts();
  now_ = at + 20ms;
  set_speaking(speech || (buffer_.has_speech() && buffer_.silence() < kSpeakingPause));
  if (caption_is_due()) start_decoding(Purpose::Caption);
}

void BatchSttStream::drop_old_texts() {
  while (decoded_.size() < buffer_.segments().size()) decoded_.emplace_back();
  while (decoded_.size() > buffer_.segments().size()) decoded_.pop_front();  // the buffer let its oldest go
}

bool BatchSttStream::caption_is_due() const {
  if (shared_->captions == Captions::None || decoding_ || failed_ || !speaking_ || shared_->speaking >= kTooManyForCaptions ||
      shared_->pool->queued() > 0)
    return false;
  return now_ - last_decode_ >= std::max<Duration>(kCaptionEvery, caption_pause_);
}

void BatchSttStream::pause(MediaTime) {
  set_speaking(false);
  start_decoding(Purpose::Pause);  // not after a caption's decode: what is said to the candidate waits for this one
}

/// Not before the last one is told: asked again and again, none would be.
void BatchSttStream::peek() {
  peek_again_ = decoding_ && peeking_;
  if (peek_again_) return;
  start_decoding(Purpose::Peek);
  peeking_ = true;
}

void BatchSttStream::start_decoding(Purpose purpose) {
  if (failed_) return;
  decoding_ = true;
  peeking_ = peek_again_ = false;
  last_decode_ = now_;
  tasks_.spawn("decode", decode_open_segments(purpose));
}

Awaitable<Result<std::string>> BatchSttStream::decode(const SpeechSegment& segment, Priority priority, Ends ends) {
  const auto shared = shared_;
  const auto speech = segment.speech;
  auto audio = segment.audio;
  if (ends == Ends::InAWord && audio.size() < kLongest) audio.resize(std::min(audio.size() + kQuietAfter, kLongest));
  std::function<Result<std::string>()> job = [transcriber = shared->transcriber, audio = std::move(audio)] { return transcriber->transcribe(audio); };
  auto text = co_await shared->pool->run<std::string>(priority, std::move(job));
  if (text) *text = guard_transcript(*text, speech);
  co_return text;
}

Awaitable<void> BatchSttStream::decode_open_segments(Purpose purpose) {
  const auto run = ++runs_;
  const auto started = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < buffer_.segments().size(); ++i) {
    const auto revision = buffer_.segments()[i].revision;
    // a pause's decode is of whole words, though its newest frames, in which the pause was found, count as speech
    const auto ends = purpose != Purpose::Pause && goes_on(buffer_.segments()[i]) ? Ends::InAWord : Ends::Whole;
    if (decoded_[i].revision == revision) continue;
    const auto urgency = purpose == Purpose::Caption ? Priority::Captions : Priority::SttFinal;
    const auto text = co_await decode(buffer_.segments()[i], urgency, ends);
    if (run != runs_) co_return;  // a newer run, or finish_turn, has taken over
    if (!text) {
      if (text.error().kind != ErrorKind::Cancelled) tell_error(text.error());
      end_decoding();
      co_return;
    }
    decoded_[i] = Decoded{ends == Ends::InAWord ? 0 : revision, *text};  // decoded again when the end of the word is there
  }
  end_decoding();
  const double share = shared_->speaking > 1 ? kShareOfMany : kShareAlone;
  caption_pause_ = std::chrono::duration_cast<Duration>((std::chrono::steady_clock::now() - started) / share);
  tell_interim(purpose == Purpose::Caption);
  if (peek_again_) peek();
}

void BatchSttStream::end_decoding() {
  decoding_ = false;
  decoded_one_.cancel();
}

void BatchSttStream::tell_interim(bool stable_only) {
  auto interim = assemble(buffer_.segments(), decoded_);
  const auto whole = interim.text;
  if (stable_only) interim.text = common_words(interim.text, shown_);
  shown_ = whole;
  if (!interim.text.empty() && listener_.on_text) listener_.on_text(std::move(interim));
}

Transcription BatchSttStream::assemble(const std::deque<SpeechSegment>& segments, const std::deque<Decoded>& texts) const {
  Transcription whole;
  Duration speech{};
  for (std::size_t i = 0; i < segments.size() && i < texts.size(); ++i) {
    append_words(whole.raw_text, texts[i].text);
    if (segments[i].speech == Duration{}) continue;
    if (speech == Duration{}) whole.begin = segments[i].begin;
    whole.end = segments[i].end;
    speech += segments[i].speech;
  }
  whole.text = shared_->repair ? shared_->repair(whole.raw_text, vocabulary_) : whole.raw_text;
  whole.confidence = rate_confidence(whole.raw_text, speech);
  return whole;
}

Awaitable<Result<Transcription>> BatchSttStream::finish_turn(MediaTime upto) {
  if (failed_) co_return fail(ErrorKind::Unavailable, shared_->transcriber->name() + " has stopped working");
  // a decode begun at this pause is worth waiting for: it is nearly done
  const auto current = [&] {
    for (std::size_t i = 0; i < decoded_.size(); ++i) {
      if (decoded_[i].revision != buffer_.segments()[i].revision) return false;
    }
    return true;
  };
  while (decoding_ && !current()) {
    decoded_one_.expires_at(asio::steady_timer::time_point::max());
    co_await decoded_one_.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return fail(ErrorKind::Cancelled, "cancelled");
  }
  if (failed_) co_return fail(ErrorKind::Unavailable, shared_->transcriber->name() + " has stopped working");
  auto texts = std::exchange(decoded_, {});
  const auto segments = buffer_.take(upto);
  ++runs_;
  decoding_ = false;
  shown_.clear();
  drop_old_texts();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (texts[i].revision == segments[i].revision) continue;
    const auto ends = goes_on(segments[i]) ? Ends::InAWord : Ends::Whole;
    auto text = co_await decode(segments[i], Priority::SttFinal, ends);
    if (!text) {
      tell_error(text.error());
      co_return tl::unexpected(text.error());
    }
    texts[i] = Decoded{segments[i].revision, std::move(*text)};
  }
  auto whole = assemble(segments, texts);
  whole.is_final = true;
  co_return whole;
}

void BatchSttStream::set_vocabulary(std::vector<std::string> terms) { vocabulary_ = std::move(terms); }

void BatchSttStream::tell_error(const Error& error) {
  if (std::exchange(failed_, true)) return;
  log::error("stt.failed", {{"engine", shared_->transcriber->name()}, {"reason", error.message}});
  if (listener_.on_error) listener_.on_error(error);
}

Awaitable<void> BatchSttStream::close() {
  set_speaking(false);
  co_await tasks_.close();
}

}  // namespace codevoice::speech
