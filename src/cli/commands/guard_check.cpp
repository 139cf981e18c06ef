// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/report.hpp"
#include "tokenshift/checks/seal.hpp"
#include "tokenshift/os/files.hpp"

#include "../compared_database.hpp"
#include "../diagnosis.hpp"
#include "../finding_text.hpp"
#include "../guard_input.hpp"
#include "../report_files.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  GuardInputOptions input;
  apim::DeploymentRequest database;
  std::string base_version;
  std::string seal;
  std::string apim_version;
  std::string fail_on = "error";
  std::string ticket;
  std::string output = "text";
  std::vector<std::string> reports;
};

// What all files are held against.
struct Measure {
  apim::Deployment pack;
  apim::Deployment base_pack;
  std::optional<checks::Seal> seal;
  std::optional<survey::Facts> facts;  // where a database is named
};

Measure measure_of(Program& program, const Options& options) {
  Measure measure{.pack = apim::load_pack(options.input.home, options.apim_version)};
  if (!options.seal.empty()) {
    measure.seal = checks::read_seal(os::read_file(options.seal), options.seal);
    if (!measure.pack.version) {
      measure.pack.version = apim::parse_version(measure.seal->apim_version);
      measure.pack.version_source = "the seal";
    }
  }
  measure.base_pack =
      options.base_version.empty() ? measure.pack : apim::load_pack("", options.base_version);
  if (!options.database.db.empty()) {
    measure.facts = use_of(open_session(program, options.database, db::Access::read));
  }
  return measure;
}

void require_one(const Options& options, const GuardInput& input) {
  if (options.seal.empty() || input.names().size() <= 1) return;
  throw Error(ErrorKind::usage,
              fmt::format("--seal is for one file, and {} are named", input.names().size()),
              "name one file, or compare all with --base git:REV");
}

checks::Checked check_one(const Program& program, const Options& options, const Measure& measure,
                          const std::string& file, Compared compared, const std::string& base) {
  const checks::State now = compared.gone
                                ? checks::gone_state(file, measure.pack)
                                : checks::state_of(std::move(compared.text), file, measure.pack);
  std::optional<checks::State> before;
  if (compared.before) {
    before = checks::state_of(*std::move(compared.before), base, measure.base_pack);
  }
  return {.name = file,
          .hits = checks::evaluate({.now = now,
                                    .before = before ? &*before : nullptr,
                                    .seal = measure.seal ? &*measure.seal : nullptr,
                                    .time = program.now(),
                                    .facts = measure.facts ? &*measure.facts : nullptr},
                                   options.ticket),
          .readable = now.linted.readable};
}

void show_text(Program& program, const checks::Checked& file, std::string_view text) {
  Location last;
  for (const checks::Hit& hit : file.hits) {
    if (hit.fate == checks::Fate::ignored) continue;
    Finding finding = hit.finding;
    if (hit.fate == checks::Fate::accepted) {
      finding.message += fmt::format(" (accepted: {})", printable(hit.excuse));
    }
    program.out() << finding_text(program, finding, text, finding.location == last);
    last = finding.location;
  }
}

std::string summary_of(const checks::Report& report) {
  const checks::Counts counts = checks::counts_of(report);
  std::string line =
      fmt::format("{}: {}, {}", counted(static_cast<std::int64_t>(report.files.size()), "file"),
                  counted(counts.open[2], "error"), counted(counts.open[1], "warning"));
  if (counts.open[0] > 0) line += ", " + counted(counts.open[0], "note");
  if (counts.ignored > 0) line += fmt::format("; {} ignored", counts.ignored);
  if (counts.accepted > 0) {
    line += fmt::format("; {} accepted under {}", counts.accepted, printable(report.ticket));
  }
  return line;
}

// Whether a finding makes the answer no.
bool fails(const checks::Hit& hit, Severity limit) {
  return hit.fate == checks::Fate::open && hit.finding.severity >= limit;
}

int finish(Program& program, const Options& options, const checks::Report& report) {
  const Severity limit = options.fail_on == "error"     ? Severity::error
                         : options.fail_on == "warning" ? Severity::warning
                                                        : Severity::note;
  program.say(summary_of(report));
  const checks::Hit* worst = nullptr;
  bool readable = true;
  for (const checks::Checked& file : report.files) {
    readable = readable && file.readable;
    for (const checks::Hit& hit : file.hits) {
      if (!fails(hit, limit)) continue;
      if (worst == nullptr || worst->finding.severity < hit.finding.severity) worst = &hit;
    }
  }
  if (worst != nullptr) program.next("tokenshift guard explain " + worst->finding.id);
  if (!readable) return static_cast<int>(ErrorKind::input);
  return worst == nullptr ? exit_ok : exit_no;
}

int run(Program& program, const Options& options) {
  const std::vector<ReportFile> reports = report_files(options.reports);
  GuardInput input(program, options.input);
  require_one(options, input);
  const Measure measure = measure_of(program, options);
  checks::Report report{.files = {}, .ticket = options.ticket};
  for (const std::string& name : input.names()) {
    Compared compared = input.read(name);
    const std::string text = options.output == "text" ? compared.text : std::string();
    report.files.push_back(check_one(program, options, measure, GuardInput::shown(name),
                                     std::move(compared), input.base()));
    if (options.output == "text") show_text(program, report.files.back(), text);
  }
  for (const checks::ReportFormat& format : checks::report_formats()) {
    if (format.name == options.output) program.out() << format.write(report);
  }
  write_reports(reports, report);
  return finish(program, options, report);
}

std::vector<Option> options_of(Options& options) {
  return joined(
      {
          {"FILE", "",
           "files, patterns, or directories in which each deployment.toml is meant; - is standard "
           "input; default: the one of --home",
           &options.input.files},
          {"--base", "FILE|git:REV",
           "what it was before: a file, or the same file in a revision of git; default: nothing to "
           "compare with",
           &options.input.base},
          {"--staged", "",
           "look at what git is about to commit and what differs from --base, by default the last "
           "commit",
           &options.input.staged},
          {"--base-version", "V", "the version of API-M that --base belongs to; default: the same",
           &options.base_version},
          {"--seal", "FILE",
           "a seal that was made when the optimization was on; default: nothing to compare with",
           &options.seal},
          {"--apim-version", "V",
           "the version of API-M; default: what --home says, else what the seal says",
           &options.apim_version},
          {"--home", "DIR",
           "the API-M home: version and defaults are read from it; without it, name the files and "
           "--apim-version",
           &options.input.home},
          {"--fail-on",
           "SEVERITY",
           "the least severity that makes the answer no; default error",
           &options.fail_on,
           {"error", "warning", "info"}},
          {"--accept-irreversible", "TICKET",
           "let what cannot be taken back pass; TICKET is written into the report; without it that "
           "is an error",
           &options.ticket},
          {"-o,--output",
           "FORMAT",
           "how findings are printed; default text, as compilers do",
           &options.output,
           {"text", "json", "sarif", "junit", "github", "gitlab"}},
          {"--report", "FORMAT=PATH",
           "write a report into a file as well: json, sarif, junit, github or gitlab; may be "
           "repeated; default: none",
           &options.reports},
      },
      compared_database_options(options.database));
}

}  // namespace

Command guard_check() {
  auto options = std::make_shared<Options>();
  return {
      .name = "guard check",
      .details =
          "Looks at each file, and at what changed since --base or --seal: the optimization "
          "switched off by whatever spelling, another issuer of JWTs, a file that the server "
          "cannot read. tokenshift guard rules lists all rules; without a version those that "
          "depend on it are left out. Needs no network but for --db, and git for --base git:REV "
          "and --staged "
          "only; a file that the revision does not have is looked at alone, and one that is gone "
          "since is a revert when it had the optimization on.\n"
          "With --db the database is asked whether servers ran with the optimization on; the file "
          "must not say off then. All else about a database is for tokenshift doctor.\n"
          "A comment ignores a rule in its file until the end of a day: "
          "# tokenshift: ignore TS214 until=2027-01-31 reason=\"why\". Irreversible findings are "
          "never ignored, only accepted under a ticket.\n"
          "The exit code is 0 when nothing is found at or above --fail-on, 1 when something is, 3 "
          "when the server cannot read a file, 6 when a file or revision is not there.",
      .options = options_of(*options),
      .examples = {{"in a pipeline, against the main branch",
                    "tokenshift guard check --apim-version 4.6.0 --base git:origin/main conf/"},
                   {"against a seal", "tokenshift guard check --seal seal.json deployment.toml"},
                   {"before an upgrade",
                    "tokenshift guard check --base-version 4.6.0 --apim-version 4.7.0 --base "
                    "d.toml d.toml"},
                   {"against the database of the deployment",
                    "tokenshift guard check --apim-version 4.6.0 --db sqlite:WSO2AM_DB.db "
                    "deployment.toml"},
                   {"as a hook of git", "tokenshift guard check --apim-version 4.6.0 --staged"},
                   {"with reports for a code-scanning service and a CI server",
                    "tokenshift guard check --home /opt/wso2am --report sarif=guard.sarif "
                    "--report junit=guard.xml"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
