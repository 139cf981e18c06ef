// SPDX-License-Identifier: Apache-2.0
#include "toml/support.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

// As in the stock files of API-M 4.1 to 4.6.
constexpr std::string_view stock = R"([server]
hostname = "localhost"

[apim.key_manager]
enable = true
#service_url = "x"

#[apim.oauth_config]
#enable_jwt_for_portals = true

[[event_listener]]
id = "token_revocation"
[event_listener.properties]
'header.X-WSO2-KEY-MANAGER' = "default"

# token exchange
[oauth.grant_type.token_exchange]
enable = true

#[integration.transaction_counter]
#enable = true
)";

std::string changed(std::string_view from, std::string_view to) {
  std::string text(stock);
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a table whose parts have headers goes above the first of them and its comments") {
  CHECK(with(stock, "oauth.add_tenant_domain_to_access_token", "true") ==
        changed("# token exchange\n",
                "[oauth]\nadd_tenant_domain_to_access_token = true\n\n# token exchange\n"));
  CHECK(with("[a.b]\n", "a.x", "1") == "[a]\nx = 1\n\n[a.b]\n");
  CHECK(with("[[a.b]]\nx = 1\n", "a.x", "1") == "[a]\nx = 1\n\n[[a.b]]\nx = 1\n");
}

TEST_CASE("a new table goes behind the last of its family") {
  CHECK(with(stock, "oauth.token_persistence.enable", "false") ==
        changed("token_exchange]\nenable = true\n",
                "token_exchange]\nenable = true\n\n[oauth.token_persistence]\nenable = false\n"));
  CHECK(with(stock, "apim.oauth_config.enable_jwt_for_portals", "true") ==
        changed("#service_url = \"x\"\n",
                "#service_url = \"x\"\n\n[apim.oauth_config]\nenable_jwt_for_portals = true\n"));
}

TEST_CASE("a table without relatives goes to the end of the file") {
  CHECK(with(stock, "transport.https.properties.maxHttpHeaderSize", "\"12288\"") ==
        std::string(stock) + "\n[transport.https.properties]\nmaxHttpHeaderSize = \"12288\"\n");
  CHECK(with("", "a.b", "1") == "[a]\nb = 1\n");
  CHECK(with("# c\n\n", "a.b", "1") == "# c\n\n[a]\nb = 1\n");
}

TEST_CASE("a table without relatives goes above [secrets], if that is the last table") {
  CHECK(with("[a]\nx = 1\n\n# keep last\n[secrets]\ny = \"[z]\"\n", "b.x", "1") ==
        "[a]\nx = 1\n\n[b]\nx = 1\n\n# keep last\n[secrets]\ny = \"[z]\"\n");
  CHECK(with("[secrets]\ny = \"[z]\"\n[a]\n", "b.x", "1") ==
        "[secrets]\ny = \"[z]\"\n[a]\n\n[b]\nx = 1\n");
}

TEST_CASE(
    "the documented order and the stock file's own tables never make a file that kills the "
    "server") {
  for (const bool reversed : {false, true}) {
    auto changes = feature;
    if (reversed) changes = {feature.rbegin(), feature.rend()};
    const std::string text = toml::edited(toml::parse(std::string(stock), "f"), changes);
    CHECK(place_of_refusal(text) == "accepted");
    CHECK(text.find("[oauth]\n") < text.find("[oauth.grant_type.token_exchange]"));
  }
}

TEST_CASE("a table that dotted keys have made is written on in dotted keys") {
  CHECK(with("oauth.x = 1\n[oauth.y]\nz = 1\n", "oauth.add", "true") ==
        "oauth.x = 1\noauth.add = true\n[oauth.y]\nz = 1\n");
  CHECK(with("[oauth]\nx.y = 1\nz = 2\n", "oauth.x.w", "1") ==
        "[oauth]\nx.y = 1\nx.w = 1\nz = 2\n");
  CHECK(with("[oauth]\nx.y.z = 1\n\n[oauth.x.v]\na = 1\n", "oauth.x.w", "1") ==
        "[oauth]\nx.y.z = 1\nx.w = 1\n\n[oauth.x.v]\na = 1\n");
  CHECK(with("oauth.x = 1\n", "oauth.token_persistence.enable", "false") ==
        "oauth.x = 1\n\n[oauth.token_persistence]\nenable = false\n");
}

TEST_CASE("nothing is put between an element of an array and its sub-tables") {
  CHECK(with("[[e]]\nid = 1\n[a.b]\nx = 1\n[e.p]\ny = 1\n\n[z]\n", "a.c.x", "1") ==
        "[[e]]\nid = 1\n[a.b]\nx = 1\n[e.p]\ny = 1\n\n[a.c]\nx = 1\n\n[z]\n");
  CHECK(with("[[a.list]]\nid = 1\n[a.list.p]\ny = 1\n", "a.c.x", "1") ==
        "[[a.list]]\nid = 1\n[a.list.p]\ny = 1\n\n[a.c]\nx = 1\n");
}

TEST_CASE("one blank line stands above and below a new table, without doubling any") {
  CHECK(with("[a.b]\nx = 1\n[c]\n", "a.d.x", "1") == "[a.b]\nx = 1\n\n[a.d]\nx = 1\n\n[c]\n");
  CHECK(with("[a.b]\nx = 1\n\n\n[c]\n", "a.d.x", "1") == "[a.b]\nx = 1\n\n[a.d]\nx = 1\n\n\n[c]\n");
  CHECK(with("[a]\n\n", "b.x", "1") == "[a]\n\n[b]\nx = 1\n");
}

TEST_CASE("comments that touch a header stay with it, those that touch a body stay with that") {
  CHECK(with("[a.b]\nx = 1\n# of c\n[c]\n", "a.d.x", "1") ==
        "[a.b]\nx = 1\n\n[a.d]\nx = 1\n\n# of c\n[c]\n");
  CHECK(with("[a.b]\nx = 1\n# of b\n\n# of c\n[c]\n", "a.d.x", "1") ==
        "[a.b]\nx = 1\n# of b\n\n[a.d]\nx = 1\n\n# of c\n[c]\n");
  CHECK(with("[a.b]\nx = \"\"\"\n# no comment\"\"\"\n[a.b.c]\n", "a.x", "1") ==
        "[a]\nx = 1\n\n[a.b]\nx = \"\"\"\n# no comment\"\"\"\n[a.b.c]\n");
}

TEST_CASE("a key at the root goes behind the last one there, or above the first table") {
  CHECK(with("a = 1\n\n[t]\n", "b", "2") == "a = 1\nb = 2\n\n[t]\n");
  CHECK(with("# licence\n\n# of t\n[t]\n", "b", "2") == "# licence\n\nb = 2\n\n# of t\n[t]\n");
  CHECK(with("# c", "b", "2") == "# c\n\nb = 2");
}

}  // namespace tokenshift::test
