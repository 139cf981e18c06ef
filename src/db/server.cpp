// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace tokenshift::db {
namespace {

// Visits each `?` that is a placeholder; the statements are this project's own, and hold no
// comment.
template <class Visit>
void each_placeholder(std::string_view sql, Visit&& visit) {
  char quote = '\0';
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == '?') {
      visit(i);
    }
  }
}

[[noreturn]] void misuse(std::string_view what) {
  throw Error(ErrorKind::internal, std::string(what), "report this");
}

ts_value value_of(const Parameter& parameter) {
  if (const auto* number = std::get_if<std::int64_t>(&parameter)) {
    return {.kind = ts_integer, .number = *number, .data = nullptr, .size = 0};
  }
  if (const auto* text = std::get_if<std::string_view>(&parameter)) {
    return {.kind = ts_text, .number = 0, .data = text->data(), .size = text->size()};
  }
  if (const auto* bytes = std::get_if<Bytes>(&parameter)) {
    return {
        .kind = ts_bytes, .number = 0, .data = bytes->value.data(), .size = bytes->value.size()};
  }
  return {.kind = ts_null, .number = 0, .data = nullptr, .size = 0};
}

class ServerStatement final : public Statement {
 public:
  ServerStatement(const ServerConnection& connection, const ts_module& module, ts_statement* handle,
                  std::string sql)
      : connection_(connection),
        module_(module),
        handle_(handle),
        sql_(std::move(sql)),
        wanted_(count_placeholders(sql_)) {}
  ~ServerStatement() override { module_.finish(handle_); }

  using Statement::bind;
  void bind(std::span<const Parameter> parameters) override {
    if (parameters.size() != wanted_) {
      misuse(fmt::format("{} parameters for a statement of {}", parameters.size(), wanted_));
    }
    values_.clear();
    for (const Parameter& parameter : parameters) values_.push_back(value_of(parameter));
    // What is bound is viewed only now: it runs now.
    start();
  }

  bool next() override {
    if (!started_) bind({});
    int got = 0;
    ts_failure failure{};
    if (module_.next(handle_, &got, &failure) != 0) connection_.fail(failure, sql_);
    has_row_ = got != 0;
    if (has_row_) read_row();
    return has_row_;
  }

  using Statement::run;
  std::int64_t run() override {
    if (!started_) bind({});
    started_ = false;
    has_row_ = false;
    return changed_;
  }

  bool is_null(int column) const override { return cell(column).kind == ts_null; }

  std::int64_t integer(int column) const override {
    const ts_value& value = cell(column);
    if (value.kind == ts_integer) return value.number;
    if (value.kind == ts_null || value.size == 0) return 0;
    if (*value.data == 't') return 1;  // BOOLEAN of PostgreSQL
    std::int64_t number = 0;
    std::from_chars(value.data, value.data + value.size, number);
    return number;
  }

  std::string_view text(int column) const override {
    const ts_value& value = cell(column);
    if (value.kind == ts_null) return {};
    if (value.kind != ts_integer) return {value.data, value.size};
    std::string& digits = digits_.at(static_cast<std::size_t>(column));
    digits = std::to_string(value.number);
    return digits;
  }

 private:
  void start() {
    started_ = true;
    has_row_ = false;
    ts_failure failure{};
    if (module_.start(handle_, values_.data(), values_.size(), &changed_, &failure) != 0) {
      connection_.fail(failure, sql_);
    }
    values_.clear();
  }

  void read_row() {
    const std::size_t count = module_.column_count(handle_);
    cells_.resize(count);
    digits_.resize(count);
    ts_failure failure{};
    for (std::size_t i = 0; i < count; ++i) {
      if (module_.column(handle_, i, &cells_[i], &failure) != 0) connection_.fail(failure, sql_);
    }
  }

  const ts_value& cell(int column) const {
    if (!has_row_ || column < 0 || static_cast<std::size_t>(column) >= cells_.size()) {
      misuse("a row or column was asked for that is not there");
    }
    return cells_[static_cast<std::size_t>(column)];
  }

  const ServerConnection& connection_;
  const ts_module& module_;
  ts_statement* handle_;
  std::string sql_;
  std::size_t wanted_;
  std::vector<ts_value> values_;
  std::vector<ts_value> cells_;
  mutable std::vector<std::string> digits_;
  std::int64_t changed_ = 0;
  bool started_ = false;
  bool has_row_ = false;
};

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

std::size_t count_placeholders(std::string_view sql) {
  std::size_t count = 0;
  each_placeholder(sql, [&](std::size_t) { ++count; });
  return count;
}

std::string numbered_placeholders(std::string_view sql) {
  std::string text;
  std::size_t from = 0;
  std::size_t count = 0;
  each_placeholder(sql, [&](std::size_t at) {
    text.append(sql.substr(from, at - from));
    text += fmt::format("${}", ++count);
    from = at + 1;
  });
  text.append(sql.substr(from));
  return text;
}

std::string verb_of(std::string_view sql) {
  const std::string_view start = trimmed(sql);
  std::string verb(start.substr(0, start.find_first_of(" \n(;")));
  std::ranges::transform(verb, verb.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return verb;
}

ServerConnection::ServerConnection(const ts_module& module, const Target& target)
    : module_(module), target_(target), name_(target.url.database), url_(to_text(target.url)) {}

void ServerConnection::give_back(const std::string& unlock) noexcept {
  ts_failure ignored{};
  for (const std::string& sql : {std::string("ROLLBACK"), unlock}) {
    if (module_.execute(handle_, sql.c_str(), &ignored) != 0) return;  // it goes with the session
  }
}

ServerConnection::~ServerConnection() {
  if (handle_ != nullptr) module_.close(handle_);
}

void ServerConnection::connect() {
  ts_failure failure{};
  if (!try_connect(failure)) fail(failure, "");
}

bool ServerConnection::try_connect(ts_failure& failure) {
  std::vector<ts_setting> settings;
  for (const auto& [name, value] : target_.settings) {
    settings.push_back({.name = name.c_str(), .value = value.c_str()});
  }
  const ts_target target{.host = or_null(target_.host),
                         .port = or_null(target_.url.port),
                         .socket = or_null(target_.socket),
                         .user = or_null(target_.url.user),
                         .password = target_.password ? target_.password->c_str() : nullptr,
                         .database = or_null(target_.url.database),
                         .connect_seconds = target_.connect_seconds,
                         .settings = settings.data(),
                         .setting_count = settings.size()};
  return module_.open(&target, &handle_, &failure) == 0;
}

void ServerConnection::fail(const ts_failure& failure, std::string_view sql) const {
  if (failure.internal != 0) misuse(failure.message);
  const Explained explained = explain(failure, sql);
  const std::string message = fmt::format("{}: {}", printable(url_), printable(explained.message));
  if (explained.conflict) throw Conflict(explained.kind, message, explained.hint);
  throw Error(explained.kind, message, explained.hint);
}

std::unique_ptr<Statement> ServerConnection::make(const std::string& sql, bool portions) {
  ts_statement* statement = nullptr;
  ts_failure failure{};
  if (module_.prepare(handle_, placeholders(sql).c_str(), portions ? 1 : 0, &statement, &failure) !=
      0) {
    fail(failure, sql);
  }
  return std::make_unique<ServerStatement>(*this, module_, statement, sql);
}

std::unique_ptr<Statement> ServerConnection::prepare(const std::string& sql) {
  return make(sql, false);
}

std::unique_ptr<Statement> ServerConnection::stream(const std::string& sql) {
  return make(sql, true);
}

void ServerConnection::execute(const std::string& sql) {
  ts_failure failure{};
  if (module_.execute(handle_, sql.c_str(), &failure) != 0) fail(failure, sql);
}

std::int64_t ServerConnection::number(const std::string& sql) {
  const auto row = prepare(sql);
  return row->next() ? row->integer(0) : 0;
}

std::string ServerConnection::text(const std::string& sql) {
  const auto row = prepare(sql);
  return row->next() ? std::string(row->text(0)) : std::string();
}

}  // namespace tokenshift::db
