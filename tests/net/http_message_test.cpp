#include "net/http_message.hpp"

#include <gtest/gtest.h>

namespace codevoice::net {
namespace {

BeastRequest request_for(std::string_view target) {
  BeastRequest message;
  message.method(beast::http::verb::get);
  message.target(boost::beast::string_view(target.data(), target.size()));
  message.version(11);
  return message;
}

TEST(HttpMessage, DecodesPathAndQuery) {
  const auto request = from_beast(request_for("/a%20b/c?x=1%2B1&name=two+words&empty=&flag"), "peer");

  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->path, "/a b/c");
  EXPECT_EQ(request->query_value("x"), "1+1");
  EXPECT_EQ(request->query_value("name"), "two words");
  EXPECT_EQ(request->query_value("empty"), "");
  EXPECT_EQ(request->query_value("absent"), std::nullopt);
  EXPECT_EQ(request->peer, "peer");
}

TEST(HttpMessage, LowersHeaderNames) {
  auto message = request_for("/");
  message.set("Authorization", "Bearer X");

  const auto request = from_beast(message, "");

  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->header("authorization"), "Bearer X");
  EXPECT_FALSE(request->wants_websocket);
}

TEST(HttpMessage, RefusesMalformedTargets) {
  for (const auto* target : {"", "x", "http://a/", "/%zz", "/ a", "*"}) EXPECT_FALSE(from_beast(request_for(target), "").has_value()) << target;
}

TEST(HttpMessage, AnswersHeadWithTheLengthAlone) {
  auto question = request_for("/");
  question.method(beast::http::verb::head);
  Response response;
  response.body = "hello";

  const auto message = to_beast(std::move(response), question);

  EXPECT_EQ(message.body(), "");
  EXPECT_EQ(message[beast::http::field::content_length], "5");
}

TEST(HttpMessage, KeepsRepeatedHeadersOfAnAnswer) {
  Response response;
  response.headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}};

  const auto back = from_beast(to_beast(std::move(response), request_for("/")));

  EXPECT_EQ(std::count_if(back.headers.begin(), back.headers.end(), [](const auto& field) { return field.first == "set-cookie"; }), 2);
  EXPECT_EQ(back.status, 200U);
}

}  // namespace
}  // namespace codevoice::net
