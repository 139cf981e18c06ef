// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/json.hpp"
#include "tokenshift/jwt/write.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace tokenshift::jwt::test {

TEST_CASE("JSON: members keep their order and numbers all their digits") {
  JsonObject object;
  const std::string text =
      R"( {"z":9223372036854775807123, "a":[1,{"b":"\u00e9\ud83d\ude00"}] , "":null} )";
  REQUIRE_FALSE(read_object(text, object).has_value());
  REQUIRE(object.members.size() == 3);
  CHECK(object.members[0].name.text() == "z");
  CHECK(object.members[0].value.raw == "9223372036854775807123");
  CHECK_FALSE(integer_of(object.members[0].value).has_value());
  const auto elements = elements_of(object.members[1].value);
  REQUIRE(elements.size() == 2);
  JsonObject inner;
  REQUIRE_FALSE(read_object(elements[1].raw, inner).has_value());
  CHECK(inner.find("b")->string().text() == "é😀");
}

TEST_CASE("JSON: what is not JSON is refused, and nlohmann/json agrees") {
  for (const char* text : {"",
                           "{",
                           "}",
                           "{}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\":01}",
                           "{\"a\":1.}",
                           "{\"a\":.5}",
                           "{\"a\":+1}",
                           "{\"a\":1e}",
                           "{\"a\":-}",
                           "{\"a\":-0.5e+3}",
                           "{\"a\":tru}",
                           "{\"a\":True}",
                           "{\"a\":NaN}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\u12g4\"}",
                           "{\"a\":\"\\ud800\"}",
                           "{\"a\":\"\\udc00\"}",
                           "{\"a\":\"\\ud800\\u0041\"}",
                           "{\"a\":\"\\ud83d\\ude00\"}",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"\x7f\"}",
                           "{'a':1}",
                           "{a:1}",
                           "{\"a\":[1,]}",
                           "{\"a\":[,1]}",
                           "{\"a\":[1 2]}",
                           "{\"a\":1} x",
                           "{\"a\":\"\xc3\"}",
                           "{\"a\":\"\xed\xa0\x80\"}",
                           "{\"a\":\"\xf4\x90\x80\x80\"}",
                           "{\"a\":\"\xc0\x80\"}",
                           "{\"a\":\"\xe2\x82\xac\"}",
                           "\xef\xbb\xbf{}",
                           "{\"a\":{}}",
                           "{\"a\":[[]]}",
                           "{\"a\":/**/1}"}) {
    CAPTURE(text);
    JsonObject object;
    const bool ours = !read_object(text, object).has_value();
    const std::string_view view(text);
    const bool theirs = nlohmann::json::accept(view) && !view.starts_with("\xef\xbb\xbf");
    CHECK(ours == theirs);
  }
}

TEST_CASE("JSON: names that occur twice are told at any depth, and all members are there") {
  JsonObject object;
  const auto problem = read_object(R"({"a":1,"b":2,"\u0061":3})", object);
  REQUIRE(problem.has_value());
  CHECK(problem->reason == Reason::duplicate_member);
  CHECK(problem->offset == 13);
  REQUIRE(object.members.size() == 3);
  CHECK(object.members[2].repeated);
  CHECK_FALSE(object.members[0].repeated);
  CHECK(read_object(R"({"\u0061":1,"b":2,"a":3})", object)->offset == 18);
  CHECK(read_object(R"({"a":{"x":1,"y":{"x":1}},"x":1})", object) == std::nullopt);
}

TEST_CASE("JSON: limits hold at their exact value") {
  JsonObject object;
  const JsonLimits limits{.bytes = 14, .depth = 2, .values = 3};
  CHECK_FALSE(read_object(R"({"a":[1]})", object, limits).has_value());
  CHECK(read_object(R"({"a":[[]]})", object, limits)->reason == Reason::too_deep);
  CHECK(read_object(R"({"a":[1,2]})", object, limits)->reason == Reason::too_many_values);
  CHECK(read_object(R"({"a":[1]}     )", object, limits) == std::nullopt);
  CHECK(read_object(R"({"a":[1]}      )", object, limits)->reason == Reason::too_large);
}

TEST_CASE("NumericDate: exact in milliseconds, rounded down, from all forms") {
  struct Row {
    const char* text;
    std::optional<std::int64_t> milliseconds;
  };
  for (const Row& row :
       {Row{"0", 0}, Row{"-0", 0}, Row{"1767225600", 1767225600000}, Row{"1.0005", 1000},
        Row{"-1.0005", -1001}, Row{"1.5e3", 1500000}, Row{"17672256e2", 1767225600000},
        Row{"1e-9", 0}, Row{"-1e-9", -1}, Row{"9223372036854775", 9223372036854775000},
        Row{"9223372036854775.807", 9223372036854775807}, Row{"9223372036854775.808", std::nullopt},
        Row{"1e400", std::nullopt}, Row{"0e99999999999999999999", 0},
        Row{"1e-99999999999999999999", 0}}) {
    CAPTURE(row.text);
    JsonObject object;
    const std::string json = std::string("{\"exp\":") + row.text + "}";
    REQUIRE_FALSE(read_object(json, object).has_value());
    CHECK(milliseconds_of(*object.find("exp")) == row.milliseconds);
  }
}

TEST_CASE("what is written is read again with the same members in the same order") {
  const std::vector<std::string> list{"a", "\"b\\"};
  const std::string json = ObjectWriter()
                               .add("z", "line\nend \x01 \xe2\x80\xa8 /")
                               .add("n", std::int64_t{9223372036854775807})
                               .add("t", true)
                               .add("l", list)
                               .json();
  CHECK(json ==
        R"({"z":"line\nend \u0001 \u2028 /","n":9223372036854775807,"t":true,"l":["a","\"b\\"]})");
  JsonObject object;
  REQUIRE_FALSE(read_object(json, object).has_value());
  CHECK(object.find("z")->string().text() == "line\nend \x01 \xe2\x80\xa8 /");
  CHECK(ObjectWriter().json() == "{}");
}

}  // namespace tokenshift::jwt::test
