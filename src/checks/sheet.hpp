// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/rule.hpp"

#include <string>
#include <vector>

namespace tokenshift::checks {

/// A finding before its fate is known.
struct Note {
  const Rule* rule = nullptr;
  Location location;
  std::string about;  // what it is about, however the file is written: a flat key
  std::string message;
  std::string hint;  // empty: the rule's action
};

/// A rule that could not be evaluated, and why.
struct Skipped {
  const Rule* rule = nullptr;
  std::string why;
};

/// Where rules write.
class Sheet {
 public:
  void add(const Rule& rule, Location location, std::string about, std::string message,
           std::string hint = {}) {
    notes_.push_back(
        {&rule, std::move(location), std::move(about), std::move(message), std::move(hint)});
  }

  void skip(const Rule& rule, std::string why) { skipped_.push_back({&rule, std::move(why)}); }

  const std::vector<Note>& notes() const { return notes_; }
  const std::vector<Skipped>& skipped() const { return skipped_; }

 private:
  std::vector<Note> notes_;
  std::vector<Skipped> skipped_;
};

std::span<const Rule> file_rules();
std::span<const Rule> feature_rules();
std::span<const Rule> setting_rules();
std::span<const Rule> transition_rules();
std::span<const Rule> use_rules();
std::span<const Rule> database_rules();
std::span<const Rule> table_rules();
std::span<const Rule> home_rules();
std::span<const Rule> host_rules();
std::span<const Rule> change_rules();

/// The value of a fact; null, and the rule is skipped, where it is not known.
template <typename T>
const T* look(const survey::Known<T>& fact, const Rule& rule, Sheet& sheet) {
  if (fact.value) return &*fact.value;
  sheet.skip(rule, fact.why_not);
  return nullptr;
}
inline const survey::DatabaseFacts* database_of(const Subject& subject, const Rule& rule,
                                                Sheet& sheet) {
  return look(subject.facts->database, rule, sheet);
}
inline const survey::HomeFacts* home_of(const Subject& subject, const Rule& rule, Sheet& sheet) {
  return look(subject.facts->home, rule, sheet);
}

/// The line that decides whether the optimization is on, or where the one that did has been.
Location deciding_place(const State& state);

/// Why the optimization is on or off, without the place: a finding has its own.
std::string reason_of(const State& state);

/// The place to look at when a key is not there: its table, a comment or another name that has the
/// last part of the table's name, else the file.
Location nearest_place(const State& state, std::string_view key);

/// A value outside arrays of tables, placeholders resolved; nothing where it is not in the file or
/// a placeholder stays open.
struct Written {
  std::string text;
  Location location;
};
std::optional<Written> written(const State& state, std::string_view key);

/// The setting of the feature with this key.
const apim::Setting& setting(const State& state, std::string_view key);

inline constexpr std::string_view persistence_key = "oauth.token_persistence.enable";
inline constexpr std::string_view headers_key = "oauth.revoked_token_headers_in_response.enable";
inline constexpr std::string_view portals_key = "apim.oauth_config.enable_jwt_for_portals";
inline constexpr std::string_view tenants_key = "oauth.add_tenant_domain_to_access_token";
inline constexpr std::string_view header_size_key = "transport.https.properties.maxHttpHeaderSize";
inline constexpr std::string_view issuer_key = "oauth.extensions.token_types[name=JWT].issuer";

inline constexpr apim::Version last_with_default_off{4, 6, 999};
inline constexpr std::string_view lost_tokens =
    "the key manager takes every token for invalid that was issued while it was on";
inline constexpr std::string_view vendor_page = "Token Persistence Management";

}  // namespace tokenshift::checks
