// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/feature.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using namespace tokenshift::apim;

namespace {

Deployment deployment(const char* text, std::optional<Version> version) {
  Deployment made;
  made.document = toml::parse(text, "deployment.toml");
  made.version = version;
  return made;
}

constexpr Version v46{4, 6, 0};
constexpr Version v47{4, 7, 0};

}  // namespace

TEST_CASE(
    "an absent key means off in 4.6, on in 4.7, nothing before 4.3, and is undecidable else") {
  CHECK(feature_state(deployment("", v46)).optimization == Optimization::off);
  CHECK(feature_state(deployment("", v47)).optimization == Optimization::on);
  CHECK(feature_state(deployment("", Version{4, 2, 0})).optimization == Optimization::absent);
  CHECK(feature_state(deployment("", std::nullopt)).optimization == Optimization::undecidable);
}

TEST_CASE("the pack's own default wins over what the version says") {
  Deployment made = deployment("", v46);
  made.pack_defaults["oauth.token_persistence.enable"] = "false";
  const FeatureState state = feature_state(made);
  CHECK(state.optimization == Optimization::on);
  CHECK(state.settings.front().source == Source::pack_default);
}

TEST_CASE("any value but true switches it on, as Boolean.parseBoolean has it") {
  for (const char* value : {"false", "\"false\"", "\"yes\"", "\"on\"", "\"1\"", "1", "\"true \""}) {
    CAPTURE(value);
    const std::string text = std::string("[oauth.token_persistence]\nenable = ") + value + "\n";
    CHECK(feature_state(deployment(text.c_str(), v46)).optimization == Optimization::on);
  }
  for (const char* value : {"true", "\"true\"", "\"TRUE\"", "\"True\""}) {
    CAPTURE(value);
    const std::string text = std::string("[oauth.token_persistence]\nenable = ") + value + "\n";
    CHECK(feature_state(deployment(text.c_str(), v47)).optimization == Optimization::off);
  }
}

TEST_CASE("a placeholder is undecidable, and an ignored spelling is not the key") {
  CHECK(feature_state(deployment("[oauth.token_persistence]\nenable = \"$env{TP}\"\n", v46))
            .optimization == Optimization::undecidable);
  CHECK(feature_state(deployment("[\"oauth.token_persistence\"]\nenable = false\n", v46))
            .optimization == Optimization::off);
  CHECK(
      feature_state(deployment("[oauth.token_persistence]\nEnable = false\n", v46)).optimization ==
      Optimization::off);
}

TEST_CASE("the last entry named JWT is the issuer, in exact spelling") {
  const char* text = R"([[oauth.extensions.token_types]]
name = "JWT"
issuer = "a.First"
[[oauth.extensions.token_types]]
name = "jwt"
issuer = "a.Ignored"
[[oauth.extensions.token_types]]
name = "JWT"
issuer = "a.Last"
[[oauth.extensions.token_types]]
name = "Acme"
issuer = "a.Acme"
)";
  const Deployment made = deployment(text, v46);
  const JwtIssuer issuer = feature_state(made).jwt_issuer;
  CHECK(issuer.issuer == "a.Last");
  CHECK(issuer.entries == 2);
  CHECK(issuer.location.line == 9);
  CHECK(custom_token_types(made) == std::vector<std::string>{"jwt", "Acme"});
  CHECK(feature_state(deployment("", v47)).jwt_issuer.issuer == plain_jwt_issuer);
}

TEST_CASE(
    "on 4.7 it depends on the clients whether the companions are needed, so nothing is said") {
  const FeatureState old = feature_state(deployment("", v46));
  const FeatureState now = feature_state(deployment("", v47));
  for (std::size_t i = 2; i < 5; ++i) {
    CAPTURE(now.settings[i].key);
    CHECK(old.settings[i].as_wanted() == false);
    CHECK(now.settings[i].as_wanted() == std::nullopt);
  }
  CHECK(now.settings[0].as_wanted() == true);
  CHECK(now.settings.back().as_wanted() == false);
  const char* right = "[oauth]\nadd_tenant_domain_to_access_token = true\n";
  CHECK(feature_state(deployment(right, v47)).settings[2].as_wanted() == true);
}

TEST_CASE("4.7 with the plain issuer is on and broken, which is told") {
  const char* role =
      "[server]\nserver_role = \"control-plane\"\n[database.apim_db]\nurl = \"jdbc:x\"\n[apim]\na "
      "= 1\n";
  const auto problem = [](const Deployment& made) {
    return issuer_problem(made, feature_state(made));
  };
  REQUIRE(problem(deployment(role, v47)));
  CHECK(problem(deployment(role, v47))->id == "issuer-missing");
  CHECK_FALSE(problem(deployment(role, v46)));
  const std::string whole = std::string(role) +
                            "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"" +
                            std::string(extended_issuer) + "\"\n";
  CHECK_FALSE(problem(deployment(whole.c_str(), v47)));
  CHECK_FALSE(problem(deployment("[server]\nserver_role = \"gateway-worker\"\n", v47)));
}

TEST_CASE("the header size is only ever raised") {
  const FeatureKey& size = feature_keys().back();
  CHECK(size.right("12288"));
  CHECK(size.right("32768"));
  CHECK_FALSE(size.right("8192"));
  CHECK_FALSE(size.right(""));
  CHECK_FALSE(size.right("many"));
}
