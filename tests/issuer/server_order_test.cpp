// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/server_order.hpp"

#include "tokenshift/base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tokenshift;
using namespace tokenshift::issuer;

namespace {

std::string ordered(const std::string& names) {
  std::vector<Member> members;
  for (const std::string& name : split(names, ' ')) members.push_back({name, "1"});
  std::string text;
  for (const Member& member : in_server_order(members)) {
    text += (text.empty() ? "" : " ") + member.name;
  }
  return text;
}

}  // namespace

TEST_CASE(
    "members come in the order of a Java HashMap, which grows when it is three quarters full") {
  // Printed by jshell of OpenJDK 17: new HashMap<>() with the names put in as they stand on the
  // left, then its keySet().
  CHECK(ordered("alg kid typ x5t") == "x5t kid typ alg");
  CHECK(ordered("a b c d e f g h i j k l") == "a b c d e f g h i j k l");
  CHECK(ordered("token_type exp") == "token_type exp");  // one bucket: as put in
  CHECK(ordered("exp token_type") == "exp token_type");
}

TEST_CASE("names outside of ASCII are hashed by their UTF-16 units") {
  // String.hashCode() of OpenJDK 17: "ü" 252, "€" 8364, "😀" 1772899; of 16 buckets 12, 12 and 8.
  CHECK(ordered("ü €") == "ü €");
  CHECK(ordered("ü 😀") == "😀 ü");
  CHECK(ordered("€ 😀") == "😀 €");
}

TEST_CASE("the number of members alone can move them") {
  const std::string twelve =
      "sub aud azp iss exp token_type entity_id iat jti client_id rt_scope usid";
  CHECK(ordered(twelve) == twelve);
  CHECK(ordered(twelve + " is_consented") ==
        "sub is_consented iss token_type entity_id client_id rt_scope usid aud azp exp iat jti");
}

TEST_CASE("twenty-five members have 64 buckets") {
  // As jshell prints it, too.
  CHECK(ordered("one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
                "fifteen sixteen seventeen eighteen nineteen twenty twentyone twentytwo "
                "twentythree twentyfour twentyfive") ==
        "nine twentyfive twentyone seven two three thirteen eight four sixteen ten five twenty "
        "fifteen six nineteen one eighteen twentythree fourteen twentytwo twentyfour seventeen "
        "twelve eleven");
}
