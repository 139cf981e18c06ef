// SPDX-License-Identifier: Apache-2.0
// For each rule what it finds, and the nearest thing that it does not.
#pragma once

#include "cases.hpp"

namespace tokenshift::test {

struct RuleExample {
  std::string_view id;
  Case bad;
  Case good;
};

inline std::string plus(std::string_view lines) { return enabled_46 + std::string(lines); }

inline std::vector<RuleExample> file_examples() {
  const std::string issuer =
      "issuer = \"org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer\"\n";
  const std::string entry = "[[oauth.extensions.token_types]]\n";
  return {
      {"TS001",
       {plus("# tokenshift: ignore TS214\n")},
       {plus("# tokenshift: ignore TS214 until=2027-01-31 reason=\"known\"\n")}},
      {"TS002",
       {plus("# tokenshift: ignore TS214 until=2025-12-31 reason=\"known\"\n")},
       {plus("# tokenshift: ignore TS214 until=2026-01-01 reason=\"known\"\n")}},
      {"TS101", {plus("a = off\n")}, {plus("[a]\nb = \"off\"\n")}},
      {"TS102", {plus("[apim]\n")}, {plus("[transport.https.other]\n")}},
      {"TS103",
       {"wso2:\n  apim:\n    configurations:\n      a: 1\n"},
       {plus("# wso2:\n#   apim: {{ x }}\n")}},
      {"TS104",
       {plus("[\"oauth.token_persistence\"]\nenable = true\n")},
       {plus("[\"other.name\"]\nenable = true\n")}},
      {"TS105",
       {"[oauth.extensions.token_types]\nname = \"JWT\"\n" + issuer},
       {entry + "name = \"JWT\"\n" + issuer}},
      {"TS106",
       {with(enabled_46, "maxHttpHeaderSize", "MaxHttpHeaderSize")},
       {plus("[other]\nMaxHttpHeaderSize = 1\n")}},
      {"TS107",
       {plus(entry + "name = \"jwt\"\n" + issuer)},
       {plus(entry + "name = \"Acme\"\n" + issuer)}},
      {"TS108",
       {plus(entry + "name = \"JWT\"\n" + issuer)},
       {plus(entry + "name = \"Acme\"\n" + issuer)}},
      {"TS109", {plus(entry + "name = \"Acme\"\n")}, {plus("[[other]]\nname = \"Acme\"\n")}},
      {"TS110",
       {with(enabled_46, "enable = false", "enable = false\npersist_access_token = false")},
       {plus("[other]\npersist_access_token = false\n")}},
      {"TS111",
       {with(enabled_46, "enable = false", "enable = \"yes\"")},
       {with(enabled_46, "enable = false", "enable = \"False\"")}},
      {"TS112", {with(enabled_46, "\"12288\"", "\"\"")}, {with(enabled_46, "\"12288\"", "16384")}},
      {"TS113",
       {plus("[secrets]\nadmin = \"[admin]\"\n")},
       {plus("[secrets]\nadmin = \"T3BlbiBTZXNhbWU=\"\n")}},
      {"TS114",
       {with(enabled_46, "enable_jwt",
             "enable_token_encryption = true\nenable_token_hashing = true\nenable_jwt")},
       {with(enabled_46, "enable_jwt", "enable_token_encryption = true\nenable_jwt")}},
      {"TS115",
       {plus("[[other]]\nurl = \"$ref{server.hostname}\"\n")},
       {plus("[other]\nurl = \"$ref{server.hostname}\"\n")}},
      {"TS116", {plus("# \xE9\n")}, {plus("# \xC3\xA9\n")}},
      {"TS117", {"# nothing\n"}, {"a = 1\n"}},
      {"TS118", {plus("[other]\nb = {}\n")}, {plus("[other]\nb = { a = 1 }\n")}},
  };
}

inline std::vector<RuleExample> feature_examples() {
  const std::string extended =
      "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer";
  const std::string plain = "org.wso2.carbon.identity.oauth2.token.JWTTokenIssuer";
  const std::string headers = "[oauth.revoked_token_headers_in_response]\nenable = false\n";
  const std::string tenants = "add_tenant_domain_to_access_token = true";
  const std::string no_entry = "[[other]]";
  const std::string types = "[[oauth.extensions.token_types]]";
  return {
      {"TS201", {enabled_46, "4.2.0"}, {enabled_46, "4.3.0"}},
      {"TS202",
       {with(enabled_46, "enable = false", "enable = \"$env{TP}\"")},
       {plus("[other]\nenable = \"$env{TP}\"\n")}},
      {"TS203", {enabled_46, ""}, {enabled_46}},
      {"TS204", {with(enabled_46, headers, "")}, {shipped_47, "4.7.0"}},
      {"TS205", {with(enabled_46, extended, plain)}, {enabled_46}},
      {"TS206", {with(shipped_47, types, no_entry), "4.7.0"}, {shipped_47, "4.7.0"}},
      {"TS207", {with(enabled_46, extended, "com.acme.Issuer")}, {enabled_46}},
      {"TS208", {with(enabled_46, "enable_jwt_for_portals = true", "")}, {shipped_47, "4.7.0"}},
      {"TS209", {with(enabled_46, tenants, "")}, {shipped_47, "4.7.0"}},
      {"TS210", {with(enabled_46, "\"12288\"", "8192")}, {with(enabled_46, "\"12288\"", "32768")}},
      {"TS211",
       {.text = enabled_46, .pack_header_size = "32768"},
       {.text = enabled_46, .pack_header_size = "8192"}},
  };
}

inline std::vector<RuleExample> setting_examples() {
  const std::string endpoint =
      "notification_endpoint = \"https://localhost:9443/internal/data/v1/notify\"\n";
  const std::string key_manager = with(enabled_46, "\"default\"", "\"api-key-manager-node\"");
  const std::string hashing =
      with(enabled_46, "enable_jwt", "enable_token_hashing = true\nenable_jwt");
  const std::string off = with(enabled_46, "enable = false", "enable = true");
  const auto validity = [](std::string_view line) {
    return plus("[oauth.token_validation]\n" + std::string(line) + "\n");
  };
  const auto renewal = [](std::string_view line) {
    return plus("[oauth.token_renewal]\n" + std::string(line) + "\n");
  };
  const auto listener = [](std::string_view password) {
    return with(enabled_46, "\n'header",
                "\nusername = \"${admin.username}\"\npassword = " + std::string(password) +
                    "\n'header") +
           "[super_admin]\nusername = \"admin\"\npassword = \"new\"\n";
  };
  const std::string issuers = "[[apim.jwt.issuer]]\nname = \"acme\"\n";
  return {
      {"TS212",
       {renewal("renew_access_token_per_request = true")},
       {renewal("renew_access_token_per_request = false")}},
      {"TS213",
       {plus("[oauth.jwt.renew_token_without_revoking_existing]\nenable = true\n")},
       {plus("[oauth.jwt.renew_token_without_revoking_existing]\nenable = false\n")}},
      {"TS214", {renewal("renew_refresh_token = false")}, {renewal("renew_refresh_token = true")}},
      {"TS215",
       {renewal("extend_refresh_token_expiry_time_on_renewal = false")},
       {renewal("extend_refresh_token_expiry_time_on_renewal = true")}},
      {"TS216",
       {validity("app_access_token_validity = \"25h\"")},
       {validity("app_access_token_validity = 3600")}},
      {"TS217",
       {validity("refresh_token_validity = \"31d\"")},
       {validity("refresh_token_validity = \"30d\"")}},
      {"TS218",
       {validity("user_access_token_validity = -1")},
       {validity("user_access_token_validity = \"1h\"")}},
      {"TS219",
       {plus("[apim.access_token_binding]\nenable = true\n")},
       {off + "[apim.access_token_binding]\nenable = true\n"}},
      {"TS220", {with(enabled_46, "ApimOauth", "Acme")}, {with(off, "ApimOauth", "Acme")}},
      {"TS221", {with(enabled_46, endpoint, "")}, {with(enabled_46, "order = 1", "order = 2")}},
      {"TS222", {key_manager}, {with(key_manager, "//localhost", "//cp.example.com")}},
      {"TS223",
       {with(hashing, "[oauth]\n", "[oauth]\nhash_tokens_and_secrets = false\n")},
       {with(hashing, "[oauth]\n", "[oauth]\nhash_tokens_and_secrets = true\n")}},
      {"TS224",
       {plus("[apim.key_manager]\ntype = \"WSO2-IS\"\n")},
       {plus("[apim.key_manager]\ntype = \"default\"\n")}},
      {"TS225", {with(enabled_46, "\"default\"", "\"gateway-worker\"")}, {enabled_46}},
      {"TS226",
       {plus("[session_data.persistence]\npersistence_pool_size = 10\n")},
       {plus("[session_data.persistence]\nother = 10\n")}},
      {"TS227",
       {plus("[oauth.token_generation]\nretry_count_on_persistence_failures = 5\n")},
       {off + "[oauth.token_generation]\nretry_count_on_persistence_failures = 5\n"}},
      {"TS228",
       {plus("[oauth.token_cleanup]\nenable = true\n")},
       {off + "[oauth.token_cleanup]\nenable = true\n"}},
      {"TS229", {plus(issuers)}, {shipped_47 + issuers, "4.7.0"}},
      {"TS230", {listener("\"old\"")}, {listener("\"new\"")}},
  };
}

inline std::vector<RuleExample> transition_examples() {
  const std::string off = with(enabled_46, "enable = false", "enable = true");
  const std::string gone = with(enabled_46, "[oauth.token_persistence]\nenable = false\n", "");
  const std::string acme = with(
      enabled_46, "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer", "a.B");
  return {
      {"TS301", {off, "4.6.0", enabled_46}, {off, "4.6.0", off}},
      {"TS302", {gone, "", enabled_46}, {gone, "4.7.0", enabled_46}},
      {"TS303", {acme, "4.6.0", enabled_46}, {acme, "4.6.0", acme}},
      {"TS304",
       {.text = off, .before = enabled_46, .sealed = true},
       {.text = enabled_46, .before = enabled_46, .sealed = true}},
      {"TS305",
       {.text = acme, .before = enabled_46, .sealed = true},
       {.text = enabled_46, .before = enabled_46, .sealed = true}},
      {"TS306", {shipped_47, "4.7.0", shipped_47, "4.6.0"}, {shipped_47, "4.7.0", shipped_47}},
      {"TS308", {gone, "4.7.0", enabled_46}, {enabled_46, "4.7.0", enabled_46}},
      {"TS307", {off, "4.6.0", "GITCRYPT\n" + off}, {enabled_46, "4.6.0", "GITCRYPT\n" + off}},
  };
}

inline std::vector<RuleExample> fact_examples();

/// All of them, in the order of the table of rules.
inline std::vector<RuleExample> rule_examples() {
  std::vector<RuleExample> all;
  for (const auto& part : {file_examples(), feature_examples(), setting_examples(),
                           transition_examples(), fact_examples()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace tokenshift::test

#include "fact_examples.hpp"
