// SPDX-License-Identifier: Apache-2.0
// JSON for programs: one document of rows (json), a document a row (jsonl), and single answers.
// Only strings go through the library: it knows the escapes, and rows need no tree.
#include "tokenshift/report/json.hpp"

#include "writers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace tokenshift::report {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

std::string dumped(const ordered_json& json, int indent = -1) {
  return json.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

std::string value(const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return dumped(*text);
  return "null";
}

// The members of an object for a row, without the braces.
class Members {
 public:
  explicit Members(const std::vector<Column>& columns) {
    for (const Column& column : columns) keys_.push_back(dumped(column.key) + ":");
  }
  std::string of(const std::vector<Cell>& cells) const {
    std::string members;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (i > 0) members += ',';
      members += keys_[i] + value(cells.at(i));
    }
    return members;
  }

 private:
  std::vector<std::string> keys_;
};

class JsonWriter final : public RowWriter {
 public:
  JsonWriter(std::ostream& out, const TableSpec& spec) : out_(out), members_(spec.columns) {
    out_ << fmt::format("{{\"schema_version\":{},{}:[", schema_version, dumped(spec.name));
  }
  void row(std::vector<Cell> cells) override {
    out_ << (first_ ? "\n{" : ",\n{") << members_.of(cells) << '}';
    first_ = false;
  }
  void finish() override { out_ << "\n]}\n"; }

 private:
  std::ostream& out_;
  Members members_;
  bool first_ = true;
};

class JsonLinesWriter final : public RowWriter {
 public:
  JsonLinesWriter(std::ostream& out, const TableSpec& spec) : out_(out), members_(spec.columns) {}
  void row(std::vector<Cell> cells) override {
    out_ << fmt::format("{{\"schema_version\":{},{}}}\n", schema_version, members_.of(cells));
  }
  void finish() override {}

 private:
  std::ostream& out_;
  Members members_;
};

ordered_json tree(const Node& node);

ordered_json tree(const Node::Object& object) {
  ordered_json members = ordered_json::object();
  for (const auto& [key, member] : object) members[key] = tree(member);
  return members;
}

ordered_json tree(const Node& node) {
  struct {
    ordered_json operator()(std::monostate) const { return nullptr; }
    ordered_json operator()(bool truth) const { return truth; }
    ordered_json operator()(std::int64_t number) const { return number; }
    ordered_json operator()(const std::string& text) const { return text; }
    ordered_json operator()(const Node::Object& object) const { return tree(object); }
    ordered_json operator()(const Node::List& list) const {
      ordered_json elements = ordered_json::array();
      for (const Node& element : list) elements.push_back(tree(element));
      return elements;
    }
  } convert;
  return std::visit(convert, node.value);
}

ordered_json with_version(const Node::Object& object) {
  ordered_json document = {{"schema_version", schema_version}};
  for (const auto& [key, member] : object) document[key] = tree(member);
  return document;
}

}  // namespace

std::string to_json(const Node::Object& object) { return dumped(with_version(object), 2) + "\n"; }

std::string to_json_line(const Node::Object& object) { return dumped(with_version(object)) + "\n"; }

// By value, as every maker of a writer: NOLINTBEGIN(performance-unnecessary-value-param)
std::unique_ptr<RowWriter> make_json(std::ostream& out, TableSpec spec) {
  return std::make_unique<JsonWriter>(out, spec);
}

std::unique_ptr<RowWriter> make_jsonl(std::ostream& out, TableSpec spec) {
  return std::make_unique<JsonLinesWriter>(out, spec);
}
// NOLINTEND(performance-unnecessary-value-param)

}  // namespace tokenshift::report
