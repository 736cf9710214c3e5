#include "cli/doctor_deepgram.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>

#include "emulators/deepgram_emulator.hpp"

namespace codevoice::cli {
namespace {

class DoctorDeepgramTest : public testing::Test {
 protected:
  void SetUp() override {
    server_ = std::move(emulators::EmulatorServer::create(loop_.get_executor(), clock_).value());
    emulators::DeepgramConfig config;
    config.key = "right";
    server_->add(std::make_unique<emulators::DeepgramEmulator>(clock_, server_->faults(), config));
    settings_ = resolve_settings({}).value();
    settings_.deepgram_api_key = "right";
    settings_.deepgram_url = "ws://127.0.0.1:" + std::to_string(server_->port());
    thread_ = std::thread([this] { loop_.run(); });
  }
  void TearDown() override {
    loop_.stop();
    thread_.join();
  }
  void fail_with(unsigned status) {
    emulators::Fault fault;
    fault.status = status;
    server_->faults().set("listen", fault);
  }
  std::string found() {
    const auto finding = check_deepgram(settings_);
    return finding ? *finding : "BAD " + finding.error().message;
  }
  asio::io_context loop_;
  SystemClock clock_;
  std::unique_ptr<emulators::EmulatorServer> server_;
  std::thread thread_;
  Settings settings_;
};

TEST_F(DoctorDeepgramTest, AnAcceptedKeyIsSaidWithWhatItServes) {
  EXPECT_EQ(found(), "key accepted: recognition nova-3, voice aura-helios-en");
  settings_.stt = "flux";
  settings_.tts = "local";
  EXPECT_EQ(found(), "key accepted: recognition flux-general-en");
}

TEST_F(DoctorDeepgramTest, ARefusedKeyIsSaidAndNeverShown) {
  settings_.deepgram_api_key = "wrong-secret";

  EXPECT_NE(found().find("refuses DEEPGRAM_API_KEY (401)"), std::string::npos) << found();
  EXPECT_EQ(found().find("wrong-secret"), std::string::npos);
}

TEST_F(DoctorDeepgramTest, NoCreditIsSaid) {
  fail_with(402);

  EXPECT_NE(found().find("no credit"), std::string::npos) << found();
}

TEST_F(DoctorDeepgramTest, AnAddressNobodyAnswersAtIsSaid) {
  settings_.deepgram_url = "ws://127.0.0.1:1";

  EXPECT_NE(found().find("BAD ws://127.0.0.1:1 cannot be reached"), std::string::npos) << found();
}

TEST_F(DoctorDeepgramTest, WithoutAKeySpeechIsLocal) {
  settings_.deepgram_api_key.clear();
  EXPECT_EQ(found(), "no key: speech is local");

  settings_.stt = "deepgram";
  EXPECT_EQ(found(), "BAD CODEVOICE_STT=deepgram needs DEEPGRAM_API_KEY");
}

}  // namespace
}  // namespace codevoice::cli
