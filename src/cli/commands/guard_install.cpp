// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/version.hpp"

#include "../guard_places.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <sstream>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  bool git_hook = false;
  std::string repository = ".";
  std::string unit;
  std::string root;
  std::string print;
  std::string home;
  std::string seal;
  std::string apim_version;
  std::string image;
  std::string program;
  Placing placing;
};

void require_one_place(const Options& options) {
  const int places =
      (options.git_hook ? 1 : 0) + (options.unit.empty() ? 0 : 1) + (options.print.empty() ? 0 : 1);
  if (places == 1) return;
  throw Error(ErrorKind::usage, "guard install: name one place",
              "one of --git-hook, --systemd UNIT, --print kubernetes or --print compose");
}

std::string program_path(const Options& options) {
  if (!options.program.empty()) return fs::absolute(options.program).string();
  std::error_code problem;
  const fs::path self = fs::read_symlink("/proc/self/exe", problem);
  return problem ? "tokenshift" : self.string();
}

CommandWords version_words(const Options& options) {
  if (options.apim_version.empty()) return {};
  return {"--apim-version", options.apim_version};
}

std::string whole_path(const std::string& path) {
  return fs::absolute(path).lexically_normal().string();
}

int install_hook(Program& program, const Options& options) {
  CommandWords check{program_path(options), "guard", "check", "--staged"};
  if (!options.seal.empty()) check.insert(check.end(), {"--seal", whole_path(options.seal)});
  for (const std::string& word : version_words(options)) check.push_back(word);
  check.insert(check.end(), options.files.begin(), options.files.end());
  if (put_in(program, hook_file(options.repository, check), options.placing)) {
    program.next("tokenshift guard check --staged");
  }
  return exit_ok;
}

// A start that fails tomorrow is found today.
void try_out(Program& program, const CommandWords& check) {
  std::ostringstream out;
  std::ostringstream err;
  const World& around = program.world();
  World world{.in = around.in,
              .out = out,
              .err = err,
              .environment = [](const std::string&) { return std::nullopt; },  // a unit has none
              .now = around.now};
  if (run({check.begin() + 1, check.end()}, world) == exit_ok) return;
  program.out() << out.str() << std::flush;
  program.err() << err.str();
  throw Error(ErrorKind::refused, "the guard says no already: the server would not start",
              "repair what it found, then run this again");
}

int install_drop_in(Program& program, const Options& options) {
  if (options.home.empty() || options.seal.empty()) {
    throw Error(ErrorKind::usage, "--systemd wants --home and --seal",
                "make the seal with tokenshift guard seal --home DIR --out FILE");
  }
  CommandWords check{program_path(options),
                     "guard",
                     "check",
                     "--quiet",
                     "--home",
                     whole_path(options.home),
                     "--seal",
                     whole_path(options.seal)};
  for (const std::string& word : version_words(options)) check.push_back(word);
  try_out(program, check);
  const std::string service = service_name(options.unit);
  if (!has_unit(options.root, service)) {
    program.tell({Severity::warning,
                  "no-such-unit",
                  fmt::format("systemd has no unit {} here", service),
                  "check the name with systemctl list-unit-files",
                  {}});
  }
  if (put_in(program, drop_in_file(options.root, service, check), options.placing) &&
      options.root.empty()) {
    program.next("systemctl daemon-reload");
  }
  return exit_ok;
}

int print(Program& program, const Options& options) {
  const std::string image =
      options.image.empty() ? fmt::format("tokenshift:{}", program_version()) : options.image;
  const auto text = options.print == "compose" ? compose_text : kubernetes_text;
  program.out() << text(image, version_words(options));
  program.next("tokenshift guard seal --home DIR --out seal.json");
  return exit_ok;
}

int run_install(Program& program, const Options& options) {
  require_one_place(options);
  if (options.git_hook) return install_hook(program, options);
  return options.unit.empty() ? print(program, options) : install_drop_in(program, options);
}

std::vector<Option> options_of(Options& options) {
  return {
      {"FILE", "",
       "for --git-hook: the files and directories of the repository that it checks; default: each "
       "deployment.toml",
       &options.files},
      {"--git-hook", "", "the pre-commit hook of a repository of git", &options.git_hook},
      {"--repository", "DIR", "the repository; default: the one of the present directory",
       &options.repository},
      {"--systemd", "UNIT",
       "a drop-in for the service of the server, with ExecStartPre; wants --home and --seal; "
       "default: none",
       &options.unit},
      {"--root", "DIR", "where the file system begins, as of systemctl --root; default /",
       &options.root},
      {"--print",
       "WHAT",
       "print an init container or a service, and write nothing; default: nothing is printed",
       &options.print,
       {"kubernetes", "compose"}},
      {"--home", "DIR", "the API-M home that the service starts; without it there is no drop-in",
       &options.home},
      {"--seal", "FILE",
       "the seal that deployment.toml is held against: --systemd wants it, --git-hook takes it "
       "beside "
       "what was committed last; default: none",
       &options.seal},
      {"--apim-version", "V",
       "the version of API-M; default: what a home or a seal says when the guard runs",
       &options.apim_version},
      {"--image", "NAME", "for --print: the image with tokenshift; default tokenshift:VERSION",
       &options.image},
      {"--program", "FILE", "the program to be called; default: this one", &options.program},
      {"-n,--dry-run", "", "show what would be written, and write nothing",
       &options.placing.dry_run},
      {"-y,--yes", "", "do not ask whether to write it", &options.placing.yes},
  };
}

}  // namespace

Command guard_install() {
  auto options = std::make_shared<Options>();
  return {
      .name = "guard install",
      .details =
          "--git-hook makes a pre-commit hook, which lets no commit pass with a finding at or "
          "above error. --systemd makes a drop-in, with which the server does not start while its "
          "deployment.toml is at odds with the seal; the check runs as the user of the service, "
          "who has to be able to read both. It is tried out before it is written. --print is for "
          "containers; the image is yours to make.\n"
          "What is written is shown and asked first. A hook that is there already is left alone "
          "(4), with the line to add. The second time nothing is written. tokenshift guard "
          "uninstall takes it out again.",
      .options = options_of(*options),
      .examples = {{"for every commit in this repository",
                    "tokenshift guard install --git-hook --apim-version 4.6.0"},
                   {"for every start of the server",
                    "tokenshift guard install --systemd wso2am --home /opt/wso2am --seal "
                    "/etc/tokenshift/wso2am.json"},
                   {"for every start of a pod",
                    "tokenshift guard install --print kubernetes > guard-patch.yaml"}},
      .run = [options](Program& program) { return run_install(program, *options); }};
}

}  // namespace tokenshift::cli
