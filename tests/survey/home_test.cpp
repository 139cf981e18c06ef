// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/home.hpp"

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/time.hpp"
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/crypto/digest.hpp"
#include "tokenshift/crypto/key.hpp"

#include "support/jar.hpp"
#include "support/practice.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

apim::Deployment load(const Practice& practice) { return apim::load({.home = practice.home()}); }

survey::HomeFacts facts_of(const Practice& practice) {
  return survey::look_at_home(load(practice), {});
}

const std::string on =
    "[server]\nserver_role = \"default\"\n[oauth.token_persistence]\nenable = false\n";
const std::string off =
    "[server]\nserver_role = \"default\"\n[oauth.token_persistence]\nenable = true\n";

}  // namespace

TEST_CASE("a changed deployment.toml is told from the one of the last start by its digest") {
  const Practice practice;
  const auto path = std::filesystem::path(practice.home()) /
                    "repository/resources/conf/.metadata/metadata_config.properties";
  CHECK_FALSE(facts_of(practice).restart_pending.value.has_value());
  CHECK_FALSE(facts_of(practice).restart_pending.why_not.empty());
  // As Java writes it.
  put(path,
      "#Thu Jan 01 00:00:00 UTC "
      "2026\nrepository/conf/carbon.xml=0\n/home/wso2/repository/conf/deployment.toml=" +
          crypto::md5_hex(slurp(practice.toml())) + "\n");
  CHECK(facts_of(practice).restart_pending.value == false);
  put(practice.toml(), slurp(practice.toml()) + "# changed\n");
  CHECK(facts_of(practice).restart_pending.value == true);
  put(path, "repository/conf/carbon.xml=0\n");
  CHECK_FALSE(facts_of(practice).restart_pending.value.has_value());
}

TEST_CASE("templates count where a script copies them, and only those of nodes that issue tokens") {
  const Practice practice;
  const std::filesystem::path home = practice.home();
  const auto templates = home / "repository/resources/conf/deployment-templates";
  put(templates / "control-plane.toml", off);
  put(templates / "api-key-manager-node.toml", on);
  put(templates / "gateway-worker.toml", "[server]\nserver_role = \"gateway-worker\"\n");
  CHECK(facts_of(practice).replacements.value->empty());
  put(home / "bin/profileSetup.sh", "#!/bin/sh\n");
  const auto found = *facts_of(practice).replacements.value;
  REQUIRE(found.size() == 2);
  CHECK(found[0].path.ends_with("api-key-manager-node.toml"));
  CHECK(found[0].optimization == "on");
  CHECK(found[1].path.ends_with("control-plane.toml"));
  CHECK(found[1].optimization == "off");
  CHECK(found[1].by == "bin/profileSetup.sh");
  CHECK_FALSE(found[1].always);
}

TEST_CASE("the volume of a container counts at each start, and a broken file as what it is") {
  const Practice practice;
  put(practice.folder() / "wso2-config-volume/repository/conf/deployment.toml", off);
  const auto found = *facts_of(practice).replacements.value;
  REQUIRE(found.size() == 1);
  CHECK(found[0].optimization == "off");
  CHECK(found[0].always);
  put(practice.folder() / "wso2-config-volume/repository/conf/deployment.toml", "a = = b");
  CHECK(facts_of(practice).replacements.value->front().optimization == "unreadable");
}

TEST_CASE("whether nodes agree is known where another one is named") {
  const Practice practice;
  const Practice other;
  CHECK_FALSE(facts_of(practice).disagreements.value.has_value());
  const auto with = [&] {
    return survey::look_at_home(load(practice),
                                {std::make_shared<const apim::Deployment>(load(other))});
  };
  CHECK(with().disagreements.value->empty());
  put(other.toml(), slurp(other.toml()) + "[oauth.token_persistence]\nenable = false\n");
  REQUIRE(with().disagreements.value->size() == 1);
  CHECK(with().disagreements.value->front().find("oauth.token_persistence.enable") !=
        std::string::npos);
}

TEST_CASE(
    "the speed of signing is measured with the deployment's own key, which is no shipped one") {
  const Practice practice(40);
  CHECK_FALSE(survey::look_at_host(load(practice)).signing.value.has_value());
  CHECK_FALSE(survey::look_at_host(load(practice)).signing.why_not.empty());
  CHECK_FALSE(facts_of(practice).shipped_key.value.has_value());
  put(std::filesystem::path(practice.home()) / "repository/resources/security/wso2carbon.jks",
      std::string(crypto::SigningKey::generate_rsa().to_pem().view()));
  const auto speed = survey::look_at_host(load(practice)).signing;
  REQUIRE(speed.value.has_value());
  CHECK(speed.value->key == "RSA 2048");
  CHECK(speed.value->per_second > 10);
  CHECK(speed.value->capacity() >= speed.value->per_second);
  CHECK(facts_of(practice).shipped_key.value == std::string());
}

}  // namespace tokenshift::test
