// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/resolve.hpp"

#include "tokenshift/apim/feature.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using namespace tokenshift::apim;

namespace {

Deployment deployment(const std::string& text, bool with_environment = false) {
  Deployment made;
  made.document = toml::parse(text, "deployment.toml");
  made.version = Version{4, 6, 0};
  made.pack_defaults["pack.key"] = "from the pack";
  made.has_pack_defaults = true;
  if (with_environment) {
    made.environment = [](const std::string& name) -> std::optional<std::string> {
      if (name == "X") return "from here";
      if (name == "ODD") return "a$1";
      return std::nullopt;
    };
  }
  return made;
}

}  // namespace

TEST_CASE("references lead to the file, then to the pack, through other references") {
  const Deployment made = deployment("a = \"1\"\nb = \"$ref{a}$ref{a}\"\n[t]\nx = true\n");
  CHECK(resolve(made, "$ref{b}").text == "11");
  CHECK(resolve(made, "<$ref{t.x}>").text == "<true>");
  CHECK(resolve(made, "$ref{pack.key}").text == "from the pack");
  CHECK(resolve(made, "${carbon.home}").text == "${carbon.home}");
  CHECK_FALSE(resolve(made, "plain").changed);
}

TEST_CASE("what cannot be resolved stays as it is, with the reason") {
  const Deployment made = deployment("a = \"$ref{b}\"\nb = \"$ref{a}\"\n");
  struct Row {
    std::string text;
    std::string open;
    std::string why;
  };
  for (const Row& row : std::vector<Row>{{"$ref{none}", "$ref{none}", "does not start"},
                                         {"$ref{a b}", "$ref{a b}", "names no key"},
                                         {"$ref{}", "$ref{}", "names no key"},
                                         {"x$env{X}y", "$env{X}", "--resolve-env"},
                                         {"$sys{x}", "$sys{x}", "only the server"},
                                         {"$secret{x}", "$secret{x}", "only the server"}}) {
    CAPTURE(row.text);
    const Resolved resolved = resolve(made, row.text);
    CHECK(resolved.text == row.text);
    CHECK(resolved.open == row.open);
    CHECK(resolved.why.find(row.why) != std::string::npos);
  }
  CHECK(resolve(made, "$ref{a}").why.find("itself") != std::string::npos);
  CHECK(resolve(made, "$ref{never closed").text == "$ref{never closed");
}

TEST_CASE("variables are resolved where that was asked for, and mangled ones are not trusted") {
  Deployment made = deployment("", true);
  CHECK(resolve(made, "$env{X}").text == "from here");
  CHECK(resolve(made, "$env{Y}").why.find("not set here") != std::string::npos);
  CHECK(resolve(made, "$env{ODD}").why.find("mangles") != std::string::npos);
  made.version = Version{4, 7, 0};
  CHECK(resolve(made, "$env{ODD}").text == "a$1");
}

TEST_CASE("inside arrays of tables the server resolves variables, but no references") {
  const Deployment made = deployment("a = \"1\"\n", true);
  CHECK(resolve_in_array(made, "$env{X}").text == "from here");
  CHECK(resolve_in_array(made, "$ref{a}").text == "$ref{a}");
  CHECK(resolve_in_array(made, "$ref{a}").open == "$ref{a}");
}

TEST_CASE("the feature is decided by what a reference leads to") {
  const Deployment made = deployment(
      "[custom]\npersist = false\n[oauth.token_persistence]\nenable = \"$ref{custom.persist}\"\n");
  const FeatureState state = feature_state(made);
  CHECK(state.optimization == Optimization::on);
  CHECK(state.settings.front().value == "false");
  CHECK(state.settings.front().written == "$ref{custom.persist}");
  const Deployment variable = deployment("[oauth.token_persistence]\nenable = \"$env{X}\"\n", true);
  CHECK(feature_state(variable).optimization == Optimization::on);
}

TEST_CASE("a pack whose template does not read the key has no such feature") {
  Deployment made = deployment("[oauth.token_persistence]\nenable = false\n");
  made.template_reads_key = false;
  CHECK(feature_state(made).optimization == Optimization::absent);
  CHECK_THROWS_AS(require_feature(made), Error);
  made.template_reads_key = true;
  CHECK(feature_state(made).optimization == Optimization::on);
}
