// SPDX-License-Identifier: Apache-2.0
// Comma-separated values, RFC 4180, with the line ends of Unix. An absent value is empty, an empty
// text is
// "". Nothing is put in front of cells that a spreadsheet would take for a formula: programs read
// this.
#include "writers.hpp"

#include <utility>

namespace tokenshift::report {
namespace {

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string text_field(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos &&
                     text.front() != ' ' && text.back() != ' ';
  return plain ? std::string(text) : quoted(text);
}

std::string field(const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return text_field(*text);
  return "";
}

class CsvWriter final : public RowWriter {
 public:
  CsvWriter(std::ostream& out, TableSpec spec) : out_(out), columns_(std::move(spec.columns)) {
    std::string line;
    for (const Column& column : columns_) {
      if (!line.empty()) line += ',';
      line += text_field(column.key);
    }
    out_ << line << '\n';
  }

  void row(std::vector<Cell> cells) override {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += ',';
      line += field(cells.at(i));
    }
    out_ << line << '\n';
  }

  void finish() override {}

 private:
  std::ostream& out_;
  std::vector<Column> columns_;
};

}  // namespace

std::unique_ptr<RowWriter> make_csv(std::ostream& out, TableSpec spec) {
  return std::make_unique<CsvWriter>(out, std::move(spec));
}

}  // namespace tokenshift::report
