#include "speech/deepgram_stt.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/emulated_deepgram.hpp"

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr Duration kFrame = 20ms;

std::string numbered_words(int count) {
  std::string words;
  for (int i = 0; i < count; ++i) words += (i == 0 ? "w" : " w") + std::to_string(i);
  return words;
}

class DeepgramSttTest : public testing::Test {
 protected:
  explicit DeepgramSttTest(Dialect dialect = Dialect::Nova) {
    config_.dialect = dialect;
    emulated_.ear.transcript = numbered_words(400);
  }
  void TearDown() override { close(); }

  /// A new service and a stream to it; `fault` befalls its connections.
  void open(const emulators::Fault& fault = {}, const char* to = "listen") {
    close();
    service_ = std::make_unique<test::EmulatedDeepgram>(loop_, clock_, emulated_);
    service_->faults().set(to, fault);
    DeepgramConfig config;
    config.key = "secret-key";
    account_ = std::make_shared<DeepgramAccount>(config, clock_, service_->connector());
    interims_.clear();
    errors_.clear();
    now_ = {};
    dice_.seed(1);
    open_stream();
  }
  void open_stream() {
    engine_ = std::make_unique<DeepgramStt>(account_, config_);
    SttListener listener;
    listener.on_text = [this](const Transcription& text) { (text.is_final ? finals_ : interims_).push_back(text); };
    listener.on_error = [this](const Error& error) { errors_.push_back(error); };
    stream_ = std::move(engine_->open(loop_.get_executor(), listener).value());
    clock_.advance(loop_, 100ms);
  }
  void close() {
    // on the loop, as everything else of a session
    asio::post(loop_, [this] { stream_.reset(); });
    test::FakeClock::settle(loop_);
    clock_.advance(loop_, 1s);
  }
  /// 20 ms frames of a sound, or of silence, in real time.
  void hear(Duration length, bool loud, bool speech) {
    for (Duration done{}; done < length; done += kFrame) {
      std::array<std::int16_t, 320> pcm{};
      for (auto& sample : pcm) sample = loud ? static_cast<std::int16_t>(static_cast<int>(dice_() % 6000) - 3000) : std::int16_t{0};
      stream_->write(pcm, now_, speech);
      now_ += kFrame;
      clock_.advance(loop_, kFrame);
    }
  }
  /// Speech, and the VAD's pause 200 ms after its end.
  void say(Duration length) {
    hear(60ms, true, false);  // the VAD takes a moment
    hear(length - 60ms, true, true);
    const auto end = now_;
    hear(200ms, false, true);
    stream_->pause(end);
  }
  Result<Transcription> finish(Duration within = 5s) {
    std::optional<Result<Transcription>> answer;
    asio::co_spawn(loop_, stream_->finish_turn(now_), [&](std::exception_ptr error, Result<Transcription> text) {
      if (error) std::rethrow_exception(error);
      answer = std::move(text);
    });
    test::FakeClock::settle(loop_);
    for (Duration waited{}; !answer && waited < within; waited += 10ms) {
      clock_.advance(loop_, 10ms);
      waited_ = waited + 10ms;
    }
    return answer ? *answer : Result<Transcription>(fail(ErrorKind::Internal, "no answer"));
  }

  asio::io_context loop_;
  test::FakeClock clock_;
  emulators::DeepgramConfig emulated_;
  DeepgramSttConfig config_;
  std::unique_ptr<test::EmulatedDeepgram> service_;
  std::shared_ptr<DeepgramAccount> account_;
  std::unique_ptr<DeepgramStt> engine_;
  std::unique_ptr<SttStream> stream_;
  std::vector<Transcription> interims_;
  std::vector<Transcription> finals_;
  std::vector<Error> errors_;
  MediaTime now_{};
  Duration waited_{};
  std::mt19937 dice_{1};
};

std::string text_of(const Result<Transcription>& answer) { return answer ? answer->text : "error: " + answer.error().message; }

std::string lowered_words(std::string text) {
  std::string plain;
  for (const char c : text) {
    if (c != '.') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

TEST_F(DeepgramSttTest, ATurnsTextIsThereWithoutWaitingWhenItIsDecided) {
  open();
  hear(1s, false, false);
  say(2s);
  hear(100ms, false, false);

  const auto text = finish();

  ASSERT_TRUE(text.has_value()) << text.error().message;
  EXPECT_EQ(lowered_words(text->text), "w0 w1 w2 w3 w4 w5 w6");
  EXPECT_TRUE(text->is_final);
  EXPECT_EQ(waited_, 0ms);
  EXPECT_NEAR(static_cast<double>(text->begin / 1ms), 1000, 30);
  EXPECT_NEAR(static_cast<double>(text->end / 1ms), 3000, 80);
  EXPECT_NEAR(text->confidence, 0.98, 0.001);
}

TEST_F(DeepgramSttTest, InterimsComeWhileSpeaking) {
  open();
  say(3s);

  ASSERT_GE(interims_.size(), 4U);
  EXPECT_EQ(interims_[0].text, "W0 w1");
  EXPECT_LT(interims_[0].text.size(), interims_[3].text.size());
  EXPECT_TRUE(finals_.empty());
}

TEST_F(DeepgramSttTest, TextOfSeveralTurnsIsFiledByItsTime) {
  open();
  std::string all;
  for (int turn = 0; turn < 5; ++turn) {
    say(1s + turn * 300ms);
    hear(300ms, false, false);
    const auto text = finish();
    ASSERT_TRUE(text.has_value());
    all += (all.empty() ? "" : " ") + lowered_words(text->text);
    hear(7s, false, false);  // the interviewer speaks
  }

  EXPECT_EQ(all, numbered_words(30));
}

TEST_F(DeepgramSttTest, SilenceIsNotSentAndTheConnectionStays) {
  open();
  hear(60s, false, false);
  EXPECT_LT(service_->shared().stats.stt_audio_s, 0.01);

  say(2s);
  hear(30s, false, false);

  EXPECT_EQ(service_->shared().stats.stt_conns, 1U);
  EXPECT_LT(service_->shared().stats.stt_audio_s, 3.2);
  EXPECT_EQ(lowered_words(text_of(finish())), "w0 w1 w2 w3 w4 w5 w6");
}

TEST_F(DeepgramSttTest, WhatIsUnfinishedWhenTheTurnIsEndedIsAskedFor) {
  emulated_.stt_delay = 80ms;
  open();
  hear(60ms, true, false);
  hear(1s, true, true);  // cut off in the middle of speech

  const auto text = finish();

  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(lowered_words(text->text), "w0 w1 w2 w3");
  EXPECT_EQ(service_->shared().stats.stt_finalize, 1U);
  EXPECT_LE(waited_, 100ms);
}

TEST_F(DeepgramSttTest, KeytermsAreChangedOnTheOpenConnection) {
  open();
  stream_->set_vocabulary({"mutex", "heap", "mutex"});
  test::FakeClock::settle(loop_);
  EXPECT_EQ(service_->shared().keyterms, (std::vector<std::string>{"mutex", "heap"}));

  stream_->set_vocabulary({"heap"});
  hear(5s, false, false);

  EXPECT_EQ(service_->shared().keyterms, std::vector<std::string>{"heap"});
  EXPECT_EQ(service_->shared().stats.stt_conns, 1U);
}

TEST_F(DeepgramSttTest, KeytermsComeWithANewConnectionInAQuietMomentWhereTheyCannotBeChanged) {
  emulated_.stt_configurable = false;
  open();
  stream_->set_vocabulary({"a b"});
  hear(60ms, true, false);
  hear(2s, true, true);
  EXPECT_EQ(service_->shared().stats.stt_conns, 1U);  // not while somebody speaks

  const auto end = now_;
  hear(200ms, false, true);
  stream_->pause(end);
  hear(3s, false, false);

  EXPECT_EQ(service_->shared().stats.stt_conns, 2U);
  EXPECT_NE(service_->targets.back().find("keyterm=a%20b"), std::string::npos);
  EXPECT_EQ(lowered_words(text_of(finish())), "w0 w1 w2 w3 w4 w5 w6");
}

// --- failing services ---

/// A talk of several turns with pauses; gives all its text.
class DroppedSttTest : public DeepgramSttTest {
 protected:
  std::string talk() {
    std::string all;
    for (int turn = 0; turn < 3; ++turn) {
      say(first_part_);
      hear(320ms, false, false);
      say(second_part_);
      hear(100ms, false, false);
      const auto text = finish();
      if (!text) return "no text: " + text.error().message;
      all += (all.empty() ? "" : " ") + lowered_words(text->text);
      hear(1s, false, false);
    }
    return all;
  }
  /// Dropped once after each of the first forty messages sent, and after as many points of those received, so many messages apart.
  void expect_no_word_lost_or_doubled_by_a_drop(std::size_t received_step) {
    open();
    const auto whole = talk();
    ASSERT_EQ(whole, numbered_words(27));
    for (std::size_t dropped_after = 0; dropped_after < 40; ++dropped_after) {
      for (const bool by_received : {false, true}) {
        emulators::Fault fault;
        (by_received ? fault.close_after_received : fault.close_after) = dropped_after * (by_received ? received_step : 1);
        fault.times = 1;
        open(fault);

        EXPECT_EQ(talk(), whole) << "dropped after message " << dropped_after << (by_received ? " received" : " sent");
        EXPECT_TRUE(errors_.empty());
      }
    }
  }
  void expect_no_word_lost_or_doubled_by_many_drops() {
    emulators::Fault fault;
    fault.close_after = 8;
    open(fault);

    EXPECT_EQ(talk(), numbered_words(27));
    EXPECT_GE(service_->shared().stats.stt_conns, 3U);
  }

  Duration first_part_ = 1700ms, second_part_ = 900ms;
};

TEST_F(DroppedSttTest, NoWordIsLostOrDoubledWhereverTheConnectionDrops) { expect_no_word_lost_or_doubled_by_a_drop(7); }

TEST_F(DroppedSttTest, NoWordIsLostOrDoubledWhenTheConnectionDropsAgainAndAgain) { expect_no_word_lost_or_doubled_by_many_drops(); }

TEST_F(DroppedSttTest, AConnectionThatIsAlwaysLostBeforeItGetsAnywhereIsGivenUp) {
  emulators::Fault fault;
  fault.close_after = 1;
  open(fault);
  hear(2s, true, true);

  EXPECT_EQ(errors_.size(), 1U);
  EXPECT_LE(service_->shared().stats.stt_conns, 4U);
}

TEST_F(DroppedSttTest, AMessageThatCannotBeReadCostsTheConnectionNotTheWords) {
  for (std::size_t after = 0; after < 12; ++after) {
    emulators::Fault fault;
    fault.garbage_after = after;
    fault.times = 1;
    open(fault);

    EXPECT_EQ(talk(), numbered_words(27)) << after;
  }
}

TEST_F(DroppedSttTest, AConnectionThatSaysNothingMoreIsReplaced) {
  for (std::size_t after = 0; after < 12; ++after) {
    emulators::Fault fault;
    fault.stall_after = after;
    fault.times = 1;
    open(fault);

    EXPECT_EQ(talk(), numbered_words(27)) << after;
  }
}

TEST_F(DeepgramSttTest, AWrongKeyIsToldOnceForTheProcessAndNeverAgainAskedFor) {
  emulated_.key = "another";
  open();

  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_EQ(errors_[0].kind, ErrorKind::Denied);
  EXPECT_NE(errors_[0].message.find("DEEPGRAM_API_KEY"), std::string::npos);
  EXPECT_EQ(errors_[0].message.find("secret-key"), std::string::npos);
  EXPECT_EQ(service_->targets.size(), 1U);
  EXPECT_FALSE(engine_->open(loop_.get_executor(), {}).has_value());
}

class RefusingSttTest : public DeepgramSttTest, public testing::WithParamInterface<unsigned> {};

TEST_P(RefusingSttTest, IsTriedAgainAndThenGivenUp) {
  emulators::Fault fault;
  fault.status = GetParam();
  open(fault);
  hear(2s, true, true);

  ASSERT_EQ(errors_.size(), 1U);
  EXPECT_EQ(errors_[0].kind, GetParam() == 402 ? ErrorKind::Denied : ErrorKind::Unavailable) << errors_[0].message;
  EXPECT_EQ(service_->targets.size(), GetParam() == 402 ? 1U : 3U);
}

INSTANTIATE_TEST_SUITE_P(Statuses, RefusingSttTest, testing::Values(402U, 429U, 500U, 503U));

TEST_F(DeepgramSttTest, ATemporaryRefusalCostsNoWord) {
  emulators::Fault fault;
  fault.status = 503;
  fault.times = 2;
  open(fault);
  say(2s);
  hear(300ms, false, false);

  EXPECT_TRUE(errors_.empty());
  EXPECT_EQ(lowered_words(text_of(finish())), "w0 w1 w2 w3 w4 w5 w6");
}

TEST_F(DeepgramSttTest, WithAFallbackATurnsTextIsGivenUpSoonAndWhatIsKnownIsTold) {
  config_.has_fallback = true;
  open();
  say(2s);
  hear(400ms, false, false);  // that much is final
  emulators::Fault gone;
  gone.status = 500;
  service_->faults().set("listen", gone);
  hear(60ms, true, false);
  hear(1s, true, true);
  service_->shared().config.stt_delay = 1h;  // nothing comes any more

  const auto text = finish();

  EXPECT_FALSE(text.has_value());
  EXPECT_LE(waited_, 1500ms);
  ASSERT_EQ(finals_.size(), 1U);
  EXPECT_EQ(lowered_words(finals_[0].text), "w0 w1 w2 w3 w4 w5 w6");
  EXPECT_EQ(errors_.size(), 1U);
}

TEST_F(DeepgramSttTest, SlowBytesAreStillText) {
  emulators::Fault slow;
  slow.bytes_per_second = 8000;
  open(slow);
  say(2s);
  hear(400ms, false, false);

  EXPECT_EQ(lowered_words(text_of(finish())), "w0 w1 w2 w3 w4 w5 w6");
}

// --- Opus ---

class OpusSttTest : public DroppedSttTest {
 protected:
  OpusSttTest() {
    config_.encoding = SttEncoding::Opus;
    // no turn ends near the border of a word: a frame more or less that sounds after decoding must not matter
    first_part_ = 1640ms;
    second_part_ = 760ms;
  }
};

TEST_F(OpusSttTest, IsHeardAsWellAsPcmForAnEighthOfTheBytes) {
  open();

  EXPECT_EQ(talk(), numbered_words(27));

  const auto& stats = service_->shared().stats;
  EXPECT_EQ(stats.stt_opus_conns, 1U);
  EXPECT_GT(stats.stt_audio_s, 7);
  EXPECT_LT(static_cast<double>(stats.stt_bytes), stats.stt_audio_s * 32'000 / 6);
  EXPECT_NE(service_->targets.back().find("encoding=opus&sample_rate=16000"), std::string::npos);
}

TEST_F(OpusSttTest, WordsAreFiledByTheTimeTheyWereSpoken) {
  open();
  hear(1s, false, false);
  say(2s);
  hear(100ms, false, false);

  const auto text = finish();

  ASSERT_TRUE(text.has_value());
  EXPECT_NEAR(static_cast<double>(text->begin / 1ms), 1000, 30);
  EXPECT_NEAR(static_cast<double>(text->end / 1ms), 3000, 80);
}

TEST_F(OpusSttTest, NoWordIsLostOrDoubledWhereverTheConnectionDrops) { expect_no_word_lost_or_doubled_by_a_drop(11); }

TEST_F(OpusSttTest, NoWordIsLostOrDoubledWhenTheConnectionDropsAgainAndAgain) { expect_no_word_lost_or_doubled_by_many_drops(); }

TEST_F(OpusSttTest, FluxHearsItToo) {
  config_.dialect = Dialect::Flux;
  for (std::size_t after = 0; after < 14; ++after) {
    emulators::Fault fault;
    fault.close_after = after;
    fault.times = 1;
    open(fault, "flux");
    say(2s);
    hear(1500ms, false, false);

    EXPECT_EQ(text_of(finish()), "w0 w1 w2 w3 w4 w5 w6") << after;
    EXPECT_GE(service_->shared().stats.stt_opus_conns, 1U);
  }
}

// --- Flux ---

class FluxTest : public DeepgramSttTest {
 protected:
  FluxTest() : DeepgramSttTest(Dialect::Flux) {}
  std::vector<TurnMark> marks() const {
    std::vector<TurnMark> all;
    for (const auto& text : interims_) {
      if (text.turn != TurnMark::None) all.push_back(text.turn);
    }
    return all;
  }
};

TEST_F(FluxTest, TellsTheEndOfATurnWithItsText) {
  open();
  say(2s);
  hear(1500ms, false, false);

  EXPECT_EQ(marks(), (std::vector{TurnMark::PerhapsOver, TurnMark::Over}));
  EXPECT_EQ(interims_.back().text, "w0 w1 w2 w3 w4 w5 w6");
  EXPECT_EQ(text_of(finish()), "w0 w1 w2 w3 w4 w5 w6");
  EXPECT_EQ(waited_, 0ms);
}

TEST_F(FluxTest, ATurnThatGoesOnAfterAllIsToldSo) {
  open();
  hear(1500ms, true, true);
  hear(220ms, false, true);
  hear(1s, true, true);
  hear(2s, false, false);

  EXPECT_EQ(marks(), (std::vector{TurnMark::PerhapsOver, TurnMark::GoesOn, TurnMark::PerhapsOver, TurnMark::Over}));
}

TEST_F(FluxTest, ATurnEndedByOthersIsForced) {
  open();
  hear(1500ms, true, true);

  const auto text = finish();

  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->text, "w0 w1 w2 w3 w4");
  EXPECT_LE(waited_, 50ms);
}

TEST_F(FluxTest, StaysConnectedInSilenceAndHearsTheNextTurn) {
  open();
  hear(90s, false, false);
  say(1s);
  hear(1500ms, false, false);

  EXPECT_EQ(service_->shared().stats.stt_conns, 1U);
  EXPECT_EQ(text_of(finish()), "w0 w1 w2 w3");
  EXPECT_LT(service_->shared().stats.stt_audio_s, 4);
}

TEST_F(FluxTest, ADroppedConnectionCostsNoWord) {
  for (std::size_t after = 0; after < 14; ++after) {
    emulators::Fault fault;
    fault.close_after = after;
    fault.times = 1;
    open(fault, "flux");
    say(2s);
    hear(1500ms, false, false);

    EXPECT_EQ(text_of(finish()), "w0 w1 w2 w3 w4 w5 w6") << after;
  }
}

}  // namespace
}  // namespace codevoice::speech
