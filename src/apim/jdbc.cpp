// SPDX-License-Identifier: Apache-2.0
// Sources: pgJDBC documentation, "Connecting to the Database"; MySQL Connector/J Developer Guide,
// "Configuration Properties"; MariaDB Connector/J, "About"; H2, "Database URL Overview".
#include "tokenshift/apim/jdbc.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/db/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::apim {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// A parameter of a driver that has a counterpart here, by name.
struct Carried {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array postgresql_parameters{Carried{"sslmode", "sslmode"},
                                           Carried{"sslrootcert", "sslrootcert"},
                                           Carried{"sslcert", "sslcert"},
                                           Carried{"sslkey", "sslkey"},
                                           Carried{"currentschema", "currentSchema"},
                                           Carried{"gssencmode", "gssencmode"}};
constexpr std::array mysql_parameters{Carried{"serversslcert", "ssl-ca"},
                                      Carried{"localsocket", "socket"}};

// The modes of both drivers, in the words of the client programs of MySQL.
constexpr std::array ssl_modes{Carried{"disabled", "DISABLED"},
                               Carried{"disable", "DISABLED"},
                               Carried{"preferred", "PREFERRED"},
                               Carried{"required", "REQUIRED"},
                               Carried{"trust", "REQUIRED"},
                               Carried{"verify_ca", "VERIFY_CA"},
                               Carried{"verify-ca", "VERIFY_CA"},
                               Carried{"verify_identity", "VERIFY_IDENTITY"},
                               Carried{"verify-full", "VERIFY_IDENTITY"}};

template <class Table>
std::string_view carried(const Table& table, std::string_view name) {
  const auto found = std::ranges::find(table, to_lower(name), &Carried::theirs);
  return found == table.end() ? std::string_view() : found->ours;
}

bool is_true(const Parameters& parameters, std::string_view name) {
  return std::ranges::any_of(parameters, [&](const auto& parameter) {
    return to_lower(parameter.first) == to_lower(name) &&
           (parameter.second.empty() || to_lower(parameter.second) == "true");
  });
}

bool has(const Parameters& parameters, std::string_view name) {
  return std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first) !=
         parameters.end();
}

void translate_postgresql(db::Url& url) {
  const Parameters theirs = std::exchange(url.parameters, {});
  for (const auto& [name, value] : theirs) {
    const std::string_view ours = carried(postgresql_parameters, name);
    if (!ours.empty()) url.parameters.emplace_back(ours, value);
  }
  if (has(url.parameters, "sslmode") || !is_true(theirs, "ssl")) return;
  const bool trusts_anybody = std::ranges::any_of(theirs, [](const auto& parameter) {
    return parameter.second == "org.postgresql.ssl.NonValidatingFactory";
  });
  url.parameters.emplace_back("sslmode", trusts_anybody ? "require" : "verify-full");
}

void translate_mysql(db::Url& url) {
  url.scheme = "mysql";
  const Parameters theirs = std::exchange(url.parameters, {});
  std::string mode;
  for (const auto& [name, value] : theirs) {
    const std::string_view ours = carried(mysql_parameters, name);
    if (!ours.empty()) url.parameters.emplace_back(ours, value);
    if (to_lower(name) == "sslmode") mode = carried(ssl_modes, value);
  }
  // What Connector/J had before sslMode.
  if (mode.empty() && is_true(theirs, "useSSL")) {
    mode = is_true(theirs, "requireSSL") ? "REQUIRED" : "PREFERRED";
    if (is_true(theirs, "verifyServerCertificate")) mode = "VERIFY_CA";
  }
  const bool verifies = mode.starts_with("VERIFY");
  // The trust store of Java is none that a library in C reads.
  if (verifies && !has(url.parameters, "ssl-ca") &&
      std::ranges::any_of(theirs, [](const auto& parameter) {
        return to_lower(parameter.first).find("trust") != std::string::npos;
      })) {
    mode = "REQUIRED";
  }
  if (!mode.empty()) url.parameters.emplace_back("ssl-mode", mode);
}

// H2 keeps its own form, with options behind semicolons. The password is taken out.
Translated translate_h2(std::string_view rest) {
  Translated translated{.url = "h2:"};
  if (rest.starts_with("file:")) rest.remove_prefix(5);
  for (const std::string_view other : {"tcp:", "ssl:", "mem:", "zip:", "split:", "nio:"}) {
    if (rest.starts_with(other)) {
      return {.why = "only files of H2 can be opened", .engine = "h2"};
    }
  }
  bool first = true;
  for (const std::string& part : split(rest, ';')) {
    constexpr std::string_view password = "password=";
    if (to_lower(part).starts_with(password)) {
      translated.password = part.substr(password.size());
    } else if (first || !part.empty()) {
      translated.url += (first ? "" : ";") + part;
    }
    first = false;
  }
  return translated;
}

std::string with_ampersands(std::string_view text) {
  std::string plain(text);
  constexpr std::string_view entity = "&amp;";  // what it takes in the XML that the server renders
  for (std::size_t at = plain.find(entity); at != std::string::npos; at = plain.find(entity, at)) {
    plain.replace(at, entity.size(), "&");
  }
  return plain;
}

Translated translate_server(std::string_view scheme, std::string_view rest) {
  // "jdbc:postgresql:database" is a database of this host.
  const std::string text = rest.starts_with("//") ? fmt::format("{}:{}", scheme, rest)
                                                  : fmt::format("{}://localhost/{}", scheme, rest);
  if (!rest.starts_with("//") && rest.find("//") != std::string_view::npos) {
    return {.why = "its URL wants a load balancing or replicating driver; name one server"};
  }
  try {
    db::Url url = db::parse_url(text);
    Translated translated{.password = url.password};
    url.password.reset();
    if (scheme == "postgresql") {
      translate_postgresql(url);
    } else {
      translate_mysql(url);
    }
    translated.url = db::to_text(url);
    return translated;
  } catch (const Error& error) {
    return {.why = error.what()};
  }
}

struct Foreign {
  std::string_view start;
  std::string_view dialect;
};
constexpr std::array foreign{Foreign{"sqlserver:", "mssql"}, Foreign{"jtds:", "mssql"},
                             Foreign{"oracle:", "oracle"}, Foreign{"db2:", "db2"}};

}  // namespace

Translated from_jdbc(std::string_view jdbc) {
  constexpr std::string_view start = "jdbc:";
  if (!jdbc.starts_with(start)) return {.why = "it is no JDBC URL"};
  const std::string plain = with_ampersands(jdbc.substr(start.size()));
  const std::string_view rest = plain;
  if (rest.starts_with("sqlite:")) return {.url = plain};
  if (rest.starts_with("h2:")) return translate_h2(rest.substr(3));
  for (const std::string_view scheme : {"postgresql", "mysql", "mariadb"}) {
    if (rest.starts_with(fmt::format("{}:", scheme))) {
      return translate_server(scheme, rest.substr(scheme.size() + 1));
    }
  }
  for (const Foreign& engine : foreign) {
    if (!rest.starts_with(engine.start)) continue;
    return {.why = "this version has no driver for it", .engine = std::string(engine.dialect)};
  }
  return {.why = fmt::format("databases of the kind \"{}\" are not known",
                             printable(rest.substr(0, rest.find(':'))))};
}

std::string jdbc_of_parts(std::string_view type, std::string_view hostname, std::string_view port,
                          std::string_view name) {
  struct Type {
    std::string_view type;
    std::string_view scheme;
    std::string_view port;
  };
  constexpr std::array types{Type{"mysql", "mysql", "3306"},
                             Type{"mariadb", "mysql", "3306"},
                             Type{"postgre", "postgresql", "5432"},
                             Type{"postgresql", "postgresql", "5432"},
                             Type{"mssql", "sqlserver", "1433"},
                             Type{"oracle", "oracle", "1521"},
                             Type{"db2", "db2", "50000"}};
  const auto known = std::ranges::find(types, to_lower(type), &Type::type);
  if (known == types.end()) return {};
  return fmt::format("jdbc:{}://{}:{}/{}", known->scheme,
                     hostname.empty() ? std::string_view("localhost") : hostname,
                     port.empty() ? known->port : port, name);
}

}  // namespace tokenshift::apim
