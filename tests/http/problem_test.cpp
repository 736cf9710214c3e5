#include "http/problem.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::http {
namespace {

TEST(Problem, EachKindOfErrorHasItsStatusAndOnlyThose) {
  EXPECT_EQ(problem_of({ErrorKind::Invalid, "x"}).status, 422U);
  EXPECT_EQ(problem_of({ErrorKind::NotFound, "x"}).status, 404U);
  EXPECT_EQ(problem_of({ErrorKind::Conflict, "x"}).status, 409U);
  EXPECT_EQ(problem_of({ErrorKind::Denied, "x"}).status, 403U);
  EXPECT_EQ(problem_of({ErrorKind::Unavailable, "x"}).status, 503U);
  EXPECT_EQ(problem_of({ErrorKind::Internal, "x"}).status, 500U);
}

TEST(Problem, WhatAServerSaysOfItselfStaysInTheLog) {
  EXPECT_EQ(to_response(problem_of({ErrorKind::Internal, "table users is broken"})).body.find("users"), std::string::npos);
  EXPECT_NE(to_response(problem_of({ErrorKind::Invalid, "text is too long"})).body.find("too long"), std::string::npos);
}

TEST(Problem, NamesThePlaces) {
  const auto body = boost::json::parse(to_response(invalid({{"/text", "is missing"}})).body).as_object();

  EXPECT_EQ(body.at("status"), 400);
  EXPECT_EQ(body.at("code"), "invalid");
  EXPECT_EQ(body.at("errors").as_array().at(0).as_object().at("pointer"), "/text");
}

}  // namespace
}  // namespace codevoice::http
