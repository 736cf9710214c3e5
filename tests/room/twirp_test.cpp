#include "room/twirp.hpp"

#include <gtest/gtest.h>

namespace codevoice::room::twirp {
namespace {

net::Response answer(unsigned status, std::string body) {
  net::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

TEST(Twirp, AnErrorHasItsCodeItsWordsAndItsStatus) {
  const auto made = error(Code::NotFound, "requested \"room\" does not exist");

  EXPECT_EQ(made.status, 404U);
  EXPECT_EQ(made.content_type, "application/json");
  EXPECT_EQ(made.body, R"({"code":"not_found","msg":"requested \"room\" does not exist"})");
  EXPECT_EQ(error(Code::Unauthenticated, "").status, 401U);
  EXPECT_EQ(error(Code::FailedPrecondition, "").status, 412U);
  EXPECT_EQ(error(Code::Unimplemented, "").status, 501U);
}

TEST(Twirp, OurOwnErrorsAreReadAsWhatTheyWere) {
  EXPECT_EQ(error_of(error(Code::NotFound, "gone")).kind, ErrorKind::NotFound);
  EXPECT_EQ(error_of(error(Code::NotFound, "gone")).message, "gone (not_found)");
  EXPECT_EQ(error_of(error(Code::Unauthenticated, "no")).kind, ErrorKind::Denied);
  EXPECT_EQ(error_of(error(Code::FailedPrecondition, "no")).kind, ErrorKind::Conflict);
  EXPECT_EQ(error_of(error(Code::Unavailable, "no")).kind, ErrorKind::Unavailable);
}

TEST(Twirp, AnAnswerThatIsNoTwirpGoesByItsStatus) {
  EXPECT_EQ(error_of(answer(401, "invalid token: eyJhbGciOi")).kind, ErrorKind::Denied);
  EXPECT_EQ(error_of(answer(401, "invalid token: eyJhbGciOi")).message, "the server answered 401");  // never what it echoes
  EXPECT_EQ(error_of(answer(502, "<html>")).kind, ErrorKind::Unavailable);
  EXPECT_EQ(error_of(answer(404, "")).kind, ErrorKind::Protocol);
  EXPECT_EQ(error_of(answer(404, R"({"code":7})")).kind, ErrorKind::Protocol);
}

TEST(Twirp, ForeignWordsAreOneShortLine) {
  const auto read = error_of(answer(500, R"({"code":"internal","msg":"first\nsecond )" + std::string(500, 'x') + "\"}"));

  EXPECT_EQ(read.message, "first (internal)");
  EXPECT_EQ(error_of(answer(400, R"({"code":"no_such_code","msg":""})")).message, "refused (no_such_code)");
}

}  // namespace
}  // namespace codevoice::room::twirp
