// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/db/url.hpp"

#include "support/errors.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using db::parse_url;
using db::to_text;
using db::Url;

TEST_CASE("a URL of a database is taken apart, and decoded") {
  const Url url = parse_url(
      "postgresql://o%27neil:p%40ss@db.example:5433/WSO2%20AM?sslmode=verify-full&x=a%26b");
  CHECK(url.scheme == "postgresql");
  CHECK(url.user == "o'neil");
  CHECK(url.password == "p@ss");
  CHECK(url.host == "db.example");
  CHECK(url.port == "5433");
  CHECK(url.database == "WSO2 AM");
  CHECK(url.parameter("sslmode") == "verify-full");
  CHECK(url.parameter("x") == "a&b");
  CHECK_FALSE(url.parameter("y"));
}

TEST_CASE("the text of a URL never holds the password, and reads back as the same") {
  for (const char* text :
       {"postgresql://u:secret@h:1/d?sslmode=require", "mysql://u:s:e:c@h/d",
        "postgresql://u@/d?host=/var/run&password=secret", "mysql://[::1]:3306/d",
        "postgresql://h1:1,h2:2/d", "mysql://h/d?ssl-ca=/etc/x y.pem"}) {
    CAPTURE(text);
    const Url url = parse_url(text);
    const std::string again = to_text(url);
    CHECK(again.find("secret") == std::string::npos);
    CHECK(again.find("s:e:c") == std::string::npos);
    Url same = parse_url(again);
    CHECK_FALSE(same.password);
    CHECK(same.user == url.user);
    CHECK(same.host == url.host);
    CHECK(same.port == url.port);
    CHECK(same.database == url.database);
    CHECK(same.parameters == url.parameters);
  }
}

TEST_CASE("what is no URL is a usage error that does not repeat it") {
  for (const char* text :
       {"", "postgresql", "postgresql:x", "mysql://h:port/d", "mysql://h:123456/d",
        "mysql://u:secret%4@h/d", "mysql://u:secret%zz@h/d", "mysql://[::1/d",
        "mysql://u:secret%00@h/d"}) {
    CAPTURE(text);
    const Error error = test::error_of([&] { parse_url(text); });
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
  }
}
