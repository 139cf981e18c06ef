// SPDX-License-Identifier: Apache-2.0
#include "../settings.hpp"

#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/json.hpp"
#include "tokenshift/report/table.hpp"

#include "../presets.hpp"
#include "../setting_value.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

using report::Node;

struct Options {
  std::string output = "table";
};

// A setting with what counts for it.
struct Row {
  const Setting* setting = nullptr;
  std::string fallback;            // the default of the option; empty for none
  std::optional<std::string> set;  // nothing: the default
  std::string source = "default";
};

struct DefaultOf {
  std::string operator()(const bool* target) const { return *target ? "true" : "false"; }
  std::string operator()(const std::string* target) const { return *target; }
  std::string operator()(const std::int64_t* target) const { return std::to_string(*target); }
  std::string operator()(const std::optional<std::int64_t>* target) const {
    return *target ? std::to_string(**target) : "";
  }
  std::string operator()(const std::vector<std::string>*) const { return {}; }
};

// Options of all commands, and what they are bound to.
class Catalog {
 public:
  Catalog() : commands_(cli::commands()), common_(common_options(values_)) {}

  const Option& option_of(const Setting& setting) const {
    for (const Command& command : commands_) {
      if (!presets(setting, command.name)) continue;
      for (const auto* list : {&command.options, &common_}) {
        const auto found = std::ranges::find(*list, setting.name, bare_name);
        if (found != list->end()) return *found;
      }
    }
    throw std::logic_error("a setting without an option");
  }

 private:
  CommonOptions values_;
  std::vector<Command> commands_;
  std::vector<Option> common_;
};

std::vector<Row> rows_of(const Chosen& chosen) {
  const Catalog catalog;
  std::vector<Row> rows;
  for (const Setting& setting : settings_table()) {
    const Option& option = catalog.option_of(setting);
    Row row{.setting = &setting, .fallback = std::visit(DefaultOf{}, option.target), .set = {}};
    if (const Preset* const preset = chosen.find(setting.name)) {
      row.set = shown_value(setting, checked_value(option, *preset));
      row.source = preset->source;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Node text_or_null(const std::string& text) { return text.empty() ? Node() : Node(text); }

Node value_of(const Setting& setting, const std::string& text) {
  if (setting.kind == SettingKind::flag) return text == "true";
  if (setting.kind == SettingKind::number && !text.empty()) return std::int64_t{std::stoll(text)};
  return text_or_null(text);
}

Node::Object node(const Settings& settings, const Chosen& chosen,
                  const std::vector<std::string>& unknown) {
  Node::List rows;
  for (const Row& row : rows_of(chosen)) {
    rows.push_back(Node::Object{{"name", std::string(row.setting->name)},
                                {"variable", variable_of(row.setting->name)},
                                {"value", value_of(*row.setting, row.set.value_or(row.fallback))},
                                {"source", row.source},
                                {"default", value_of(*row.setting, row.fallback)}});
  }
  Node::List left;
  for (const LeftOut& one : chosen.left_out) {
    left.push_back(Node::Object{{"name", std::string(one.preset->setting->name)},
                                {"source", one.preset->source},
                                {"because", one.source}});
  }
  Node::List files;
  for (const SettingsFile& file : settings.files) {
    files.push_back(Node::Object{{"file", file.shown}, {"found", file.found}});
  }
  return {{"settings", rows},
          {"left_out", left},
          {"files", files},
          {"unknown_variables", Node::List(unknown.begin(), unknown.end())}};
}

void print_table(Program& program, const Settings& settings, const Chosen& chosen) {
  const auto writer =
      report::row_writer("table", program.out(),
                         {.name = "settings",
                          .columns = {{"name", "NAME"}, {"value", "VALUE"}, {"source", "SOURCE"}}});
  for (const Row& row : rows_of(chosen)) {
    const std::string value = row.set.value_or(row.fallback);
    writer->row({std::string(row.setting->name),
                 value.empty() ? report::Cell() : report::Cell(value), row.source});
  }
  writer->finish();
  program.out() << '\n';
  for (const SettingsFile& file : settings.files) {
    program.out() << fmt::format("{} {}\n", file.found ? "read     " : "not there",
                                 printable(file.shown));
  }
}

void tell_left_out(Program& program, const Chosen& chosen) {
  for (const LeftOut& left : chosen.left_out) {
    program.tell({.severity = Severity::note,
                  .id = "other-deployment",
                  .message = fmt::format("{} of {} is left out: {} gives {}, and settings of two "
                                         "deployments are not mixed",
                                         left.preset->setting->name, printable(left.preset->source),
                                         printable(left.source), left.name)});
  }
}

void tell_passwords(Program& program, const Chosen& chosen) {
  for (const Preset* preset : chosen.used) {
    if (shown_value(*preset->setting, preset->value) == preset->value) continue;
    program.tell(
        {.severity = Severity::warning,
         .id = "password-in-variable",
         .message = fmt::format("{} holds a password, so no command takes it", preset->source),
         .hint = "leave it out, and say TOKENSHIFT_PASSWORD_FILE=FILE, or use PGPASSFILE "
                 "or ~/.my.cnf"});
  }
}

std::string hint_for(const std::string& variable) {
  const std::string option = name_of_variable(variable);
  const std::string_view why = why_never(option);
  if (!why.empty()) return fmt::format("--{} is no setting: {}", option, why);
  std::vector<std::string> names;
  for (const Setting& setting : settings_table()) names.push_back(variable_of(setting.name));
  const auto near = nearest(variable, names);
  return near ? fmt::format("did you mean {}?", *near) : "unset it, or look for the name above";
}

void tell_unknown(Program& program, const std::vector<std::string>& unknown) {
  for (const std::string& variable : unknown) {
    program.tell({.severity = Severity::warning,
                  .id = "unknown-variable",
                  .message = fmt::format("{} is no setting and does nothing", printable(variable)),
                  .hint = hint_for(variable)});
  }
}

int run(Program& program, const Options& options) {
  const World& world = program.world();
  const Settings settings = program.options().no_settings ? Settings{} : read_settings(world);
  const Chosen chosen = choose(settings, {});
  const auto unknown = unknown_variables(world);
  if (options.output == "json") {
    program.out() << report::to_json(node(settings, chosen, unknown));
  } else {
    print_table(program, settings, chosen);
  }
  tell_left_out(program, chosen);
  tell_passwords(program, chosen);
  tell_unknown(program, unknown);
  return exit_ok;
}

}  // namespace

Command settings() {
  auto options = std::make_shared<Options>();
  return {
      .name = "settings",
      .details =
          "An option that a command line does not give is taken from the environment, else from "
          ".tokenshift.toml of the project, else from the user's file, else it has its default. A "
          "setting has the option's long name: --max-rate is TOKENSHIFT_MAX_RATE in the "
          "environment and max-rate = 500 in a file. Other variables than these do nothing.\n"
          ".tokenshift.toml is looked for in the present directory and, inside a repository of "
          "git, above it up to the repository's root; the user's file is tokenshift/config.toml "
          "below $XDG_CONFIG_HOME, else ~/.config. Both are flat TOML, and relative paths in them "
          "are relative to the file. A file that somebody else could write is refused (4), what "
          "is no setting in it too (3).\n"
          "What is of one deployment (--home, --db, --apim-version, ...) comes from one place: "
          "where "
          "the command line or a stronger layer names a deployment, the weaker layers' are left "
          "out. Commands say on stderr which deployment they took from a setting.\n"
          "What answers a question or accepts a danger (--yes, --confirm, --servers-stopped, ...) "
          "is "
          "never a setting, nor is a password: a URL with one is refused. A project's file names "
          "files with passwords only in its own directory.\n"
          "--no-settings or TOKENSHIFT_NO_SETTINGS=1 leaves all of them out; --quiet=false takes "
          "one flag back.",
      .options = {{"-o,--output",
                   "FORMAT",
                   "how the list is printed; default table",
                   &options->output,
                   {"table", "json"}}},
      .examples = {{"what counts here, and why", "tokenshift settings"},
                   {"which deployment a script would take",
                    "tokenshift settings -o json | jq '.settings[] | select(.name == \"home\")'"},
                   {"a deployment for a shell",
                    "export TOKENSHIFT_HOME=/opt/wso2am; tokenshift settings"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
