// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model.hpp"
#include "problem.hpp"
#include "scanner.hpp"
#include "tables.hpp"
#include "values.hpp"

#include <string_view>
#include <vector>

namespace tokenshift::toml {

/// How many problems are collected before reading ends.
inline constexpr std::size_t max_problems = 1000;

/// Reads the statements of a text into a model that holds the text and its lines.
///
/// The server's parser first reads the whole file and only then looks at meanings; so within a
/// statement a fault of form counts before a fault of meaning. Between statements the first in the
/// file counts here: what a person meets first is what they should repair first.
class Parser {
 public:
  explicit Parser(Model& model) : Parser(model, 0, nullptr) {}

  /// Reads from `start` on. Problems of meaning go into `problems`, up to `max_problems`, and
  /// reading goes on behind them; what they make doubtful is left out of the model.
  Parser(Model& model, std::size_t start, std::vector<Problem>& problems)
      : Parser(model, start, &problems) {}

  /// Throws Raised at the first problem that ends the reading.
  void run();

 private:
  Parser(Model& model, std::size_t start, std::vector<Problem>* problems)
      : model_(model),
        scanner_(model.text, start),
        tables_(model, problems != nullptr),
        problems_(problems) {
    advance();
  }

  // A key: parts_[first, first + count).
  struct Key {
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // A value, and the node that was made for it, if any.
  struct Parsed {
    ValueType type = ValueType::string;
    std::size_t begin = 0;
    std::size_t end = 0;
    Index node = no_index;
  };
  // How deep a value lies.
  struct Place {
    std::size_t depth = 0;    // names from the root
    std::size_t nesting = 0;  // brackets and braces around
    bool in_array = false;
  };

  void advance() { token_ = scanner_.next(); }
  bool is(TokenKind kind) const { return token_.kind == kind; }
  bool is_key_part() const {
    return is(TokenKind::bare_key) || (is(TokenKind::string) && !token_.multiline);
  }
  void expect(TokenKind kind, Expected expected);
  [[noreturn]] void fail(Expected expected) const;
  void note(std::size_t offset, std::string what, std::string hint, std::string_view id) {
    tables_.note({offset, std::move(what), std::move(hint), id});
  }
  void settle_problem();
  void skip_newlines();
  void check_statement_start() const;
  void note_open_array(std::size_t begin);
  void check_string(std::string_view part) const;

  void statement();
  void header();
  void open_section(Section section);
  void key_value();
  Key key(std::size_t depth);
  std::string_view key_part();
  Index define(Index base, const Key& key, const Parsed& value);
  Tables::Parts parts(const Key& key) const {
    return Tables::Parts(parts_).subspan(key.first, key.count);
  }
  void check_key_characters(const Key& key);

  Parsed value(const Place& place);
  Parsed scalar(ValueType type);
  Parsed array(Place place);
  void array_value(const Place& place, Parsed& array, bool first, ValueType& type);
  Parsed inline_table(Place place);
  Parsed date_time();
  void date(DateCheck& check);
  void time(DateCheck& check);
  void offset(DateCheck& check);
  void date_part(DateCheck& check, DatePart part, std::size_t position);

  Model& model_;
  Scanner scanner_;
  Tables tables_;
  std::vector<Problem>* problems_;  // null: the first one is raised
  Token token_;
  std::size_t last_end_ = 0;  // of the last token that was part of a value
  std::vector<std::string_view> parts_;
  std::size_t section_depth_ = 0;
  std::size_t quote_in_header_ =
      0;  // behind the offset of a header with a key the server cannot print; 0 for none
};

}  // namespace tokenshift::toml
