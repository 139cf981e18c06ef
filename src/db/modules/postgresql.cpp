// SPDX-License-Identifier: Apache-2.0
// PostgreSQL through libpqxx 6.4, as a module: what it costs to load libpq is paid only by who
// opens such a database.
#include "../module_abi.h"
#include "failure.hpp"

#include <pqxx/nontransaction>
#include <pqxx/pqxx>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

// A row in COPY's own format: it is escaped already.
struct CopyLine {
  std::string text;
};

}  // namespace

template <>
std::string pqxx::internal::TypedCopyEscaper::operator()<CopyLine>(const CopyLine* t) const {
  return t->text;
}

// One session. Transactions are begun and ended by statements, hence the nontransaction.
struct ts_connection {
  explicit ts_connection(const std::string& settings) : session(settings), work(session) {
    // A connection made anew behind our back would have lost the lock and the transaction.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    session.inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }

  pqxx::connection session;
  pqxx::nontransaction work;
  std::uint64_t names = 0;
};

struct ts_statement {
  ts_connection* connection = nullptr;
  std::string sql;
  std::string name;  // of the prepared statement, or of the cursor
  bool portions = false;
  bool open = false;  // the cursor
  std::vector<std::optional<std::string>> parameters;
  pqxx::result rows;
  pqxx::result::size_type at = 0;
  bool started = false;
};

namespace {

using tokenshift::db::fill;
using tokenshift::db::message_of;

constexpr const char* portion = "2000";

// The first line of the server's message, without "ERROR:"; the statement is not in it.
std::string first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  for (const std::string_view prefix : {"ERROR:  ", "FATAL:  "}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  return std::string(text);
}

// libpqxx 6.4 has a class of its own for these, and drops the SQLSTATE.
std::string state_of(const std::exception& cause) {
  if (dynamic_cast<const pqxx::deadlock_detected*>(&cause) != nullptr) return "40P01";
  if (dynamic_cast<const pqxx::transaction_rollback*>(&cause) != nullptr) return "40001";
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&cause) != nullptr) return "42501";
  if (dynamic_cast<const pqxx::undefined_table*>(&cause) != nullptr) return "42P01";
  if (dynamic_cast<const pqxx::disk_full*>(&cause) != nullptr) return "53100";
  if (dynamic_cast<const pqxx::out_of_memory*>(&cause) != nullptr) return "53200";
  if (dynamic_cast<const pqxx::too_many_connections*>(&cause) != nullptr) return "53300";
  const auto* error = dynamic_cast<const pqxx::sql_error*>(&cause);
  return error == nullptr ? std::string() : error->sqlstate();
}

template <class Work>
int guarded(ts_failure* failure, Work&& work) noexcept {
  try {
    work();
    return 0;
  } catch (const pqxx::broken_connection& cause) {
    fill(failure, state_of(cause), 0, message_of(cause.what()));
    failure->lost = 1;
  } catch (const pqxx::usage_error& cause) {
    fill(failure, "", 0, message_of(cause.what()));
    failure->internal = 1;
  } catch (const std::exception& cause) {
    fill(failure, state_of(cause), 0, first_line(message_of(cause.what())));
  }
  return 1;
}

void add(std::string& settings, std::string_view name, const char* value) {
  if (value == nullptr) return;
  settings.append(name).append("='");
  for (const char c : std::string_view(value)) {
    if (c == '\'' || c == '\\') settings += '\\';
    settings += c;
  }
  settings += "' ";
}

int open_session(const ts_target* target, ts_connection** connection, ts_failure* failure) {
  return guarded(failure, [&] {
    std::string settings;
    add(settings, "host", target->host);
    add(settings, "port", target->port);
    add(settings, "user", target->user);
    add(settings, "password", target->password);
    add(settings, "dbname", target->database);
    add(settings, "connect_timeout", std::to_string(target->connect_seconds).c_str());
    for (std::size_t i = 0; i < target->setting_count; ++i) {
      add(settings, target->settings[i].name, target->settings[i].value);
    }
    *connection = std::make_unique<ts_connection>(settings).release();
  });
}

void close_session(ts_connection* connection) {
  const std::unique_ptr<ts_connection> gone(connection);
}

std::int64_t session_id(ts_connection* connection) { return connection->session.backendpid(); }

int execute(ts_connection* connection, const char* sql, ts_failure* failure) {
  return guarded(failure, [&] { connection->work.exec(sql); });
}

int prepare(ts_connection* connection, const char* sql, int portions, ts_statement** statement,
            ts_failure* failure) {
  return guarded(failure, [&] {
    auto made = std::make_unique<ts_statement>();
    made->connection = connection;
    made->sql = sql;
    made->portions = portions != 0;
    made->name = "ts_" + std::to_string(++connection->names);
    if (!made->portions) {
      connection->session.prepare(made->name, sql);
      connection->session.prepare_now(made->name);
    }
    *statement = made.release();
  });
}

void close_cursor(ts_statement* statement) {
  if (!statement->open) return;
  statement->open = false;
  // In a transaction that has failed this fails, too; the cursor goes with it.
  ts_failure ignored{};
  execute(statement->connection, ("CLOSE " + statement->name).c_str(), &ignored);
}

void finish(ts_statement* statement) {
  const std::unique_ptr<ts_statement> gone(statement);
  if (gone->portions) {
    close_cursor(gone.get());
    return;
  }
  ts_failure ignored{};
  guarded(&ignored, [&] { gone->connection->session.unprepare(gone->name); });
}

void take(ts_statement* statement, const ts_value* parameters, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  statement->parameters.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const ts_value& value = parameters[i];
    auto& text = statement->parameters[i];
    if (value.kind == ts_null) {
      text.reset();
    } else if (value.kind == ts_integer) {
      text = std::to_string(value.number);
    } else if (value.kind == ts_text) {
      text.emplace(value.data, value.size);
    } else {
      text.emplace("\\x");
      for (const char c : std::string_view(value.data, value.size)) {
        const auto byte = static_cast<unsigned char>(c);
        *text += digits[byte >> 4U];
        *text += digits[byte & 15U];
      }
    }
  }
}

int start(ts_statement* statement, const ts_value* parameters, std::size_t count,
          std::int64_t* changed, ts_failure* failure) {
  *changed = 0;
  return guarded(failure, [&] {
    take(statement, parameters, count);
    const auto values = pqxx::prepare::make_dynamic_params(statement->parameters);
    pqxx::nontransaction& work = statement->connection->work;
    statement->at = 0;
    statement->started = false;
    if (statement->portions) {
      close_cursor(statement);
      work.exec_params("DECLARE " + statement->name + " NO SCROLL CURSOR FOR " + statement->sql,
                       values);
      statement->open = true;
      statement->rows = work.exec(std::string("FETCH ") + portion + " FROM " + statement->name);
    } else {
      statement->rows = work.exec_prepared(statement->name, values);
      const bool selects = statement->rows.columns() > 0;  // its rows are counted, too
      *changed = selects ? 0 : static_cast<std::int64_t>(statement->rows.affected_rows());
    }
  });
}

int next(ts_statement* statement, int* got, ts_failure* failure) {
  return guarded(failure, [&] {
    if (statement->started) ++statement->at;
    statement->started = true;
    if (statement->portions && statement->open && statement->at >= statement->rows.size()) {
      statement->rows = statement->connection->work.exec(std::string("FETCH ") + portion +
                                                         " FROM " + statement->name);
      statement->at = 0;
      if (statement->rows.empty()) close_cursor(statement);
    }
    *got = statement->at < statement->rows.size() ? 1 : 0;
  });
}

std::size_t column_count(ts_statement* statement) { return statement->rows.columns(); }

int column(ts_statement* statement, std::size_t index, ts_value* value, ts_failure* failure) {
  return guarded(failure, [&] {
    const auto field = statement->rows[statement->at][static_cast<pqxx::row::size_type>(index)];
    *value = {.kind = field.is_null() ? ts_null : ts_text,
              .number = 0,
              .data = field.c_str(),
              .size = field.size()};
  });
}

int copy(ts_connection* connection, const char* table, const char* columns, const char* rows,
         std::size_t size, ts_failure* failure) {
  return guarded(failure, [&] {
    const std::vector<std::string> names{columns};
    pqxx::stream_to stream(connection->work, table, names);
    std::string_view left(rows, size);
    while (!left.empty()) {
      const std::size_t end = left.find('\n');
      stream << std::tuple<CopyLine>{{std::string(left.substr(0, end))}};
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    stream.complete();
  });
}

constexpr ts_module module_table{.abi = TS_MODULE_ABI,
                                 .open = open_session,
                                 .close = close_session,
                                 .session_id = session_id,
                                 .execute = execute,
                                 .prepare = prepare,
                                 .finish = finish,
                                 .start = start,
                                 .next = next,
                                 .column_count = column_count,
                                 .column = column,
                                 .copy = copy};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ts_module* tokenshift_module() {
  return &module_table;
}
