// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/settings.hpp"

#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tokenshift::issuer {
namespace {

using std::chrono::seconds;

Settings settings_for(const std::string& text) {
  const test::TempDir folder;
  const auto file = folder.write("deployment.toml", text);
  return settings_of(apim::load({.deployment_toml = file.string(), .apim_version = "4.7.0"}),
                     Profile::p47);
}

TEST_CASE("what deployment.toml does not say is the server's default") {
  const Settings settings = settings_for("[server]\nhostname = \"am.example\"\n");
  CHECK(settings.issuer == "https://am.example:9443/oauth2/token");
  CHECK(settings.app_validity == seconds{3600});
  CHECK(settings.user_validity == seconds{3600});
  CHECK(settings.refresh_validity == seconds{86400});
  CHECK(settings.skew == seconds{0});
  CHECK(settings.renew_refresh_token);
  CHECK(settings.extend_on_renewal);
  CHECK(settings.sign_with_client_tenant);
  CHECK_FALSE(settings.tenant_domains);
  CHECK_FALSE(settings.tenant_in_issuer);
  CHECK(settings.algorithm == crypto::Algorithm::rs256);
}

TEST_CASE("settings are read in whichever spelling they stand") {
  const Settings settings = settings_for(R"(
[server]
hostname = "am.example"
offset = 3
[oauth]
add_tenant_domain_to_access_token = true
timestamp_skew = 5
[oauth.token_validation]
app_access_token_validity = 60
user_access_token_validity = "10m"
refresh_token_validity = "2d"
[oauth.token_renewal]
renew_refresh_token = "false"
extend_refresh_token_expiry_time_on_renewal = false
[oauth.access_token]
generate_with_sp_tenant_domain = false
[oauth.oidc.id_token]
audiences = ["https://one.example", 'two']
[tenant_context]
enable_tenant_qualified_urls = true
[service_provider]
use_username_as_sub_claim = true
)");
  CHECK(settings.issuer == "https://am.example:9446/oauth2/token");
  CHECK(settings.tenant_domains);
  CHECK(settings.skew == seconds{5});
  CHECK(settings.app_validity == seconds{60});
  CHECK(settings.user_validity == seconds{600});
  CHECK(settings.refresh_validity == seconds{172800});
  CHECK_FALSE(settings.renew_refresh_token);
  CHECK_FALSE(settings.extend_on_renewal);
  CHECK_FALSE(settings.sign_with_client_tenant);
  CHECK(settings.audiences == std::vector<std::string>{"https://one.example", "two"});
  CHECK(settings.tenant_in_issuer);
  CHECK(settings.user_name_as_sub);
}

TEST_CASE("an issuer that is named wins, with Carbon's names filled in") {
  CHECK(settings_for("[oauth.oidc.id_token]\nissuer = \"https://apim.example/oauth2/token\"\n")
            .issuer == "https://apim.example/oauth2/token");
  CHECK(settings_for("[oauth.oidc.id_token]\n"
                     "issuer = \"${carbon.protocol}://${carbon.host}/x\"\n")
            .issuer == "https://localhost/x");
}

TEST_CASE("the algorithm counts only where the server answers validations with a JWT") {
  const std::string algorithm =
      "[oauth.token_validation]\nvalidation_response_signing_algorithm = \"SHA512withRSA\"\n";
  CHECK(settings_for(algorithm).algorithm == crypto::Algorithm::rs256);
  const std::string enabled =
      "[oauth.token.validation]\ninclude_validation_context_as_jwt_in_reponse = true\n";
  CHECK(settings_for(algorithm + enabled).algorithm == crypto::Algorithm::rs512);
  const Error error = test::error_of([&] {
    settings_for("[oauth.token_validation]\nvalidation_response_signing_algorithm = \"NONE\"\n" +
                 enabled);
  });
  CHECK(error.kind() == ErrorKind::input);
}

TEST_CASE("a period that cannot be read is told with its place") {
  for (const char* period : {"\"soon\"", "\"1w\"", "\"\"", "\"99999999999999999999\"",
                             "\"9223372036854775807d\"", "\"$env{PERIOD}\""}) {
    CAPTURE(period);
    const Error error = test::error_of([&] {
      settings_for(std::string("[oauth.token_validation]\nrefresh_token_validity = ") + period +
                   "\n");
    });
    CHECK(error.kind() == ErrorKind::input);
    CHECK(std::string(error.what()).find("deployment.toml:2:") != std::string::npos);
  }
}

TEST_CASE("profiles are named by the release they begin with") {
  CHECK(parse_profile("4.3") == Profile::p43);
  CHECK(parse_profile("4.7") == Profile::p47);
  CHECK_FALSE(parse_profile("4.6"));
  CHECK(profile_of({4, 3, 0}) == Profile::p43);
  CHECK(profile_of({4, 6, 9}) == Profile::p43);
  CHECK(profile_of({4, 7, 0}) == Profile::p47);
  CHECK(profile_of({5, 0, 0}) == Profile::p47);
}

}  // namespace
}  // namespace tokenshift::issuer
