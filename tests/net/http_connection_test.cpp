#include "net/http_connection.hpp"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using Code = boost::beast::http::error;

TEST(HttpConnection, NamesTheLimitThatWasBroken) {
  EXPECT_EQ(status_of_read_error(Code::header_limit), 431U);
  EXPECT_EQ(status_of_read_error(Code::body_limit), 413U);
  EXPECT_EQ(status_of_read_error(Code::bad_method), 400U);
}

TEST(HttpConnection, SaysNothingToAPeerThatIsGone) {
  EXPECT_EQ(status_of_read_error(Code::end_of_stream), 0U);
  EXPECT_EQ(status_of_read_error(Code::partial_message), 0U);
  EXPECT_EQ(status_of_read_error(asio::error::connection_reset), 0U);
}

TEST(HttpConnection, AHandlerThatThrowsGives500) {
  const Handler handler = [](Request) -> Awaitable<Reply> {
    throw std::runtime_error("secret detail");
    co_return Response();
  };

  const auto reply = test::run(ask_handler(handler, Request()));

  ASSERT_TRUE(std::holds_alternative<Response>(reply));
  EXPECT_EQ(std::get<Response>(reply).status, 500U);
  EXPECT_EQ(std::get<Response>(reply).body.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::net
