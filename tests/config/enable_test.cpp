// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/enable.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/error.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace tokenshift;
using namespace tokenshift::config;

namespace {

apim::Deployment deployment(std::string text, std::optional<apim::Version> version) {
  apim::Deployment made;
  made.document = toml::parse(std::move(text), "deployment.toml");
  made.version = version;
  return made;
}

EditPlan plan(const std::string& text, apim::Version version, EnableOptions options = {}) {
  return plan_enable(deployment(text, version), options);
}

using Flat = std::map<std::string, std::string>;

// What the server sees: each key with its content, arrays of tables by element.
Flat flat(const std::string& text) {
  const toml::Document document = toml::parse(text, "x");
  Flat keys;
  document.for_each([&](const toml::KeyPath& key, const toml::Value& value) {
    keys[toml::to_string(key)] = value.content;
  });
  for (const toml::Element& element : document.elements({"oauth", "extensions", "token_types"})) {
    const toml::Value* name = element.find("name");
    const toml::Value* issuer = element.find("issuer");
    keys["token_types." + (name != nullptr ? name->content : "")] =
        issuer != nullptr ? issuer->content : "";
  }
  return keys;
}

constexpr apim::Version v46{4, 6, 0};
constexpr apim::Version v47{4, 7, 0};

// In the shape of a stock file: a sub-table of [oauth] stands there, [oauth] does not.
const std::string stock = R"([server]
hostname = "localhost"   # keep me
server_role = "default"

[database.apim_db]
type = "h2"

[apim]
gateway_type = "Regular"

#[apim.oauth_config]
#enable_jwt_for_portals = false

[[event_listener]]
id = "token_revocation"
[event_listener.properties]
notification_endpoint = "https://localhost"

[oauth.grant_type.token_exchange]
enable = true
)";

}  // namespace

TEST_CASE("4.6 needs all six keys, and the result is what the server wants") {
  const EditPlan made = plan(stock, v46);
  CHECK(made.changes.size() == 6);
  Flat expected = flat(stock);
  expected["oauth.token_persistence.enable"] = "false";
  expected["oauth.revoked_token_headers_in_response.enable"] = "false";
  expected["oauth.add_tenant_domain_to_access_token"] = "true";
  expected["apim.oauth_config.enable_jwt_for_portals"] = "true";
  expected["transport.https.properties.maxHttpHeaderSize"] = "12288";
  expected["token_types.JWT"] = std::string(apim::extended_issuer);
  CHECK(flat(made.after) == expected);
  CHECK(made.after.find("#[apim.oauth_config]") != std::string::npos);
  CHECK(made.after.find("[oauth]\n") < made.after.find("[oauth.grant_type"));
  CHECK(plan(made.after, v46).after == made.after);
}

TEST_CASE("4.7 needs the issuer, and the rest only for tenants and JWT portals") {
  const EditPlan bare = plan(stock, v47);
  REQUIRE(bare.changes.size() == 1);
  CHECK(bare.changes[0].key.find("token_types") != std::string::npos);
  CHECK(std::ranges::any_of(bare.findings,
                            [](const Finding& f) { return f.id == "clients-unknown"; }));
  CHECK(plan(stock, v47, {.clients = {.known = true, .tenants = false, .jwt_portals = true}})
            .changes.size() == 2);
  CHECK(plan(stock, v47, {.clients = {.known = true, .tenants = true, .jwt_portals = true}})
            .changes.size() == 3);
  CHECK(plan(stock, v47, {.clients = {.known = true, .tenants = true, .jwt_portals = false}})
            .changes.size() == 1);
  const EditPlan back = plan(stock + "[oauth.token_persistence]\nenable = true\n", v47);
  CHECK(flat(back.after)["oauth.token_persistence.enable"] == "false");
}

TEST_CASE("an unknown or too old version is refused") {
  for (const auto version :
       {std::optional<apim::Version>(), std::optional(apim::Version{4, 2, 0})}) {
    try {
      plan_enable(deployment(stock, version), {});
      FAIL("not refused");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::refused);
      CHECK_FALSE(error.hint().empty());
    }
  }
}

TEST_CASE("a custom issuer of JWT is refused until it is allowed by name") {
  const std::string text =
      stock + "\n[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"com.acme.Issuer\"\n";
  CHECK_THROWS_WITH_AS(plan(text, v46), doctest::Contains("com.acme.Issuer"), Error);
  const EditPlan allowed = plan(text, v46, {.allow_issuer = "com.acme.Issuer"});
  CHECK(flat(allowed.after)["token_types.JWT"] == "com.acme.Issuer");
  CHECK(allowed.changes.size() == 5);
  const std::string plain = stock +
                            "\n[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"" +
                            std::string(apim::plain_jwt_issuer) + "\"\n";
  CHECK(flat(plan(plain, v46).after)["token_types.JWT"] == apim::extended_issuer);
}

TEST_CASE("a larger header size stays, a placeholder is not overwritten without force") {
  const std::string large = stock + "\n[transport.https.properties]\nmaxHttpHeaderSize = 32768\n";
  CHECK(flat(plan(large, v46).after)["transport.https.properties.maxHttpHeaderSize"] == "32768");
  const std::string placeholder = stock + "\n[oauth.token_persistence]\nenable = \"$env{TP}\"\n";
  // The server would read the unresolved text as false, but what it resolves to is not known.
  CHECK_THROWS_AS(plan(placeholder, v46), Error);
  CHECK(flat(plan(placeholder, v46, {.force = true}).after)["oauth.token_persistence.enable"] ==
        "false");
}

TEST_CASE("a node that issues no tokens has nothing to do, unless told otherwise") {
  const std::string gateway = "[server]\nserver_role = \"gateway-worker\"\n";
  const EditPlan made = plan(gateway, v46);
  CHECK_FALSE(made.applies);
  CHECK(made.after == gateway);
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings[0].message.find("nothing to do") != std::string::npos);
  CHECK(plan(gateway, v46, {.issues_tokens = true}).changes.size() == 6);
}

TEST_CASE("every real file: enabled once it is right, twice it is the same, nothing else changes") {
  const auto folder = test::corpus();
  if (folder.empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  int enabled = 0, refused = 0, nothing = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "deployment-toml")) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const std::string text = test::slurp(entry.path());
    const std::string digits = name.substr(0, name.find_first_not_of("0123456789."));
    const auto version =
        apim::parse_version(digits.substr(0, digits.find('.', digits.find('.') + 1)));
    REQUIRE(version);
    const apim::Deployment made = deployment(text, version);
    if (!apim::node_role(made).issues_tokens) {
      const EditPlan none = plan_enable(made, {});
      CHECK(none.after == text);
      CHECK_FALSE(none.findings.empty());
      ++nothing;
      continue;
    }
    if (*version < apim::first_with_feature) {
      CHECK_THROWS_AS(plan_enable(made, {}), Error);
      ++refused;
      continue;
    }
    const EnableOptions options{.clients = {.known = true, .tenants = true, .jwt_portals = true}};
    const EditPlan first = plan_enable(made, options);
    const Flat after = flat(first.after);  // parses, and obeys the order rule
    Flat expected = flat(text);
    std::set<std::string> keys;
    for (const auto& [key, value] : after) {
      if (!expected.contains(key) || expected[key] != value) keys.insert(key);
    }
    CHECK(keys.size() == first.changes.size());
    for (const auto& [key, value] : expected) CHECK(after.contains(key));
    CHECK(apim::feature_state(deployment(first.after, version)).optimization ==
          apim::Optimization::on);
    CHECK(plan(first.after, *version, options).after == first.after);
    ++enabled;
  }
  CHECK(enabled >= 30);
  CHECK(refused >= 40);
  CHECK(nothing >= 8);
}
