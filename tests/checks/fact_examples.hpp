// SPDX-License-Identifier: Apache-2.0
// For each rule about facts what it finds, and the nearest thing that it does not. Included by
// examples.hpp.
#pragma once

#include "tokenshift/survey/facts.hpp"

#include <functional>
#include <memory>

namespace tokenshift::test {

/// Everything was looked up, and nothing is against it.
inline survey::Facts sound_facts() {
  using survey::known;
  survey::DatabaseFacts database{.name = "WSO2AM_DB", .engine = "mysql"};
  survey::Clients clients;
  clients.census.clients[0][0] = 10;  // of the developer portal, JWT
  database.signs_of_use = known(std::vector<std::string>{});
  database.clients = known(clients);
  database.settings = known(survey::ClientSettings{.longest_lifetime = 86'400});
  database.without_service_provider = known(std::int64_t{0});
  database.invalid_tokens_indexed = known(true);
  database.revocations =
      known(std::vector<survey::RevocationTable>{{.name = "IDN_INVALID_TOKENS", .rows = 9'999}});
  database.live_opaque = known(apps::LiveTokens{});
  database.live_bound = known(std::int64_t{0});
  database.busiest = known(survey::BusiestMinute{.tokens = 600, .refresh_tokens = 600});
  database.other_key_managers = known(std::vector<std::string>{});
  database.identity_server = known(false);
  survey::HomeFacts home{.path = "/opt/wso2am"};
  home.signs_of_use = known(std::vector<std::string>{});
  home.issuers = known(std::vector<survey::IssuerClass>{});
  home.restart_pending = known(false);
  home.replacements = known(std::vector<survey::Replacement>{});
  home.shipped_key = known(std::string());
  home.disagreements = known(std::vector<std::string>{});
  survey::Facts facts{.database = known(database), .home = known(home)};
  facts.host.signing =
      known(survey::SigningSpeed{.key = "RSA 2048", .per_second = 1'000, .processors = 4});
  return facts;
}

using Change = std::function<void(survey::Facts&)>;

/// The enabled file beside sound facts with one thing changed.
inline Case with_facts(const Change& change, const std::string& text = enabled_46,
                       const std::string& version = "4.6.0") {
  auto facts = std::make_shared<survey::Facts>(sound_facts());
  change(*facts);
  Case one{text, version};
  one.facts = std::move(facts);
  return one;
}

using ChangeClients = std::function<void(survey::Clients&)>;
inline Case with_clients(const ChangeClients& change, const std::string& version = "4.6.0") {
  return with_facts([&](survey::Facts& facts) { change(*facts.database.value->clients.value); },
                    version == "4.7.0" ? shipped_47 : enabled_46, version);
}

/// Three clients of that kind are opaque.
inline ChangeClients opaque(apps::ClientKind kind) {
  return [kind](survey::Clients& clients) {
    clients.census.clients.at(static_cast<std::size_t>(kind))[1] = 3;
    clients.opaque.push_back({kind, "carbon.super", 3});
    clients.to_convert = 3;
  };
}

using ChangeDatabase = std::function<void(survey::DatabaseFacts&)>;
inline Case with_database(const ChangeDatabase& change) {
  return with_facts([&](survey::Facts& facts) { change(*facts.database.value); });
}
using ChangeSettings = std::function<void(survey::ClientSettings&)>;
inline Case with_settings(const ChangeSettings& change) {
  return with_database([&](survey::DatabaseFacts& facts) { change(*facts.settings.value); });
}
using ChangeHome = std::function<void(survey::HomeFacts&)>;
inline Case with_home(const ChangeHome& change) {
  return with_facts([&](survey::Facts& facts) { change(*facts.home.value); });
}

inline std::vector<RuleExample> client_examples() {
  using apps::ClientKind;
  using survey::Clients;
  return {
      {"TS401", with_clients(opaque(ClientKind::devportal)),
       with_clients(opaque(ClientKind::devportal), "4.7.0")},
      {"TS402", with_clients(opaque(ClientKind::devportal), "4.7.0"),
       with_clients([](Clients&) {}, "4.7.0")},
      {"TS403", with_clients(opaque(ClientKind::portal)),
       with_clients(opaque(ClientKind::portal), "4.7.0")},
      {"TS404", with_clients([](Clients& clients) { clients.portal_flags = 1; }),
       with_clients([](Clients&) {})},
      {"TS405", with_clients([](Clients& clients) {
         clients.census.custom["AcmeJWT"] = 1;
         clients.blocking = 1;
       }),
       with_clients([](Clients& clients) { clients.census.custom["AcmeJWT"] = 1; })},
      {"TS406", with_clients([](Clients& clients) { clients.applications_to_convert = 1; }),
       with_clients([](Clients& clients) { clients.applications_to_convert = 1; }, "4.7.0")},
      {"TS407", with_clients([](Clients& clients) { clients.census.clients[2][0] = 1; }),
       with_clients([](Clients& clients) { clients.census.clients[2][0] = 1; }, "4.7.0")},
      {"TS408", with_clients([](Clients& clients) { clients.census.invisible_types = 1; }),
       with_clients([](Clients&) {})},
      {"TS409", with_database([](auto& facts) {
         facts.without_service_provider = survey::known(std::int64_t{1});
       }),
       with_database([](auto&) {})},
      {"TS410", with_database([](auto& facts) {
         facts.other_key_managers.value->emplace_back("Okta (Okta)");
       }),
       with_database([](auto&) {})},
      {"TS411", with_database([](auto& facts) { facts.identity_server = survey::known(true); }),
       with_database([](auto&) {})},
      {"TS412", with_facts([](survey::Facts& facts) { facts.fresh = true; }),
       with_facts([](survey::Facts& facts) {
         facts.fresh = true;
         facts.database.value->clients = survey::known(Clients{});
       })},
  };
}

inline std::vector<RuleExample> table_examples() {
  using survey::ClientSettings;
  const ChangeDatabase nothing = [](survey::DatabaseFacts&) {};
  const auto expired = [](std::int64_t rows) {
    return
        [rows](survey::DatabaseFacts& facts) { facts.revocations.value->front().expired = rows; };
  };
  const auto lifetime = [](std::chrono::years years) {
    return [years](ClientSettings& settings) {
      settings.longest_lifetime = std::chrono::seconds(years).count();
    };
  };
  return {
      {"TS413", with_settings([](ClientSettings& settings) {
         settings.bound = {1, "Shop"};
       }),
       with_database(nothing)},
      {"TS414",
       with_database([](auto& facts) { facts.live_bound = survey::known(std::int64_t{1}); }),
       with_database(nothing)},
      {"TS415", with_settings([](ClientSettings& settings) {
         settings.never_expiring = {1, "Shop"};
       }),
       with_settings([](ClientSettings& settings) {
         settings.long_lived = {1, "Shop"};
       })},
      {"TS416", with_settings([](ClientSettings& settings) {
         settings.long_lived = {1, "Shop"};
       }),
       with_settings([](ClientSettings& settings) {
         settings.never_expiring = {1, "Shop"};
       })},
      {"TS417", with_settings([](ClientSettings& settings) {
         settings.not_renewed = {1, "Shop"};
       }),
       with_database(nothing)},
      {"TS418",
       with_database([](auto& facts) { facts.invalid_tokens_indexed = survey::known(false); }),
       with_database(nothing)},
      {"TS419", with_database(expired(10'000)), with_database(expired(9'999))},
      {"TS420", with_settings(lifetime(std::chrono::years{13})),
       with_settings(lifetime(std::chrono::years{12}))},
      {"TS421", with_database([](auto& facts) { facts.live_opaque.value->refresh = 1; }),
       with_database(nothing)},
  };
}

inline std::vector<RuleExample> home_examples() {
  using survey::Descent;
  using survey::HomeFacts;
  const auto issuer = [](Descent descent) {
    return [descent](HomeFacts& home) {
      home.issuers = survey::known(
          std::vector<survey::IssuerClass>{{.token_type = "Acme",
                                            .name = "com.acme.Issuer",
                                            .descent = descent,
                                            .chain = {"com.acme.Issuer", "java.lang.Object"},
                                            .archive = "acme.jar",
                                            .archives = 1}});
    };
  };
  const auto replaced = [](std::string optimization, bool always) {
    return [optimization, always](HomeFacts& home) {
      home.replacements = survey::known(std::vector<survey::Replacement>{
          {"control-plane.toml", "bin/profileSetup.sh", optimization, always}});
    };
  };
  return {
      {"TS501", with_home(issuer(Descent::does_not)), with_home(issuer(Descent::extends))},
      {"TS502", with_home(issuer(Descent::incomplete)), with_home(issuer(Descent::extends))},
      {"TS503", with_home([](HomeFacts& home) { home.restart_pending = survey::known(true); }),
       with_home([](HomeFacts&) {})},
      {"TS504", with_home(replaced("off", false)), with_home(replaced("on", false))},
      {"TS505", with_home(replaced("off", true)), with_home(replaced("off", false))},
      {"TS506",
       with_home([](HomeFacts& home) { home.shipped_key = survey::known(std::string("4.6")); }),
       with_home([](HomeFacts&) {})},
      {"TS507", with_home([](HomeFacts& home) {
         home.disagreements.value->emplace_back("nodes disagree about the version: 4.6.0 on a");
       }),
       with_home([](HomeFacts&) {})},
      {"TS508", with_facts([](survey::Facts& facts) {
         facts.switch_problem = survey::SwitchProblem{"a placeholder is in the way", "use --force"};
       }),
       with_facts([](survey::Facts&) {})},
  };
}

inline std::vector<RuleExample> host_examples() {
  const auto tokens_a_minute = [](std::int64_t tokens) {
    return with_database([tokens](survey::DatabaseFacts& facts) {
      facts.busiest.value->tokens = tokens;
      facts.busiest.value->refresh_tokens = tokens;
    });
  };
  // Four processors make 240,000 signatures a minute.
  return {{"TS601", tokens_a_minute(120'001), tokens_a_minute(120'000)},
          {"TS602", tokens_a_minute(60'001), tokens_a_minute(60'000)}};
}

inline std::vector<RuleExample> change_examples() {
  std::vector<RuleExample> all;
  for (const std::string_view id : {"TS701", "TS702", "TS703", "TS704"}) {
    all.push_back({id, with_facts([](survey::Facts& facts) { facts.switching = true; }),
                   with_facts([](survey::Facts&) {})});
  }
  return all;
}

inline std::vector<RuleExample> fact_examples() {
  const std::string off = with(enabled_46, "enable = false", "enable = true");
  const Change used = [](survey::Facts& facts) {
    facts.database.value->signs_of_use.value->emplace_back("IDN_INVALID_TOKENS holds 1 row");
  };
  const Change ran = [](survey::Facts& facts) {
    facts.home.value->signs_of_use.value->emplace_back("the server's log says so");
  };
  std::vector<RuleExample> all{
      {"TS320", with_facts(used, off), with_facts(used)},
      {"TS321", {shipped_47, "4.7.0", enabled_46, "4.6.0"}, {shipped_47, "4.7.0", shipped_47}},
      {"TS322", with_facts(ran, off), with_facts(ran)}};
  for (const auto& part :
       {client_examples(), table_examples(), home_examples(), host_examples(), change_examples()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace tokenshift::test
