// SPDX-License-Identifier: Apache-2.0
// Each condition says what one function of Planner or Catalog says in C++; the tests hold them to
// give the same rows.
#include "conditions.hpp"

#include "tokenshift/db/dialect.hpp"

#include <fmt/format.h>

namespace tokenshift::apps {
namespace {

std::string doubled_quotes(std::string_view value) {
  std::string text;
  for (const char c : value) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text;
}

}  // namespace

bool is_flag(const TargetSpec& spec) {
  return spec.target == Target::user_domain || spec.target == Target::tenant_domain;
}

std::string literal(std::string_view value) { return "'" + doubled_quotes(value) + "'"; }

std::string Conditions::exact(std::string_view column) const {
  return db::spelled(dialect_.exact, column);
}

std::string Conditions::text(std::string_view value) const {
  return db::spelled(dialect_.text, doubled_quotes(value));
}

std::string Conditions::texts(const std::set<std::string>& values) const {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + text(value);
  return list;
}

std::string Conditions::column_of(const TargetSpec& spec) const {
  return std::string(spec.target == Target::metadata ? dialect_.value_column : spec.column);
}

std::string Conditions::value_of(const TargetSpec& spec) const {
  if (!is_flag(spec)) return literal(spec.value);
  return std::string(spec.value == "1" ? dialect_.yes : dialect_.no);
}

std::string Conditions::is_written(const TargetSpec& spec, std::string_view row) const {
  const std::string column = std::string(row) + column_of(spec);
  if (is_flag(spec)) return fmt::format("{} = {}", column, value_of(spec));
  return fmt::format("{} = {}", exact(column), text(spec.value));
}

std::string Conditions::is_not_written(const TargetSpec& spec, std::string_view row) const {
  const std::string column = std::string(row) + column_of(spec);
  if (is_flag(spec)) return fmt::format("({0} IS NULL OR {0} <> {1})", column, value_of(spec));
  return fmt::format("({} IS NULL OR {} <> {})", column, exact(column), text(spec.value));
}

// A client without a version is taken for OAuth 2.0: the server issues tokens for it all the same.
std::string Conditions::is_oauth2() const {
  return fmt::format("(A.OAUTH_VERSION IS NULL OR {} = {})", exact("A.OAUTH_VERSION"),
                     text("OAuth-2.0"));
}

std::string Conditions::is_type(std::string_view row) const {
  return fmt::format("{} = {}", exact(std::string(row) + "PROPERTY_KEY"), text("tokenType"));
}

std::string Conditions::has_type(const std::string& condition) const {
  return fmt::format(
      "EXISTS (\n"
      "         SELECT 1 FROM IDN_OIDC_PROPERTY P\n"
      "          WHERE P.CONSUMER_KEY = A.CONSUMER_KEY AND P.TENANT_ID = A.TENANT_ID\n"
      "            AND {}{}{})",
      is_type("P."), condition.empty() ? "" : "\n            AND ", condition);
}

// P names an issuer that is neither JWT, nor one of the spellings of the server's own, nor one that
// is to be converted.
std::string Conditions::kept_value() const {
  // As type_of_value() has them.
  static const std::set<std::string> known{"", "default", "jwt", "null", "oauth"};
  std::string condition =
      fmt::format("P.PROPERTY_VALUE IS NOT NULL\n            AND {} NOT IN ({})",
                  exact("LOWER(P.PROPERTY_VALUE)"), texts(known));
  if (!custom_.convert.empty()) {
    condition += fmt::format("\n            AND {} NOT IN ({})", exact("P.PROPERTY_VALUE"),
                             texts(custom_.convert));
  }
  return condition;
}

std::string Conditions::has_kept_issuer() const { return has_type(kept_value()); }

std::string Conditions::becomes_jwt() const {
  return is_oauth2() + "\n   AND NOT " + has_kept_issuer();
}

std::string Conditions::is_not_jwt() const {
  std::string condition = is_oauth2() + "\n   AND (NOT " + has_type() + "\n    OR " +
                          has_type(is_not_written(spec_of(Target::type_row), "P.")) + ")";
  if (!custom_.accept.empty()) {
    condition += "\n   AND NOT " + has_type(fmt::format("{} IN ({})", exact("P.PROPERTY_VALUE"),
                                                        texts(custom_.accept)));
  }
  return condition;
}

std::string Conditions::has_to_change(const TargetSpec& spec, const std::string& chosen) const {
  std::string condition = is_not_written(spec, "T.");
  switch (spec.target) {
    case Target::type_row:
    case Target::missing_type:
      return condition +
             fmt::format(
                 "\n   AND {}\n   AND EXISTS (SELECT 1 FROM IDN_OAUTH_CONSUMER_APPS A\n"
                 "        WHERE A.CONSUMER_KEY = T.CONSUMER_KEY AND A.TENANT_ID = T.TENANT_ID\n"
                 "          AND {})",
                 is_type("T."), chosen);
    case Target::application:
      return condition + application(chosen);
    case Target::metadata:
      return condition + fmt::format("\n   AND {} = {}", exact("T.NAME"), text("TokenType")) +
             fmt::format("\n   AND T.SP_ID IN {}", provider("", chosen));
    case Target::user_domain:
    case Target::tenant_domain:
      break;
  }
  return condition +
         fmt::format("\n   AND T.ID IN {}",
                     provider("                  JOIN AM_SYSTEM_APPS Y ON Y.CONSUMER_KEY ="
                              " I.INBOUND_AUTH_KEY\n",
                              chosen));
}

// Without keys only the copy counts: it decides what keys will be made. With a key that a custom
// issuer keeps, the copy would be pushed onto that client: left alone.
std::string Conditions::application(const std::string& chosen) const {
  const std::string resident = fmt::format(
      "CASE WHEN {0} = {1} OR ({0} = {2} AND {3} = {4}) THEN 1 ELSE 0 END", exact("K.TYPE"),
      text("default"), text("WSO2-IS"), exact("K.NAME"), text("Resident Key Manager"));
  const auto managed = [&](int is_resident) {
    return fmt::format(
        "EXISTS (SELECT 1 FROM AM_KEY_MANAGER K\n"
        "            WHERE (K.NAME = M.KEY_MANAGER OR K.UUID = M.KEY_MANAGER)\n"
        "              AND {} = {})",
        resident, is_resident);
  };
  const std::string local_key = fmt::format(
      "EXISTS (\n"
      "         SELECT 1 FROM AM_APPLICATION_KEY_MAPPING M\n"
      "           JOIN IDN_OAUTH_CONSUMER_APPS A ON A.CONSUMER_KEY = M.CONSUMER_KEY\n"
      "          WHERE M.APPLICATION_ID = T.APPLICATION_ID\n"
      "            AND ({} OR NOT {})\n            AND ",
      managed(1), managed(0));
  return fmt::format(
      "\n   AND (NOT EXISTS (\n"
      "         SELECT 1 FROM AM_APPLICATION_KEY_MAPPING M\n"
      "          WHERE M.APPLICATION_ID = T.APPLICATION_ID AND M.CONSUMER_KEY IS NOT NULL)\n"
      "    OR {0}{1}))\n"
      "   AND NOT {0}{2}\n            AND NOT ({1}))",
      local_key, chosen, is_oauth2());
}

// The service providers whose first client becomes JWT. From the clients outwards: SP_INBOUND_AUTH
// has no index on its key.
std::string Conditions::provider(std::string_view through, const std::string& chosen) const {
  return fmt::format(
      "(\n"
      "         SELECT F.APP_ID\n"
      "           FROM (SELECT I.APP_ID, MIN(C.ID) AS CLIENT_ID FROM SP_INBOUND_AUTH I\n"
      "{}"
      "                  JOIN IDN_OAUTH_CONSUMER_APPS C ON C.CONSUMER_KEY = I.INBOUND_AUTH_KEY\n"
      "                 WHERE I.INBOUND_AUTH_TYPE = 'oauth2' GROUP BY I.APP_ID) F\n"
      "           JOIN IDN_OAUTH_CONSUMER_APPS A ON A.ID = F.CLIENT_ID\n"
      "          WHERE {})",
      through, chosen);
}

}  // namespace tokenshift::apps
