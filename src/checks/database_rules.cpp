// SPDX-License-Identifier: Apache-2.0
// Clients that do not go with the optimization: TS401 to TS412. Facts: reference token-persistence,
// database.md §0, §3 and §6.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace tokenshift::checks {
namespace {

using apps::ClientKind;
using survey::Clients;

Location place_of(const survey::DatabaseFacts& database) { return {.path = database.name}; }

// What both of the facts of a rule about clients need.
struct Looked {
  const survey::DatabaseFacts* database = nullptr;
  const Clients* clients = nullptr;
};
Looked clients_of(const Subject& subject, const Rule& rule, Sheet& sheet) {
  Looked looked{.database = database_of(subject, rule, sheet)};
  if (looked.database != nullptr) looked.clients = look(looked.database->clients, rule, sheet);
  return looked;
}

std::int64_t opaque_of(const Clients& clients, ClientKind kind) {
  std::int64_t sum = 0;
  for (const survey::ClientGroup& group : clients.opaque) {
    if (group.kind == kind) sum += group.clients;
  }
  return sum;
}

// "devportal 900 (carbon.super 850, acme.com 50), dcr 40 (carbon.super)": the largest tenants
// first.
std::string by_kind_and_tenant(const Clients& clients) {
  constexpr std::size_t shown = 3;
  std::string text;
  for (const ClientKind kind : {ClientKind::devportal, ClientKind::portal, ClientKind::dcr}) {
    std::vector<survey::ClientGroup> groups;
    std::ranges::copy_if(clients.opaque, std::back_inserter(groups),
                         [kind](const auto& group) { return group.kind == kind; });
    if (groups.empty()) continue;
    std::ranges::stable_sort(groups, std::greater(), &survey::ClientGroup::clients);
    std::string tenants;
    for (std::size_t i = 0; i < std::min(shown, groups.size()); ++i) {
      tenants += fmt::format("{}{}", i == 0 ? "" : ", ", printable(groups[i].tenant));
      if (groups.size() > 1) tenants += " " + with_thousands(groups[i].clients);
    }
    if (groups.size() > shown) {
      tenants += fmt::format(
          ", {}", counted(static_cast<std::int64_t>(groups.size() - shown), "more tenant"));
    }
    text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", to_string(kind),
                        with_thousands(opaque_of(clients, kind)), tenants);
  }
  return text;
}

void opaque_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || clients->opaque.empty()) return;
  const std::int64_t all = clients->census.of(apps::TokenType::opaque);
  sheet.add(rule, place_of(*database), "clients",
            fmt::format("{} not JWT: {}", counted(all, "client is", "clients are"),
                        by_kind_and_tenant(*clients)));
}

void opaque_portals(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || !setting(subject.now, portals_key).right) return;
  const std::int64_t portals = opaque_of(*clients, ClientKind::portal);
  if (portals == 0) return;
  sheet.add(rule, place_of(*database), "portals",
            fmt::format("{} is true, but {} opaque: the key does not change a client that is there",
                        portals_key,
                        counted(portals, "client of a portal is", "clients of portals are")));
}

void portal_flags(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || clients->portal_flags == 0) return;
  sheet.add(rule, place_of(*database), "portal flags",
            fmt::format("{} a subject without the user store or with the tenant",
                        counted(clients->portal_flags, "portal has", "portals have")));
}

void custom_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || clients->blocking == 0) return;
  std::string names;
  for (const auto& [name, count] : clients->census.custom) {
    names += fmt::format("{}{} {}", names.empty() ? "" : ", ", printable(name), count);
  }
  sheet.add(rule, place_of(*database), "custom",
            fmt::format("{} of a custom issuer: {}",
                        counted(clients->blocking, "client is", "clients are"), names));
}

void later_applications(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || clients->applications_to_convert == 0) return;
  sheet.add(
      rule, place_of(*database), "applications",
      fmt::format("{} not JWT: keys made or updated for them later are opaque",
                  counted(clients->applications_to_convert, "application is", "applications are")));
}

void later_registrations(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr) return;
  const std::int64_t dcr = clients->census.of(ClientKind::dcr);
  if (dcr == 0) return;
  sheet.add(rule, place_of(*database), "dcr",
            fmt::format("{} registered outside of the developer portal; one that is registered "
                        "later without \"tokenType\":\"JWT\" is opaque",
                        counted(dcr, "client was", "clients were")));
}

void orphans(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr) return;
  if (clients->orphaned_applications > 0) {
    sheet.add(rule, place_of(*database), "keys",
              fmt::format(
                  "{} keys of no client in this database",
                  counted(clients->orphaned_applications, "application has", "applications have")));
  }
  if (clients->census.invisible_types > 0) {
    sheet.add(rule, place_of(*database), "types",
              fmt::format("{} of a wrong tenant, which the server does not read",
                          counted(clients->census.invisible_types, "tokenType row is",
                                  "tokenType rows are")));
  }
}

void no_service_provider(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* clients =
      database == nullptr ? nullptr : look(database->without_service_provider, rule, sheet);
  if (clients == nullptr || *clients == 0) return;
  sheet.add(rule, place_of(*database), "service providers",
            fmt::format("{} no service provider", counted(*clients, "client has", "clients have")));
}

void other_key_managers(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto [database, clients] = clients_of(subject, rule, sheet);
  const auto* managers =
      database == nullptr ? nullptr : look(database->other_key_managers, rule, sheet);
  if (managers == nullptr || managers->empty()) return;
  std::vector<std::string> names;
  std::ranges::transform(*managers, std::back_inserter(names),
                         [](const std::string& name) { return printable(name); });
  std::string message = fmt::format("other key managers: {}", fmt::join(names, ", "));
  if (clients != nullptr && clients->applications_of_others > 0) {
    message += fmt::format(
        "; {} keys of them alone and {} left as {}",
        counted(clients->applications_of_others, "application has", "applications have"),
        clients->applications_of_others == 1 ? "is" : "are",
        clients->applications_of_others == 1 ? "it is" : "they are");
  }
  sheet.add(rule, place_of(*database), "key managers", std::move(message));
}

void identity_server(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* found = database == nullptr ? nullptr : look(database->identity_server, rule, sheet);
  if (found == nullptr || !*found || subject.now.deployment.force_is_km) return;
  sheet.add(
      rule, place_of(*database), "identity server",
      "WSO2 Identity Server is the resident key manager, so its own database has the clients");
}

void not_fresh(const Subject& subject, const Rule& rule, Sheet& sheet) {
  if (!subject.facts->fresh) return;
  const auto [database, clients] = clients_of(subject, rule, sheet);
  if (clients == nullptr || clients->census.total() == 0) return;
  sheet.add(rule, place_of(*database), "fresh",
            fmt::format("this is no new deployment: its database holds {}",
                        counted(clients->census.total(), "client")));
}

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;
constexpr auto since = apim::first_with_feature;

constexpr auto rows = std::to_array<Rule>({
    {"TS401", error, "clients that are not JWT, up to 4.6",
     "with the optimization on their new tokens are not stored, and no server knows them then",
     "convert them: tokenshift migrate", vendor_page, opaque_clients, since, last_with_default_off},
    {"TS402", note, "clients that are not JWT, from 4.7 on",
     "they go on as before: their tokens are stored, and they gain nothing",
     "convert them when it suits: tokenshift apps apply", "OAuth2Util of 4.7", opaque_clients,
     apim::first_with_default_on},
    {"TS403", error, "JWTs for the portals, and clients of portals that are opaque",
     "the key is for clients that are made later; with the old one nobody can log in",
     "convert them: tokenshift apps apply", "api-manager#2781", opaque_portals, since},
    {"TS404", warning, "portals whose tokens name a subject that is not found",
     "the REST APIs add the tenant to the subject themselves, and want the user store in it",
     "convert the portals: tokenshift apps apply", "api-manager#2497, carbon-apimgt 6d84775fc6",
     portal_flags, since},
    {"TS405", error, "clients of an issuer of your own",
     "whether they work with the optimization depends on a class, not on a row",
     "convert them (--convert-custom NAME), or say that they are right (--accept-custom NAME)",
     vendor_page, custom_clients, since},
    {"TS406", warning, "applications that are not JWT",
     "API-M gives its own copy of the type to the key manager with each new or updated key",
     "convert them: tokenshift apps apply", "AMDefaultKeyManagerImpl of 4.3", later_applications,
     since, last_with_default_off},
    {"TS407", warning, "clients that will be registered as opaque",
     "dynamic registration, apictl and the console make opaque clients unless they are told",
     R"(register with "tokenType":"JWT", and look from time to time: tokenshift apps verify)",
     "RegistrationServiceImpl of API-M", later_registrations, since, last_with_default_off},
    {"TS408", note, "rows that belong to nothing",
     "they do no harm and are left alone, but somebody may have lost a client",
     "look at them: tokenshift apps plan", "schema of API-M", orphans, since},
    {"TS409", note, "clients without a service provider",
     "they are converted like all others, but the console does not show them",
     "remove them, when nobody needs them", "schema of API-M", no_service_provider, since},
    {"TS410", note, "key managers besides API-M's own",
     "the optimization does not reach them: they issue their tokens themselves",
     "nothing, when that is meant", vendor_page, other_key_managers, since},
    {"TS411", error, "WSO2 Identity Server as the resident key manager",
     "the vendor does not recommend the optimization there, and the clients lie elsewhere",
     "leave it, or name the clients' database: --force-is-km --identity-db URL", vendor_page,
     identity_server, since},
    {"TS412", error, "a new deployment that is none",
     "with clients in the database the move is another one", "leave out --fresh", vendor_page,
     not_fresh, since},
});

}  // namespace

std::span<const Rule> database_rules() { return rows; }

}  // namespace tokenshift::checks
