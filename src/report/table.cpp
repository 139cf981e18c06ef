// SPDX-License-Identifier: Apache-2.0
// Rows for people. The widths come from the first rows, which wait for that; later ones go straight
// out, and a cell that is wider than all of the first pushes its neighbours aside.
#include "tokenshift/base/text.hpp"

#include "writers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tokenshift::report {
namespace {

constexpr std::size_t rows_that_set_widths = 200;
constexpr std::string_view gap = "  ";

std::string shown(const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "yes" : "no";
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return printable(*text);
  return "-";
}

class TableWriter final : public RowWriter {
 public:
  TableWriter(std::ostream& out, TableSpec spec) : out_(out), columns_(std::move(spec.columns)) {
    std::vector<std::string> titles;
    for (const Column& column : columns_) titles.push_back(column.title);
    waiting_.push_back(std::move(titles));
  }

  void row(std::vector<Cell> cells) override {
    std::vector<std::string> texts;
    texts.reserve(cells.size());
    for (const Cell& cell : cells) texts.push_back(shown(cell));
    if (!widths_.empty()) return print(texts);
    waiting_.push_back(std::move(texts));
    if (waiting_.size() > rows_that_set_widths) print_waiting();
  }

  void finish() override { print_waiting(); }

 private:
  void print_waiting() {
    if (widths_.empty()) widths_.assign(columns_.size(), 0);
    for (const auto& texts : waiting_) {
      for (std::size_t i = 0; i < widths_.size(); ++i) {
        widths_[i] = std::max(widths_[i], code_points(texts.at(i)));
      }
    }
    for (const auto& texts : waiting_) print(texts);
    waiting_.clear();
  }

  void print(const std::vector<std::string>& texts) {
    std::string line;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const std::string& text = texts.at(i);
      const std::size_t width = code_points(text);
      const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
      if (i > 0) line += gap;
      line += columns_[i].numeric ? padding + text : text + padding;
    }
    line.resize(line.find_last_not_of(' ') + 1);
    out_ << line << '\n';
  }

  std::ostream& out_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> waiting_;  // the titles and the first rows
  std::vector<std::size_t> widths_;                // empty as long as rows wait
};

}  // namespace

std::unique_ptr<RowWriter> make_table(std::ostream& out, TableSpec spec) {
  return std::make_unique<TableWriter>(out, std::move(spec));
}

}  // namespace tokenshift::report
