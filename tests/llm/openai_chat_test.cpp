#include "llm/openai_chat.hpp"

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "emulators/llm_emulator.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::llm {
namespace {

using namespace std::chrono_literals;
using emulators::Fault;

constexpr auto kKey = "sk-very-secret-value";

struct Heard {
  std::string text;
  std::optional<Error> error;
  ChatUsage usage;
};

class OpenAiChatTest : public testing::Test {
 protected:
  OpenAiChatTest() {
    server_ = emulators::EmulatorServer::create(loop_.get_executor(), clock_).value();
    emulators::LlmConfig config;
    config.key = kKey;
    config.model = "gpt-oss-120b";
    config.first_token = config.token = 1ms;
    config.answer = [](const emulators::LlmRequest&) { return "That's right, processes are isolated."; };
    auto service = std::make_unique<emulators::LlmEmulator>(clock_, server_->faults(), std::move(config));
    llm_ = service.get();
    server_->add(std::move(service));
    config_.base_url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/v1";
    config_.model = "gpt-oss-120b";
    config_.api_key = kKey;
    config_.first_token_limit = 400ms;
    config_.token_limit = 150ms;
    config_.total_limit = 2s;
    config_.retry_pause = 5ms;
  }
  ~OpenAiChatTest() override { test::run(loop_, server_->close()); }

  void befall(Fault fault) { server_->faults().set("llm", fault); }
  static ChatRequest request() {
    ChatRequest request;
    request.messages = {{"system", "You are an interviewer."}, {"user", "A process has its own memory."}};
    return request;
  }
  Heard ask(OpenAiChat& chat) {
    const auto listen = [](OpenAiChat& model, ChatRequest what) -> Awaitable<Heard> {
      Heard heard;
      const auto stream = co_await model.ask(std::move(what));
      if (!stream) {
        heard.error = stream.error();
        co_return heard;
      }
      while (true) {
        const auto piece = co_await (*stream)->next();
        if (!piece) heard.error = piece.error();
        if (!piece || !*piece) break;
        heard.text += **piece;
      }
      heard.usage = (*stream)->usage();
      co_return heard;
    };
    return test::run(loop_, listen(chat, request()));
  }
  Heard ask() {
    OpenAiChat chat(config_, breaker_);
    return ask(chat);
  }

  asio::io_context loop_;
  SystemClock clock_;
  std::unique_ptr<emulators::EmulatorServer> server_;
  emulators::LlmEmulator* llm_ = nullptr;
  CircuitBreaker breaker_{"language model"};
  OpenAiConfig config_;
};

TEST_F(OpenAiChatTest, TheAnswerIsStreamedWithItsUsage) {
  const auto heard = ask();

  EXPECT_FALSE(heard.error) << heard.error->message;
  EXPECT_EQ(heard.text, "That's right, processes are isolated.");
  EXPECT_FALSE(heard.usage.estimated);
  EXPECT_EQ(heard.usage.completion_tokens, 5U);
  ASSERT_EQ(llm_->asked().size(), 1U);
  EXPECT_EQ(llm_->asked()[0].messages[1].content, "A process has its own memory.");
}

TEST_F(OpenAiChatTest, ReasoningIsNeverSaid) {
  llm_->config().reasoning = "the candidate is wrong";
  EXPECT_EQ(ask().text, "That's right, processes are isolated.");

  llm_->config().reasoning.clear();
  llm_->config().answer = [](const auto&) { return "<think>wrong, wrong</think>Thank you."; };
  EXPECT_EQ(ask().text, "Thank you.");
}

TEST_F(OpenAiChatTest, ThinkingKeepsItAliveBeyondTheTimeBetweenTokens) {
  llm_->config().reasoning = "one two three four";
  llm_->config().token = 60ms;

  EXPECT_FALSE(ask().error);
}

TEST_F(OpenAiChatTest, WrongKeysAndMissingCreditAreRefusedForGood) {
  const std::vector<std::pair<unsigned, std::string>> refusals{{401, "KRUTRIM_API_KEY"}, {402, "credit"}, {403, "KRUTRIM_API_KEY"}};
  for (const auto& [status, setting] : refusals) {
    CircuitBreaker breaker("language model");
    OpenAiChat chat(config_, breaker);
    Fault fault;
    fault.status = status;
    befall(fault);
    const auto before = llm_->stats().requests;

    const auto heard = ask(chat);
    const auto again = ask(chat);

    ASSERT_TRUE(heard.error);
    EXPECT_EQ(heard.error->kind, ErrorKind::Denied);
    EXPECT_NE(heard.error->message.find(setting), std::string::npos) << heard.error->message;
    EXPECT_EQ(heard.error->message.find(kKey), std::string::npos);
    EXPECT_TRUE(again.error);
    EXPECT_EQ(llm_->stats().requests, before + 1) << "neither tried twice nor asked again";
  }
}

TEST_F(OpenAiChatTest, AWrongKeyForReal) {
  config_.api_key = "sk-another";

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Denied);
}

TEST_F(OpenAiChatTest, AnUnknownModelNamesTheSetting) {
  config_.model = "no-such-model";

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::NotFound);
  EXPECT_NE(heard.error->message.find("CODEVOICE_LLM_MODEL"), std::string::npos);
}

TEST_F(OpenAiChatTest, ABusyOrBrokenServerIsTriedOnceMore) {
  for (const auto status : {429U, 500U, 503U}) {
    Fault fault;
    fault.status = status;
    fault.times = 1;
    befall(fault);

    EXPECT_EQ(ask().text, "That's right, processes are isolated.") << status;
  }
}

TEST_F(OpenAiChatTest, OneThatStaysBusyIsUnavailableAndThenLeftAlone) {
  Fault fault;
  fault.status = 503;
  befall(fault);

  EXPECT_EQ(ask().error->kind, ErrorKind::Unavailable);
  EXPECT_EQ(ask().error->kind, ErrorKind::Unavailable);
  const auto requests = llm_->stats().requests;
  const auto heard = ask();

  EXPECT_TRUE(heard.error);
  EXPECT_EQ(llm_->stats().requests, requests) << "the circuit is open";
}

TEST_F(OpenAiChatTest, NoTokenInTimeIsATimeout) {
  llm_->config().first_token = 5s;
  const auto heard = ask();
  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Timeout);

  Fault slow;
  slow.delay = 5s;
  befall(slow);
  EXPECT_EQ(ask().error->kind, ErrorKind::Timeout);
}

TEST_F(OpenAiChatTest, AStallInTheMiddleIsATimeoutAndWhatCameIsKept) {
  Fault fault;
  fault.stall_after = 2;
  befall(fault);

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Timeout);
  EXPECT_EQ(heard.text, "That's right,");
}

TEST_F(OpenAiChatTest, AClosedConnectionInTheMiddleIsNoEnd) {
  for (std::size_t events = 0; events < 5; ++events) {
    CircuitBreaker breaker("language model");
    OpenAiChat chat(config_, breaker);
    Fault fault;
    fault.close_after = events;
    befall(fault);

    const auto heard = ask(chat);

    ASSERT_TRUE(heard.error) << events;
    EXPECT_EQ(heard.error->kind, ErrorKind::Unavailable) << events;
  }
}

TEST_F(OpenAiChatTest, GarbageIsAProtocolError) {
  Fault fault;
  fault.garbage_after = 1;
  befall(fault);

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Protocol);
  EXPECT_EQ(heard.text, "That's");
}

TEST_F(OpenAiChatTest, SlowBytesEndAtTheDeadline) {
  Fault fault;
  fault.bytes_per_second = 800;  // a token takes a third of a second
  befall(fault);

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Timeout);
}

TEST_F(OpenAiChatTest, ARefusedConnectionIsUnavailable) {
  config_.base_url = "http://127.0.0.1:1/v1";

  const auto heard = ask();

  ASSERT_TRUE(heard.error);
  EXPECT_EQ(heard.error->kind, ErrorKind::Unavailable);
}

TEST_F(OpenAiChatTest, ConnectionsAreKeptAndMadeAhead) {
  OpenAiChat chat(config_, breaker_);
  const auto warm = [](OpenAiChat& model) -> Awaitable<bool> {
    co_await model.warm_up();
    co_return true;
  };
  test::run(loop_, warm(chat));

  EXPECT_FALSE(ask(chat).error);
  EXPECT_FALSE(ask(chat).error);
}

TEST_F(OpenAiChatTest, AnAnswerNobodyWantsAnyMoreIsStopped) {
  llm_->config().token = 20ms;
  OpenAiChat chat(config_, breaker_);
  const auto begin = [](OpenAiChat& model, ChatRequest what) -> Awaitable<bool> {
    auto stream = co_await model.ask(std::move(what));
    const auto first = co_await (*stream)->next();
    co_return first.has_value() && first->has_value();
  };
  EXPECT_TRUE(test::run(loop_, begin(chat, request())));
  const auto wait = []() -> Awaitable<bool> {
    asio::steady_timer timer(co_await asio::this_coro::executor, 200ms);
    co_await timer.async_wait(asio::use_awaitable);
    co_return true;
  };
  test::run(loop_, wait());

  EXPECT_EQ(llm_->stats().aborted, 1U);
}

}  // namespace
}  // namespace codevoice::llm
