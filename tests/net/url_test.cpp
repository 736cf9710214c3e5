#include "net/url.hpp"

#include <gtest/gtest.h>

namespace codevoice::net {
namespace {

TEST(Url, TakesHostPortAndTargetApart) {
  const auto url = parse_url("ws://127.0.0.1:7880/rtc/v1?access_token=a.b.c");

  ASSERT_TRUE(url.has_value());
  EXPECT_FALSE(url->is_tls);
  EXPECT_EQ(url->host, "127.0.0.1");
  EXPECT_EQ(url->port, 7880);
  EXPECT_EQ(url->target, "/rtc/v1?access_token=a.b.c");
  EXPECT_EQ(url->authority(), "127.0.0.1:7880");
}

TEST(Url, KnowsEachSchemesOwnPort) {
  EXPECT_EQ(parse_url("http://a/")->port, 80);
  EXPECT_EQ(parse_url("ws://a")->port, 80);
  EXPECT_EQ(parse_url("https://a")->port, 443);
  EXPECT_EQ(parse_url("wss://a")->port, 443);
  EXPECT_TRUE(parse_url("wss://a")->is_tls);
  EXPECT_EQ(parse_url("https://a")->authority(), "a");
  EXPECT_EQ(parse_url("https://a?x=1")->target, "/?x=1");
}

TEST(Url, BracketsIpv6HostsOnlyInTheHostHeader) {
  const auto url = parse_url("http://[::1]:8000/x");

  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->authority(), "[::1]:8000");
}

TEST(Url, RefusesWhatIsNoAddressToConnectTo) {
  for (const auto* text : {"", "no url", "ftp://a/", "http://", "/rtc", "http://a:0/", "http://a:99999/", "ws:///x"}) {
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  }
}

TEST(Url, AHostIsANameAndNothingThatCouldEndAHeader) {
  for (const auto* text : {"ws://%22evil", "http://a%0d%0aX-Injected:1/", "http://a%20b/", "http://a%2fb/", "http://2%3A80/"}) {
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  }
  EXPECT_TRUE(parse_url("http://my_host-1.example/").has_value());
}

}  // namespace
}  // namespace codevoice::net
