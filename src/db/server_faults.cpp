// SPDX-License-Identifier: Apache-2.0
#include "server_faults.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>

namespace tokenshift::db {
namespace {

constexpr const char* again = "run the same command again: it continues where this stopped";
constexpr const char* give_password =
    "check user and password; name it with --password-file FILE, or in PGPASSFILE or ~/.my.cnf";
constexpr const char* see_server = "see the message of the server";

// A failure by its SQLSTATE or number. What is said stands before the server's own words.
struct Fault {
  std::string_view state;
  int code;
  std::string_view says;
  const char* hint;
  bool conflict;
};

constexpr std::array postgresql_faults{
    Fault{"40001", 0, "gave up this transaction for another one", again, true},
    Fault{"40P01", 0, "gave up this transaction because of a deadlock", again, true},
    Fault{"55P03", 0, "waited too long for a lock that another session holds",
          "find it in pg_stat_activity, let it end, then run the same command again", true},
    Fault{"57014", 0, "a statement took too long, or was cancelled",
          "give it more time with --statement-timeout, then run the same command again", false},
    Fault{"53100", 0, "the server has no space left",
          "free space on the server, then run the same command again", false},
    Fault{"53200", 0, "the server is out of memory", again, false},
    Fault{"53300", 0, "the server has no connection left",
          "stop what does not have to run, then run the same command again", false},
    Fault{"57P01", 0, "the server was stopped", again, false},
    Fault{"57P02", 0, "the server has crashed", again, false},
    Fault{"57P03", 0, "the server does not take connections now", again, false},
    Fault{"25006", 0, "the server takes no changes from this session",
          "name the primary server, and a user who may write", false},
    Fault{"28P01", 0, "the server refuses the password", give_password, false},
    Fault{"28000", 0, "the server refuses this user", give_password, false},
    Fault{"3D000", 0, "", "check the name of the database, which stands at the end of the URL",
          false},
    Fault{"42P01", 0, "",
          "name the database that deployment.toml calls apim_db, and its schema with "
          "?currentSchema=NAME",
          false},
};

constexpr std::array mysql_faults{
    Fault{"", 1213, "gave up this transaction because of a deadlock", again, true},
    Fault{"", 1205, "waited too long for a lock that another session holds",
          "find it with SHOW PROCESSLIST, let it end, then run the same command again", true},
    Fault{"", 1969, "a statement took too long",
          "give it more time with --statement-timeout, then run the same command again", false},
    Fault{"", 3024, "a statement took too long",
          "give it more time with --statement-timeout, then run the same command again", false},
    Fault{"", 1021, "the server has no space left",
          "free space on the server, then run the same command again", false},
    Fault{"", 1114, "the server has no space left for a table",
          "free space on the server, then run the same command again", false},
    Fault{"", 1040, "the server has no connection left",
          "stop what does not have to run, then run the same command again", false},
    Fault{"", 1203, "the server has no connection left for this user",
          "stop what does not have to run, then run the same command again", false},
    Fault{"", 1045, "the server refuses this user or password", give_password, false},
    Fault{"", 1698, "the server refuses this user or password", give_password, false},
    Fault{"", 1044, "the server does not let this user into the database",
          "ask for SELECT, INSERT, UPDATE, DELETE and CREATE on the database", false},
    Fault{"", 1049, "", "check the name of the database, which stands at the end of the URL",
          false},
    Fault{"", 1290, "the server takes no changes", "name the primary server", false},
    Fault{"", 1792, "the session takes no changes", "this is a bug: report it", false},
    Fault{"", 1836, "the server takes no changes", "name the primary server", false},
    Fault{"", 1146, "", "name the database that deployment.toml calls apim_db", false},
    Fault{"", 1053, "the server is being stopped", again, false},
    Fault{"", 2002, "the server does not answer", "check that it runs, and its socket", false},
    Fault{"", 2003, "the server does not answer", "check that it runs, its host and its port",
          false},
    Fault{"", 2005, "the host is not known", "check the name of the host in the URL", false},
    Fault{"", 2026, "no encrypted connection comes about",
          "check ssl-mode, ssl-ca, and the certificate of the server", false},
    Fault{"", 3159, "the server wants an encrypted connection", "add ?ssl-mode=REQUIRED to the URL",
          false},
};

// libpq tells of a failed connection in words only, in the language of the server at worst; then
// they are passed on as they are.
struct Words {
  std::string_view part;
  std::string_view says;
  const char* hint;
};
constexpr std::array connect_words{
    Words{"password authentication failed", "the server refuses the password", give_password},
    Words{"no password supplied", "the server wants a password", give_password},
    Words{"no pg_hba.conf entry", "the server lets nobody in from here",
          "let the administrator of the server add an entry to pg_hba.conf"},
    Words{"could not translate host name", "the host is not known",
          "check the name of the host in the URL"},
    Words{"Connection refused", "the server does not answer",
          "check that it runs, its host and its port"},
    Words{"No such file or directory", "the server does not answer",
          "check that it runs, and the folder of its socket"},
    Words{"timeout expired", "the server does not answer in time",
          "check that it runs, its host and its port"},
    Words{"does not exist", "", "check the names of database and user in the URL"},
    Words{"SSL", "no encrypted connection comes about",
          "check sslmode, sslrootcert, and the certificate of the server"},
    Words{"certificate", "no encrypted connection comes about",
          "check sslmode, sslrootcert, and the certificate of the server"},
    Words{"starting up", "the server does not take connections yet", again},
};

std::string joined(std::string_view says, std::string_view message) {
  return says.empty() ? std::string(message) : fmt::format("{}: {}", says, message);
}

Explained lost(std::string_view message) {
  return {.message = joined("the connection to the server is lost", message), .hint = again};
}

// What is missing is what the statement wanted to do.
Explained denied(std::string_view message, std::string_view sql, std::string_view user) {
  const std::string verb = verb_of(sql);
  const std::string_view who = user.empty() ? "this user" : user;
  return {
      .message =
          verb.empty() ? std::string(message) : fmt::format("no right to {}: {}", verb, message),
      .hint = fmt::format("let the administrator of the database grant it to {}", printable(who))};
}

std::optional<Explained> known(std::span<const Fault> faults, const ts_failure& failure) {
  for (const Fault& fault : faults) {
    const bool same =
        fault.state.empty() ? fault.code == failure.code : fault.state == failure.state;
    if (!same) continue;
    return Explained{.message = joined(fault.says, failure.message),
                     .hint = fault.hint,
                     .conflict = fault.conflict};
  }
  return std::nullopt;
}

}  // namespace

Explained explain_postgresql(const ts_failure& failure, std::string_view sql,
                             std::string_view user) {
  if (std::string_view(failure.state) == "42501") return denied(failure.message, sql, user);
  if (auto fault = known(postgresql_faults, failure)) return *fault;
  if (sql.empty()) {
    const std::string_view message = failure.message;
    for (const Words& words : connect_words) {
      if (message.find(words.part) == std::string_view::npos) continue;
      return {.message = joined(words.says, message), .hint = words.hint};
    }
    return {.message = failure.message, .hint = see_server};
  }
  if (failure.lost != 0) return lost(failure.message);
  return {.message = failure.message, .hint = see_server};
}

Explained explain_mysql(const ts_failure& failure, std::string_view sql, std::string_view user) {
  constexpr std::array<int, 5> rights{1142, 1143, 1227, 1370, 1410};
  for (const int code : rights) {
    if (failure.code == code) return denied(failure.message, sql, user);
  }
  if (auto fault = known(mysql_faults, failure)) return *fault;
  if (failure.lost != 0) return lost(failure.message);
  return {.message = failure.message, .hint = see_server};
}

}  // namespace tokenshift::db
