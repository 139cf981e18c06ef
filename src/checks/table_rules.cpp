// SPDX-License-Identifier: Apache-2.0
// Settings of single clients, and what lies in the tables of tokens: TS413 to TS421. Facts:
// reference token-persistence, database.md §5.3, §6.5, §6.6 and §9, tokens.md §4.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::checks {
namespace {

using survey::ClientSettings;
using survey::DatabaseFacts;
using survey::Some;

constexpr std::int64_t many_rows = 10'000;
constexpr Time last_timestamp_of_mysql =
    std::chrono::sys_days{std::chrono::January / 19 / 2038} + std::chrono::hours{3};

Location place_of(const DatabaseFacts& database) { return {.path = database.name}; }

// Says so when there are clients of which a setting is `what`.
void some_clients(const Subject& subject, const Rule& rule, Sheet& sheet,
                  Some ClientSettings::*which, std::string_view what) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* settings = database == nullptr ? nullptr : look(database->settings, rule, sheet);
  if (settings == nullptr) return;
  const Some& some = settings->*which;
  if (some.clients == 0) return;
  sheet.add(
      rule, place_of(*database), std::string(rule.id),
      fmt::format("{} {}, {} among them", counted(some.clients, "client has", "clients have"), what,
                  some.example.empty() ? "one without a name" : printable(some.example)));
}

void bound_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  some_clients(subject, rule, sheet, &ClientSettings::bound, "token binding");
}
void endless_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  some_clients(subject, rule, sheet, &ClientSettings::never_expiring, "tokens that never expire");
}
void lasting_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  some_clients(subject, rule, sheet, &ClientSettings::long_lived,
               "access tokens of more than a day or refresh tokens of more than thirty");
}
void unrenewed_clients(const Subject& subject, const Rule& rule, Sheet& sheet) {
  some_clients(subject, rule, sheet, &ClientSettings::not_renewed,
               "refresh tokens that are not renewed");
}

void bound_tokens(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* tokens = database == nullptr ? nullptr : look(database->live_bound, rule, sheet);
  if (tokens == nullptr || *tokens == 0) return;
  sheet.add(rule, place_of(*database), "bound tokens",
            fmt::format("{} bound to a browser or a certificate",
                        counted(*tokens, "living token is", "living tokens are")));
}

void no_index(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* indexed =
      database == nullptr ? nullptr : look(database->invalid_tokens_indexed, rule, sheet);
  if (indexed == nullptr || *indexed) return;
  sheet.add(
      rule, place_of(*database), "IDX_IAT_TI_CK",
      "IDN_INVALID_TOKENS has no index on TOKEN_IDENTIFIER, by which each token is looked up");
}

void growing_tables(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* tables = database == nullptr ? nullptr : look(database->revocations, rule, sheet);
  if (tables == nullptr) return;
  for (const survey::RevocationTable& table : *tables) {
    if (table.expired < many_rows) continue;
    sheet.add(rule, place_of(*database), table.name,
              fmt::format("{} holds {}, of which {} expired", table.name,
                          counted(table.rows, "row"), counted(table.expired, "is", "are")));
  }
}

void after_2038(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  if (database == nullptr || database->engine != "mysql") return;
  const auto* settings = look(database->settings, rule, sheet);
  if (settings == nullptr) return;
  const bool endless = settings->never_expiring.clients > 0;
  const bool late =
      subject.time + std::chrono::seconds(settings->longest_lifetime) > last_timestamp_of_mysql;
  if (!endless && !late) return;
  sheet.add(
      rule, place_of(*database), "2038",
      fmt::format("{} tokens that outlive January 2038, which EXPIRY_TIMESTAMP cannot hold",
                  endless ? counted(settings->never_expiring.clients, "client has", "clients have")
                          : std::string("clients have")));
}

void living_opaque(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const auto* database = database_of(subject, rule, sheet);
  const auto* live = database == nullptr ? nullptr : look(database->live_opaque, rule, sheet);
  if (live == nullptr || live->access + live->refresh == 0) return;
  const std::string until = live->never_expire ? "; at least one never expires"
                            : live->last_expiry
                                ? "; the last expires " + to_rfc3339(*live->last_expiry)
                                : "";
  sheet.add(rule, place_of(*database), "opaque tokens",
            fmt::format("{} and {} opaque and live{}", counted(live->access, "access token"),
                        counted(live->refresh, "refresh token is", "refresh tokens are"), until));
}

constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;
constexpr auto since = apim::first_with_feature;

constexpr auto rows = std::to_array<Rule>({
    {"TS413", warning, "clients with token binding",
     "it is not compatible with the optimization: what was bound is not any more",
     "take the binding off these clients in the console, or protect them otherwise", vendor_page,
     bound_clients, since},
    {"TS414", warning, "living tokens that are bound",
     "whoever relies on the binding loses it with the next refresh",
     "tell the owners of these clients", vendor_page, bound_tokens, since},
    {"TS415", warning, "clients with tokens that never expire",
     "a revocation has to be remembered for ever, and the tables of revoked tokens only grow",
     "give these clients a lifetime in the developer portal or the console", vendor_page,
     endless_clients, since},
    {"TS416", warning, "clients with tokens that live long",
     "revoked ones have to be remembered as long, and the vendor recommends short-lived tokens",
     "shorten the lifetimes of these clients", vendor_page, lasting_clients, since},
    {"TS417", warning, "clients whose refresh tokens are not renewed",
     "one that was used stays valid until it expires, since nothing marks it as used",
     "switch renewal on for these clients in the console", "RefreshTokenGrantProcessor of API-M",
     unrenewed_clients, since},
    {"TS418", warning, "a table of revoked tokens without its index",
     "each use of a token looks into it, and reads all of it",
     "CREATE INDEX IDX_IAT_TI_CK ON IDN_INVALID_TOKENS (TOKEN_IDENTIFIER, CONSUMER_KEY)",
     "api-manager#2858, carbon-apimgt f234e42", no_index, since},
    {"TS419", warning, "tables of revocations that nobody cleans",
     "no server removes these rows, and each gateway reads all of them when it starts",
     "delete what has expired, in small batches", "SQLConstants and BlockConditionDBUtil of API-M",
     growing_tables, since},
    {"TS420", warning, "tokens that outlive what a TIMESTAMP of MySQL can hold",
     "a revocation is written with the expiry of its token, and such a row may be refused",
     "give these clients a lifetime", "MySQL manual, TIMESTAMP", after_2038, since},
    {"TS421", note, "opaque tokens that are still alive",
     "they work until they expire, so IDN_OAUTH2_ACCESS_TOKEN must not be emptied before",
     "wait with every clean-up of that table: tokenshift status", vendor_page, living_opaque,
     since},
});

}  // namespace

std::span<const Rule> table_rules() { return rows; }

}  // namespace tokenshift::checks
