// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/config/lint.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/report/table.hpp"

#include "../finding_text.hpp"
#include "../standard_input.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string output = "text";
};

const report::TableSpec spec{.name = "findings",
                             .columns = {{"file", "FILE"},
                                         {"line", "LINE", true},
                                         {"column", "COLUMN", true},
                                         {"offset", "OFFSET", true},
                                         {"severity", "SEVERITY"},
                                         {"id", "ID"},
                                         {"message", "MESSAGE"},
                                         {"hint", "HINT"}}};

// Counts what was found and prints it, as text or as rows.
class Report {
 public:
  Report(Program& program, const std::string& format) : program_(program) {
    if (format != "text") rows_ = report::row_writer(format, program.out(), spec);
  }

  void show(const std::string& file, const config::Linted& linted, std::string_view text) {
    ++files_;
    if (!linted.readable) unreadable_ = true;
    Location last;
    for (const Finding& finding : linted.findings) {
      ++counts_.at(static_cast<std::size_t>(finding.severity));
      if (rows_) {
        show_row(file, finding);
      } else {
        program_.out() << finding_text(program_, finding, text, finding.location == last);
      }
      last = finding.location;
    }
  }

  /// A file that could not be read whole: Error{input} is about what is in it.
  void show(const std::string& file, const Error& error) {
    if (error.kind() == ErrorKind::input) {
      const std::string what = error.what();
      const std::string prefix = printable(file) + ": ";
      show(file,
           {.findings = {{.severity = Severity::error,
                          .id = "too-large",
                          .message = what.starts_with(prefix) ? what.substr(prefix.size()) : what,
                          .hint = error.hint(),
                          .location = {.path = file}}},
            .readable = false},
           {});
      return;
    }
    ++not_opened_;
    program_.out() << std::flush;
    program_.err() << "tokenshift: " << error.what() << "\nhint: " << error.hint() << '\n';
  }

  int finish() {
    if (rows_) rows_->finish();
    std::string line = fmt::format("{}: {}, {}", counted(files_, "file"),
                                   counted(counts_[2], "error"), counted(counts_[1], "warning"));
    if (counts_[0] > 0) line += ", " + counted(counts_[0], "note");
    if (not_opened_ > 0)
      line += fmt::format("; {} could not be read", counted(not_opened_, "file"));
    program_.say(line);
    if (not_opened_ > 0) return static_cast<int>(ErrorKind::environment);
    if (unreadable_) return static_cast<int>(ErrorKind::input);
    return counts_[1] + counts_[2] > 0 ? exit_no : exit_ok;
  }

 private:
  void show_row(const std::string& file, const Finding& finding) {
    const Location& place = finding.location;
    const auto number = [&](std::size_t value) {
      return place.line == 0 ? report::Cell() : report::Cell(static_cast<std::int64_t>(value));
    };
    rows_->row({file, number(place.line), number(place.column), number(place.offset),
                std::string(to_string(finding.severity)), finding.id, finding.message,
                finding.hint});
  }

  Program& program_;
  std::unique_ptr<report::RowWriter> rows_;
  std::int64_t files_ = 0;
  std::int64_t not_opened_ = 0;
  bool unreadable_ = false;
  std::array<std::int64_t, 3> counts_{};  // by Severity
};

void lint_one(Program& program, const std::string& file, Report& report) {
  const bool input = file == standard_input;
  const std::string name = input ? "<stdin>" : file;
  try {
    const toml::Reading reading =
        toml::read(input ? read_stream(program.world().in) : os::read_file(file), name);
    report.show(name, config::lint(reading), reading.document.text());
  } catch (const Error& error) {
    report.show(name, error);
  }
}

int run(Program& program, const Options& options) {
  if (std::ranges::count(options.files, standard_input) > 1) {
    throw Error(ErrorKind::usage, "config lint: standard input (-) is named twice", "name it once");
  }
  Report report(program, options.output);
  for (const std::string& file : options.files) {
    if (!program.out()) break;  // nobody reads any more
    lint_one(program, file, report);
  }
  return report.finish();
}

}  // namespace

Command config_lint() {
  auto options = std::make_shared<Options>();
  return {
      .name = "config lint",
      .details =
          "Errors are what the server's own parser refuses or crashes on, which is more than TOML "
          "forbids: a table after its own sub-table, for one. Warnings are settings that the "
          "server reads without a word, but not as they were meant.\n"
          "The exit code is 0 when there is nothing to do (notes are), 1 with warnings, 3 when the "
          "server cannot read a file, 6 when a file cannot be opened. Values that may be secrets "
          "are shown as ****.",
      .options =
          {{"FILE", "", "the files to check; - is standard input", &options->files, {}, true},
           {"-o,--output",
            "FORMAT",
            "how findings are printed; default text, as compilers do",
            &options->output,
            {"text", "table", "json", "jsonl", "csv"}}},
      .examples = {{"the file of a deployment",
                    "tokenshift config lint /opt/wso2am/repository/conf/deployment.toml"},
                   {"what a chart renders",
                    "helm template . | yq '.data[\"deployment.toml\"]' | tokenshift config lint -"},
                   {"a report for a program to read",
                    "tokenshift config lint -o json conf/*.toml > findings.json"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
