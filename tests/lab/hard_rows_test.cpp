// SPDX-License-Identifier: Apache-2.0
#include "lab/practice.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>

namespace tokenshift::lab {
namespace {

using test::Practice;

// The values of the tokenType rows that the server sees for the client of an application.
std::string types_of(const Practice& practice, std::string_view application) {
  return practice.texts(fmt::format(
      "SELECT P.PROPERTY_VALUE FROM AM_APPLICATION AP"
      " JOIN AM_APPLICATION_KEY_MAPPING M ON M.APPLICATION_ID = AP.APPLICATION_ID"
      " JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = M.CONSUMER_KEY"
      " JOIN IDN_OIDC_PROPERTY P ON P.CONSUMER_KEY = A.CONSUMER_KEY AND P.TENANT_ID = A.TENANT_ID"
      " WHERE AP.NAME = '{}' AND P.PROPERTY_KEY = 'tokenType' ORDER BY P.ID",
      application));
}

std::string application_type(const Practice& practice, std::string_view application) {
  return practice.texts(
      fmt::format("SELECT TOKEN_TYPE FROM AM_APPLICATION WHERE NAME = '{}'", application));
}

// A column of the client of an application.
std::string of_client(const Practice& practice, std::string_view column,
                      std::string_view application) {
  return practice.texts(fmt::format(
      "SELECT {} FROM AM_APPLICATION AP"
      " JOIN AM_APPLICATION_KEY_MAPPING M ON M.APPLICATION_ID = AP.APPLICATION_ID"
      " JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = M.CONSUMER_KEY WHERE AP.NAME = '{}'",
      column, application));
}

}  // namespace

TEST_CASE("every state of a client's token type is there, even in the smallest deployment") {
  const Practice practice;
  struct Expected {
    std::string_view application, application_type, types;
  };
  for (const Expected& hard : std::to_array<Expected>({
           {"AlreadyJwt", "JWT;", "JWT;"},
           {"StaleDefault", "JWT;", "Default;"},
           {"PassedThroughOauth", "OAUTH;", "OAUTH;"},
           {"UpperCaseDefault", "DEFAULT;", "DEFAULT;"},
           {"LowerCaseDefault", "OAUTH;", "default;"},
           {"LowerCaseJwt", "JWT;", "jwt;"},
           {"NullType", "OAUTH;", "NULL;"},
           {"LiteralNullType", "OAUTH;", "null;"},
           {"EmptyType", "OAUTH;", ";"},
           {"NoTypeRow", "OAUTH;", ""},
           {"TwoTypes", "OAUTH;", "Default;JWT;"},
           {"TwoDefaults", "OAUTH;", "Default;Default;"},
           {"OtherTenantOnly", "OAUTH;", ""},
           {"OtherTenantToo", "OAUTH;", "Default;"},
           {"JwtHereOnly", "JWT;", "JWT;"},
           {"ApplicationLowerCaseJwt", "jwt;", "Default;"},
           {"ApplicationLiteralNull", "null;", "Default;"},
           {"ApplicationNull", "NULL;", "Default;"},
       })) {
    CAPTURE(hard.application);
    CHECK(application_type(practice, hard.application) == hard.application_type);
    CHECK(types_of(practice, hard.application) == hard.types);
  }
}

TEST_CASE("a token type can stand in a row of another tenant only") {
  const Practice practice;
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY P JOIN IDN_OAUTH_CONSUMER_APPS A"
                        " ON A.CONSUMER_KEY = P.CONSUMER_KEY WHERE P.TENANT_ID <> A.TENANT_ID"
                        " AND P.PROPERTY_VALUE = 'JWT'") == 2);
}

TEST_CASE("clients that are not plain ones of the developer portal are there") {
  const Practice practice;
  CHECK(of_client(practice, "M.CREATE_MODE", "MappedKey") == "MAPPED;");
  CHECK(of_client(practice, "M.KEY_MANAGER", "KeyManagerByName") == "Resident Key Manager;");
  CHECK(of_client(practice, "A.APP_STATE", "RevokedClient") == "REVOKED;");
  CHECK(of_client(practice, "A.TENANT_ID", "InactiveTenant") == "3;");
  CHECK(of_client(practice, "A.CONSUMER_KEY", "ChosenKey") == "mobile app's key, 100%;");
  CHECK(of_client(practice, "A.TENANT_ID", "CrossTenant") == "-1234;");
  CHECK(practice.number("SELECT S.TENANT_ID FROM AM_SUBSCRIBER S JOIN AM_APPLICATION AP"
                        " ON AP.SUBSCRIBER_ID = S.SUBSCRIBER_ID WHERE AP.NAME = 'CrossTenant'") ==
        1);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS"
                        " WHERE OAUTH_VERSION = 'OAuth-1.0a'") == 1);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS A WHERE OAUTH_VERSION ="
                        " 'OAuth-2.0' AND NOT EXISTS (SELECT 1 FROM SP_INBOUND_AUTH I"
                        " WHERE I.INBOUND_AUTH_KEY = A.CONSUMER_KEY)") == 1);
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_KEY = 'audience'") >=
        2);
  CHECK(practice.number("SELECT COUNT(*) FROM AM_APPLICATION_KEY_MAPPING WHERE typeof(APP_INFO) ="
                        " 'blob' AND CAST(APP_INFO AS TEXT) LIKE '%fake-secret%'") >= 1);
}

TEST_CASE("applications without a client of this deployment are there") {
  const Practice practice;
  const auto keys = [&](std::string_view application) {
    return practice.texts(fmt::format(
        "SELECT K.TYPE || (A.ID IS NOT NULL) || (M.CONSUMER_KEY IS NULL) FROM AM_APPLICATION AP"
        " JOIN AM_APPLICATION_KEY_MAPPING M ON M.APPLICATION_ID = AP.APPLICATION_ID"
        " JOIN AM_KEY_MANAGER K ON K.UUID = M.KEY_MANAGER"
        " LEFT JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = M.CONSUMER_KEY"
        " WHERE AP.NAME = '{}' ORDER BY K.TYPE DESC",
        application));
  };
  CHECK(keys("OktaOnly") == "Okta00;");
  CHECK(keys("MixedKeyManagers") == "default10;Okta00;");
  CHECK(keys("OrphanedKey") == "default00;");
  CHECK(keys("PendingApproval") == "default01;");
  CHECK(keys("NoKeys").empty());
  CHECK(application_type(practice, "NoKeys") == "OAUTH;");
}

TEST_CASE("the portals and other system clients have no application") {
  const Practice practice;
  CHECK(practice.texts(
            "SELECT S.NAME || P.IS_USE_TENANT_DOMAIN_SUBJECT ||"
            " P.IS_USE_USER_DOMAIN_SUBJECT || D.VALUE FROM AM_SYSTEM_APPS S"
            " JOIN SP_INBOUND_AUTH I ON I.INBOUND_AUTH_KEY = S.CONSUMER_KEY"
            " JOIN SP_APP P ON P.ID = I.APP_ID"
            " JOIN SP_METADATA D ON D.SP_ID = P.ID AND D.NAME = 'TokenType' ORDER BY S.ID") ==
        "apim_publisher00DEFAULT;apim_devportal00DEFAULT;apim_admin_portal10DEFAULT;");
  CHECK(practice.number("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS A WHERE NOT EXISTS"
                        " (SELECT 1 FROM AM_APPLICATION_KEY_MAPPING M"
                        " WHERE M.CONSUMER_KEY = A.CONSUMER_KEY)") ==
        practice.created.counts.system);
  CHECK(practice.texts("SELECT APP_NAME FROM IDN_OAUTH_CONSUMER_APPS WHERE APP_NAME LIKE"
                       " 'rest\\_api\\_%\\_admin' ESCAPE '\\' ORDER BY ID") ==
        "rest_api_import_export_admin;rest_api_devportal_admin;");
}

TEST_CASE("only a deployment with a custom issuer has a client that uses it") {
  const std::string custom =
      "SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE = 'AcmeJWT'";
  CHECK(Practice().number(custom) == 0);
  const Practice with({.clients = fewest_clients, .custom_issuer = true});
  CHECK(with.number(custom) == 1);
  CHECK(with.created.counts.custom == 1);
}

}  // namespace tokenshift::lab
