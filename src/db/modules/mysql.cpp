// SPDX-License-Identifier: Apache-2.0
// MySQL and MariaDB through MariaDB Connector/C, as a module.
#include "../module_abi.h"
#include "failure.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <errmsg.h>
#include <memory>
#include <mysql.h>
#include <mysqld_error.h>
#include <string>
#include <string_view>
#include <vector>

struct ts_connection {
  MYSQL* session = nullptr;
};

// A column of the present row. Its room grows with the longest value seen.
struct Cell {
  std::vector<char> room = std::vector<char>(256);
  unsigned long size = 0;
  my_bool null = 0;
  my_bool cut = 0;
};

struct ts_statement {
  ts_connection* connection = nullptr;
  MYSQL_STMT* handle = nullptr;
  bool portions = false;
  bool has_rows = false;
  std::vector<Cell> cells;
  std::vector<MYSQL_BIND> results;
  std::vector<MYSQL_BIND> parameters;
  std::vector<unsigned long> sizes;
};

namespace {

using tokenshift::db::fill;
using tokenshift::db::message_of;

constexpr unsigned long portion = 2000;

bool is_lost(unsigned code) {
  constexpr std::array<unsigned, 4> codes{CR_SERVER_GONE_ERROR, CR_SERVER_LOST,
                                          ER_CONNECTION_KILLED, ER_SERVER_SHUTDOWN};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

int failed(ts_failure* failure, unsigned code, const char* state, const char* message) {
  fill(failure, state, static_cast<std::int32_t>(code), message_of(message));
  failure->lost = is_lost(code) ? 1 : 0;
  return 1;
}

int failed(ts_failure* failure, MYSQL* session) {
  return failed(failure, mysql_errno(session), mysql_sqlstate(session), mysql_error(session));
}

int failed(ts_failure* failure, MYSQL_STMT* handle) {
  return failed(failure, mysql_stmt_errno(handle), mysql_stmt_sqlstate(handle),
                mysql_stmt_error(handle));
}

int out_of_memory(ts_failure* failure) {
  return failed(failure, CR_OUT_OF_MEMORY, "HY001", "out of memory");
}

// Settings of TLS by the names of this project's URLs; the host has checked names and values.
void set(MYSQL* session, std::string_view name, const char* value) {
  struct Text {
    std::string_view name;
    mysql_option option;
  };
  constexpr std::array<Text, 7> texts{{{"ssl-ca", MYSQL_OPT_SSL_CA},
                                       {"ssl-capath", MYSQL_OPT_SSL_CAPATH},
                                       {"ssl-cert", MYSQL_OPT_SSL_CERT},
                                       {"ssl-key", MYSQL_OPT_SSL_KEY},
                                       {"ssl-cipher", MYSQL_OPT_SSL_CIPHER},
                                       {"default-file", MYSQL_READ_DEFAULT_FILE},
                                       {"default-group", MYSQL_READ_DEFAULT_GROUP}}};
  for (const Text& text : texts) {
    if (text.name == name) mysql_options(session, text.option, value);
  }
  const my_bool on = std::string_view(value) == "1" ? 1 : 0;
  if (name == "ssl-enforce") mysql_options(session, MYSQL_OPT_SSL_ENFORCE, &on);
  if (name == "ssl-verify") mysql_options(session, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
  if (name == "program-name")
    mysql_options4(session, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", value);
}

int open_session(const ts_target* target, ts_connection** connection, ts_failure* failure) {
  auto made = std::make_unique<ts_connection>();
  made->session = mysql_init(nullptr);
  if (made->session == nullptr) return out_of_memory(failure);
  const unsigned seconds = target->connect_seconds;
  const my_bool off = 0;
  mysql_options(made->session, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  mysql_options(made->session, MYSQL_OPT_RECONNECT, &off);
  mysql_options(made->session, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(made->session, MYSQL_OPT_LOCAL_INFILE, nullptr);
  if (target->host != nullptr) {
    const unsigned tcp = MYSQL_PROTOCOL_TCP;  // "localhost" would else mean a socket
    mysql_options(made->session, MYSQL_OPT_PROTOCOL, &tcp);
  }
  for (std::size_t i = 0; i < target->setting_count; ++i) {
    set(made->session, target->settings[i].name, target->settings[i].value);
  }
  unsigned port = 0;
  if (target->port != nullptr) {
    std::from_chars(target->port, target->port + std::strlen(target->port), port);
  }
  // Rows that were found count, whether or not they changed: a guarded update that finds its row
  // has done its work.
  const unsigned long flags = CLIENT_FOUND_ROWS | CLIENT_MULTI_STATEMENTS;
  if (mysql_real_connect(made->session, target->host, target->user, target->password,
                         target->database, port, target->socket, flags) == nullptr) {
    failed(failure, made->session);
    mysql_close(made->session);
    return 1;
  }
  *connection = made.release();
  return 0;
}

void close_session(ts_connection* connection) {
  const std::unique_ptr<ts_connection> gone(connection);
  mysql_close(gone->session);
}

std::int64_t session_id(ts_connection* connection) {
  return static_cast<std::int64_t>(mysql_thread_id(connection->session));
}

int execute(ts_connection* connection, const char* sql, ts_failure* failure) {
  MYSQL* session = connection->session;
  if (mysql_real_query(session, sql, std::strlen(sql)) != 0) return failed(failure, session);
  for (;;) {
    if (MYSQL_RES* result = mysql_store_result(session)) mysql_free_result(result);
    const int more = mysql_next_result(session);
    if (more > 0) return failed(failure, session);
    if (more < 0) return 0;
  }
}

void finish(ts_statement* statement) {
  const std::unique_ptr<ts_statement> gone(statement);
  if (gone->handle != nullptr) mysql_stmt_close(gone->handle);
}

// Integers come as such, everything else as text.
bool is_integer(const MYSQL_FIELD& field) {
  constexpr std::array<enum_field_types, 6> types{MYSQL_TYPE_TINY,     MYSQL_TYPE_SHORT,
                                                  MYSQL_TYPE_INT24,    MYSQL_TYPE_LONG,
                                                  MYSQL_TYPE_LONGLONG, MYSQL_TYPE_YEAR};
  return std::find(types.begin(), types.end(), field.type) != types.end();
}

int bind_results(ts_statement* statement, ts_failure* failure) {
  MYSQL_RES* description = mysql_stmt_result_metadata(statement->handle);
  if (description == nullptr) return 0;  // no result
  const unsigned count = mysql_num_fields(description);
  statement->cells.resize(count);
  statement->results.assign(count, MYSQL_BIND{});
  for (unsigned i = 0; i < count; ++i) {
    Cell& cell = statement->cells[i];
    MYSQL_BIND& bind = statement->results[i];
    const MYSQL_FIELD* field = mysql_fetch_field_direct(description, i);
    bind.buffer_type = is_integer(*field) ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
    bind.buffer = cell.room.data();
    bind.buffer_length = cell.room.size();
    bind.length = &cell.size;
    bind.is_null = &cell.null;
    bind.error = &cell.cut;
  }
  mysql_free_result(description);
  statement->has_rows = true;
  if (mysql_stmt_bind_result(statement->handle, statement->results.data()) != 0) {
    return failed(failure, statement->handle);
  }
  return 0;
}

int prepare(ts_connection* connection, const char* sql, int portions, ts_statement** statement,
            ts_failure* failure) {
  auto made = std::make_unique<ts_statement>();
  made->connection = connection;
  made->portions = portions != 0;
  made->handle = mysql_stmt_init(connection->session);
  if (made->handle == nullptr) return out_of_memory(failure);
  if (made->portions) {
    const unsigned long type = CURSOR_TYPE_READ_ONLY;
    const unsigned long rows = portion;
    mysql_stmt_attr_set(made->handle, STMT_ATTR_CURSOR_TYPE, &type);
    mysql_stmt_attr_set(made->handle, STMT_ATTR_PREFETCH_ROWS, &rows);
  }
  if (mysql_stmt_prepare(made->handle, sql, std::strlen(sql)) != 0 ||
      bind_results(made.get(), failure) != 0) {
    if (mysql_stmt_errno(made->handle) != 0) failed(failure, made->handle);
    mysql_stmt_close(made->handle);
    return 1;
  }
  *statement = made.release();
  return 0;
}

void bind(ts_statement* statement, const ts_value* parameters, std::size_t count) {
  statement->parameters.assign(count, MYSQL_BIND{});
  statement->sizes.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const ts_value& value = parameters[i];
    MYSQL_BIND& bind = statement->parameters[i];
    if (value.kind == ts_null) {
      bind.buffer_type = MYSQL_TYPE_NULL;
    } else if (value.kind == ts_integer) {
      bind.buffer_type = MYSQL_TYPE_LONGLONG;
      bind.buffer = const_cast<std::int64_t*>(&value.number);
    } else {
      statement->sizes[i] = value.size;
      bind.buffer_type = value.kind == ts_text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
      bind.buffer = const_cast<char*>(value.data);
      bind.buffer_length = value.size;
      bind.length = &statement->sizes[i];
    }
  }
}

int start(ts_statement* statement, const ts_value* parameters, std::size_t count,
          std::int64_t* changed, ts_failure* failure) {
  *changed = 0;
  MYSQL_STMT* handle = statement->handle;
  if (count != mysql_stmt_param_count(handle)) {
    fill(failure, "", 0, "another number of parameters than the statement has");
    failure->internal = 1;
    return 1;
  }
  mysql_stmt_free_result(handle);
  bind(statement, parameters, count);
  if (count > 0 && mysql_stmt_bind_param(handle, statement->parameters.data()) != 0) {
    return failed(failure, handle);
  }
  if (mysql_stmt_execute(handle) != 0) return failed(failure, handle);
  if (statement->has_rows) {
    if (!statement->portions && mysql_stmt_store_result(handle) != 0)
      return failed(failure, handle);
    return 0;
  }
  *changed = static_cast<std::int64_t>(mysql_stmt_affected_rows(handle));
  return 0;
}

// What did not fit is fetched again into more room.
int fetch_long(ts_statement* statement, ts_failure* failure) {
  for (unsigned i = 0; i < statement->cells.size(); ++i) {
    Cell& cell = statement->cells[i];
    if (cell.size <= cell.room.size()) continue;
    cell.room.resize(cell.size);
    MYSQL_BIND& bind = statement->results[i];
    bind.buffer = cell.room.data();
    bind.buffer_length = cell.room.size();
    if (mysql_stmt_fetch_column(statement->handle, &bind, i, 0) != 0) {
      return failed(failure, statement->handle);
    }
  }
  if (mysql_stmt_bind_result(statement->handle, statement->results.data()) != 0) {
    return failed(failure, statement->handle);
  }
  return 0;
}

int next(ts_statement* statement, int* got, ts_failure* failure) {
  *got = 0;
  if (!statement->has_rows) return 0;
  const int result = mysql_stmt_fetch(statement->handle);
  if (result == MYSQL_NO_DATA) return 0;
  if (result == 1) return failed(failure, statement->handle);
  *got = 1;
  return result == MYSQL_DATA_TRUNCATED ? fetch_long(statement, failure) : 0;
}

std::size_t column_count(ts_statement* statement) { return statement->cells.size(); }

int column(ts_statement* statement, std::size_t index, ts_value* value, ts_failure* /*failure*/) {
  const Cell& cell = statement->cells[index];
  *value = {};
  if (cell.null != 0) return 0;
  if (statement->results[index].buffer_type == MYSQL_TYPE_LONGLONG) {
    value->kind = ts_integer;
    std::memcpy(&value->number, cell.room.data(), sizeof value->number);
  } else {
    value->kind = ts_text;
    value->data = cell.room.data();
    value->size = cell.size;
  }
  return 0;
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
                                 .copy = nullptr};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ts_module* tokenshift_module() {
  return &module_table;
}
