#include "llm/chat_chunk.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::llm {
namespace {

TEST(ChatChunk, ContentAndFinishReasonAreRead) {
  const auto chunk = read_chat_chunk(R"({"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel\u00e9"},"finish_reason":null}]})");
  ASSERT_TRUE(chunk.has_value());
  EXPECT_EQ(chunk->content, "Helé");
  EXPECT_TRUE(chunk->finish_reason.empty());

  EXPECT_EQ(read_chat_chunk(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})")->finish_reason, "stop");
  EXPECT_TRUE(read_chat_chunk("[DONE]")->done);
}

TEST(ChatChunk, ReasoningIsNoContentButASignOfLife) {
  for (const auto* field : {"reasoning", "reasoning_content"}) {
    const auto chunk = read_chat_chunk(R"({"choices":[{"delta":{")" + std::string(field) + R"(":"they are wrong"}}]})");

    ASSERT_TRUE(chunk.has_value());
    EXPECT_TRUE(chunk->content.empty());
    EXPECT_TRUE(chunk->reasons);
  }
}

TEST(ChatChunk, UsageComesWithOrWithoutChoices) {
  const auto chunk = read_chat_chunk(R"({"choices":[],"usage":{"prompt_tokens":120,"completion_tokens":9,"total_tokens":129}})");

  ASSERT_TRUE(chunk && chunk->usage);
  EXPECT_EQ(chunk->usage->prompt_tokens, 120U);
  EXPECT_EQ(chunk->usage->completion_tokens, 9U);
  EXPECT_FALSE(chunk->usage->estimated);
}

TEST(ChatChunk, WhatIsNoneIsAProtocolError) {
  for (const auto* text : {"", "{", "[]", "7", "{}", R"({"choices":7})", R"({"choices":[7]})", R"({"choices":[{"delta":7}]} trailing)", "data"}) {
    const auto chunk = read_chat_chunk(text);
    ASSERT_FALSE(chunk.has_value()) << text;
    EXPECT_EQ(chunk.error().kind, ErrorKind::Protocol) << text;
  }
  EXPECT_EQ(read_chat_chunk(R"({"choices":[],"usage":{"prompt_tokens":-5,"completion_tokens":"x"}})")->usage->prompt_tokens, 0U);
}

TEST(ChatChunk, AnErrorInTheStreamIsTold) {
  const auto chunk = read_chat_chunk(R"({"error":{"message":"overloaded\nnow","type":"server_error"}})");

  ASSERT_FALSE(chunk.has_value());
  EXPECT_EQ(chunk.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(chunk.error().message, "the language model broke off: overloaded now");
}

TEST(ChatChunk, TheWordsOfAnErrorBodyAreFoundInItsManyShapes) {
  EXPECT_EQ(error_text(R"({"error":{"message":"no such model"}})"), "no such model");
  EXPECT_EQ(error_text(R"({"error":"bad key"})"), "bad key");
  EXPECT_EQ(error_text(R"({"detail":"not found"})"), "not found");
  EXPECT_EQ(error_text(R"({"message":"slow down"})"), "slow down");
  EXPECT_EQ(error_text("<html>502</html>"), "");
  EXPECT_LE(error_text(R"({"error":")" + std::string(1000, 'x') + "\"}").size(), 200U);
}

TEST(ChatRequest, SaysWhatAnOpenAiCompatibleServerWants) {
  ChatRequest request;
  request.messages = {{"system", "Be brief."}, {"user", "\"quoted\"\n"}};

  const auto body = boost::json::parse(write_chat_request(request, "gpt-oss-120b")).as_object();

  EXPECT_EQ(body.at("model"), "gpt-oss-120b");
  EXPECT_EQ(body.at("stream"), true);
  EXPECT_EQ(body.at("stream_options").at("include_usage"), true);
  EXPECT_EQ(body.at("messages").as_array().size(), 2U);
  EXPECT_EQ(body.at("messages").at(1).at("content"), "\"quoted\"\n");
}

}  // namespace
}  // namespace codevoice::llm
