// R14: a reply as a voice speaks it, cut at any moment of its playout, and what the ledger must say of it then.
// Units:  48 kHz samples of what is sent, from the reply's first one on. Thread: the test's.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "audio/resampler.hpp"
#include "support/fake_sink.hpp"
#include "support/stage_rig.hpp"
#include "voice/conversation.hpp"
#include "voice/echo_gate.hpp"
#include "voice/transport_output.hpp"
#include "voice/tts_stage.hpp"

namespace codevoice::test {

inline constexpr std::uint64_t kLedgerTurn = 7;
inline constexpr std::size_t kLedgerFrame = audio::kOpusFrame;
inline constexpr std::chrono::milliseconds kLedgerGap{200};  // between sentences; here it does not vary

/// What the voice made of the sentences of one reply, by way of the tts stage.
inline std::vector<pipeline::TTSAudioRawFrame> spoken_by(speech::TtsEngine& engine, const std::vector<std::string>& sentences) {
  asio::io_context loop;
  FakeClock clock;
  voice::TtsStage stage(engine, voice::ReplyConfig{});
  StageRig rig(stage, loop, clock);
  std::size_t fed = 0;
  for (const auto& sentence : sentences) {
    pipeline::TextFrame text;
    text.text = sentence;
    text.turn_id = kLedgerTurn;
    rig.feed(std::move(text));
    const auto is_over = [&] {
      const auto parts = rig.emitted<pipeline::TTSAudioRawFrame>();
      const auto last = [](const pipeline::TTSAudioRawFrame& part) { return part.last_of_utterance; };
      return static_cast<std::size_t>(std::count_if(parts.begin(), parts.end(), last)) == fed;
    };
    for (++fed; !is_over();) {
      loop.restart();
      loop.run_one_for(std::chrono::seconds{20});  // a real voice works on a pool
      clock.advance(loop, std::chrono::milliseconds{1});
    }
  }
  return rig.emitted<pipeline::TTSAudioRawFrame>();
}

struct Cut {
  std::string context;        // what the conversation says was heard
  std::size_t in_ledger = 0;  // samples
  std::size_t loud_ticks = 0;
};

/// Plays the reply for `frames` of 20 ms, interrupts it, and lets a second pass.
inline Cut cut_after(std::size_t frames, const std::vector<pipeline::TTSAudioRawFrame>& spoken, Duration round_trip) {
  asio::io_context loop;
  FakeClock clock;
  FakeSink sink(clock);
  sink.trip = round_trip;
  voice::Floor floor;
  voice::OutputConfig config;
  config.ahead = std::chrono::minutes{1};
  config.gap = config.gap_most = kLedgerGap;
  voice::EchoGate echo;
  voice::VoiceConfig whole;
  whole.output = config;
  voice::TransportOutput stage(sink, floor, echo, whole);
  StageRig rig(stage, loop, clock);
  floor.reply_pending(kLedgerTurn);
  for (const auto& part : spoken) rig.feed(part);
  rig.feed(pipeline::LLMFullResponseEndFrame{kLedgerTurn});
  if (frames > 0) rig.advance(std::chrono::milliseconds{20} * static_cast<int>(frames));  // the first is sent at the first tick from now
  rig.epoch().raise();
  rig.feed(pipeline::InterruptionFrame{});
  rig.advance(std::chrono::seconds{1});
  voice::Conversation conversation;
  for (const auto& heard : rig.emitted<pipeline::HeardFrame>()) conversation.interviewer_heard(heard);
  Cut cut{{}, stage.ledger_samples(), sink.loud()};
  for (const auto& line : conversation.lines()) cut.context += (cut.context.empty() ? "" : " ") + line.text;
  return cut;
}

/// The reply laid out as it is sent: by hand, from the rule alone.
class LaidOut {
 public:
  explicit LaidOut(const std::vector<pipeline::TTSAudioRawFrame>& spoken) {
    for (const auto& part : spoken) add(part);
    text_ = trimmed(text_);
  }

  const std::string& text() const { return text_; }
  /// 20 ms of the playout, the quiet between sentences with it.
  std::size_t frames() const { return rests_.back().first; }
  /// After so many frames it rests between two sentences: nothing sounds that could fade.
  bool rests_after(std::size_t frames) const {
    return std::any_of(rests_.begin(), rests_.end(), [&](const auto& rest) { return frames >= rest.first && frames < rest.second; });
  }
  /// Samples of the voice among the first `sent`.
  std::size_t of_voice(std::size_t sent) const {
    std::size_t voiced = 0;
    for (const auto& clause : clauses_) voiced += std::min(clause.samples, sent - std::min(sent, clause.begin));
    return voiced;
  }
  /// Exact at the clauses' borders; inside one, words where the voice has them, else by their share of its characters, and none that is not wholly
  /// out.
  std::string heard(std::size_t arrived) const {
    std::string words;
    for (const auto& clause : clauses_) {
      if (clause.begin >= arrived) break;
      const auto out = arrived - clause.begin;
      words += out >= clause.samples ? clause.text : whole_words(clause, out);
      if (out < clause.samples) break;
      if (clause.ends_sentence) words += ' ';
    }
    return trimmed(words);
  }

 private:
  struct Clause {
    std::string text;
    std::size_t begin = 0;
    std::size_t samples = 0;
    std::vector<float> word_ends{};
    bool ends_sentence = false;
  };
  void add(const pipeline::TTSAudioRawFrame& part) {
    if (part.last_of_utterance) {  // the frame is filled up, a whole one when it was full; then comes the gap
      length_ = (length_ / kLedgerFrame + 1) * kLedgerFrame;
      const auto spoken = length_ / kLedgerFrame;
      length_ += audio::samples_in(kLedgerGap, audio::kOpusRateHz);
      rests_.emplace_back(spoken, length_ / kLedgerFrame);
      text_ += ' ';
      clauses_.back().ends_sentence = true;
      return;
    }
    const auto at_48k = audio::resample(part.pcm, part.rate_hz, audio::kOpusRateHz, audio::ResampleQuality::Balanced);
    ASSERT_TRUE(at_48k.has_value());
    clauses_.push_back({part.text, length_, at_48k->size(), part.word_ends});
    length_ += at_48k->size();
    text_ += part.text;
  }
  static std::string whole_words(const Clause& clause, std::size_t out) {
    const auto& text = clause.text;
    std::size_t whole = 0, word = 0;
    for (std::size_t i = 1; i <= text.size(); ++i) {
      const bool ends_word = (i == text.size() || text[i] == ' ') && text[i - 1] != ' ';
      if (clause.word_ends.empty()) {
        if (i < text.size() && text[i] == ' ' && i * clause.samples <= out * text.size()) whole = i;
      } else if (ends_word && static_cast<double>(out) >= static_cast<double>(clause.word_ends.at(word++)) * static_cast<double>(clause.samples)) {
        whole = i;
      }
    }
    return text.substr(0, whole);
  }
  static std::string trimmed(std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }
  std::vector<Clause> clauses_;
  std::vector<std::pair<std::size_t, std::size_t>> rests_;  // from which frame to which
  std::string text_;
  std::size_t length_ = 0;
};

/// R14, at every 20 ms: the ledger's samples are those that were sent; the context is what had arrived of them, and a prefix of the reply.
inline void expect_the_ledger_to_hold(const std::vector<pipeline::TTSAudioRawFrame>& spoken, Duration round_trip) {
  const LaidOut reply(spoken);
  const auto on_the_way = audio::samples_in(round_trip / 2 + voice::OutputConfig{}.safety, audio::kOpusRateHz) + kLedgerFrame;
  const auto fade = audio::samples_in(voice::OutputConfig{}.ramp, audio::kOpusRateHz);
  for (std::size_t frames = 0; frames <= reply.frames() + 10; ++frames) {
    auto voice_sent = frames * kLedgerFrame, sent = voice_sent;
    const bool is_over = frames > reply.frames();
    if (frames > 0 && !is_over && !reply.rests_after(frames)) {  // the next 10 ms fade out, in a frame of their own
      voice_sent += fade;
      sent += kLedgerFrame;
    }
    const auto arrived = is_over ? sent : sent - std::min(sent, on_the_way);

    const auto cut = cut_after(frames, spoken, round_trip);

    EXPECT_EQ(cut.in_ledger, reply.of_voice(voice_sent)) << "cut after " << frames << " frames";
    EXPECT_EQ(cut.context, reply.heard(arrived)) << "cut after " << frames << " frames";
    EXPECT_TRUE(reply.text().starts_with(cut.context)) << cut.context;
  }
}

}  // namespace codevoice::test
