#include "emulators/heard_stream.hpp"

#include <gtest/gtest.h>

#include "audio/opus_encoder.hpp"
#include "support/emulated_deepgram.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::emulators {
namespace {

class HeardStreamTest : public testing::Test {
 protected:
  std::shared_ptr<net::WebSocket> connect(const std::string& target) {
    net::WebSocketRequest request;
    request.url = "ws://emulated" + target;
    request.headers = {{"Authorization", "Token any"}};
    auto connected = test::run(loop_, service_.connector()(std::move(request)));
    return connected ? *connected : nullptr;
  }
  /// Nothing when the connection is over.
  std::optional<std::string> next(net::WebSocket& socket) {
    const auto message = test::run(loop_, socket.receive());
    return message ? std::optional(message->data) : std::nullopt;
  }

  asio::io_context loop_;
  test::FakeClock clock_;
  test::EmulatedDeepgram service_{loop_, clock_, {}};
};

TEST_F(HeardStreamTest, WhatIsNoOpusPacketEndsAConnectionThatPromisedThem) {
  const auto socket = connect("/v1/listen?encoding=opus&sample_rate=16000");
  ASSERT_NE(socket, nullptr);
  audio::OpusEncoderConfig config;
  config.rate_hz = audio::kSpeechRateHz;
  auto encoder = audio::OpusEncoder::create(config).value();
  const auto packet = encoder.encode(audio::Pcm(320)).value();
  socket->send(net::MessageKind::Binary, std::string(packet.begin(), packet.end()));
  socket->send(net::MessageKind::Text, R"({"type":"Finalize"})");
  EXPECT_NE(next(*socket).value_or("").find("\"type\":\"Results\""), std::string::npos);
  EXPECT_DOUBLE_EQ(service_.shared().stats.stt_audio_s, 0.02);

  socket->send(net::MessageKind::Binary, "\x03");  // says that it holds many frames, and ends

  EXPECT_EQ(next(*socket), std::nullopt);
}

TEST_F(HeardStreamTest, OpusNeedsARateThatItHas) {
  EXPECT_EQ(connect("/v1/listen?encoding=opus"), nullptr);
  EXPECT_EQ(connect("/v2/listen?model=flux-general-en&encoding=opus&sample_rate=44100"), nullptr);
  EXPECT_NE(connect("/v2/listen?model=flux-general-en&encoding=opus&sample_rate=48000"), nullptr);
  EXPECT_EQ(connect("/v1/listen?encoding=speex&sample_rate=16000"), nullptr);
  EXPECT_EQ(connect("/v1/speak?encoding=opus&sample_rate=48000"), nullptr);
}

}  // namespace
}  // namespace codevoice::emulators
