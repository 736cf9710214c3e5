#include "store/store_url.hpp"

#include <gtest/gtest.h>

namespace codevoice::store {
namespace {

TEST(StoreUrl, PostgresInBothSpellings) {
  for (const auto* text : {"postgres://user:password@localhost:5432/codevoice", "postgresql://user:password@localhost:5432/codevoice"}) {
    const auto url = parse_store_url(text);

    ASSERT_TRUE(url) << url.error().message;
    EXPECT_EQ(url->engine, Engine::Postgres);
    EXPECT_TRUE(url->target.starts_with("postgresql://user:password@localhost:5432/codevoice?connect_timeout=5&"));
    EXPECT_EQ(url->shown, "postgresql://localhost:5432/codevoice");
  }
}

TEST(StoreUrl, NoSecretIsShown) {
  for (const auto* text : {"postgres://u:se@cret@db/x", "postgres://db/x?user=u&password=secret", "postgres://u:secret@db"}) {
    EXPECT_EQ(parse_store_url(text)->shown.find("cret"), std::string::npos) << text;
  }
}

TEST(StoreUrl, WhatTheUserSaysIsKept) {
  const auto url = parse_store_url("postgres://db/x?connect_timeout=30");

  ASSERT_TRUE(url);
  EXPECT_EQ(url->target.find("connect_timeout=5"), std::string::npos);
  EXPECT_NE(url->target.find("connect_timeout=30&"), std::string::npos);
}

TEST(StoreUrl, SqliteAsAUrlAndAsAPath) {
  EXPECT_EQ(parse_store_url("sqlite:///data/x.db")->target, "data/x.db");
  EXPECT_EQ(parse_store_url("sqlite:////var/x.db")->target, "/var/x.db");
  EXPECT_EQ(parse_store_url("data/x.db")->target, "data/x.db");
  EXPECT_EQ(parse_store_url("data/x.db")->engine, Engine::Sqlite);
}

TEST(StoreUrl, OtherEnginesAndBrokenNamesAreRefused) {
  for (const auto* text : {"mysql://u:secret@db/x", "sqlite:x.db", "sqlite:///", "", "a\" dbname=\"b"}) {
    const auto url = parse_store_url(text);

    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace codevoice::store
