// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"

#include "../guard_places.hpp"
#include "commands.hpp"

namespace tokenshift::cli {
namespace {

struct Options {
  bool git_hook = false;
  std::string repository = ".";
  std::string unit;
  std::string root;
  Placing placing;
};

int run_uninstall(Program& program, const Options& options) {
  if (options.git_hook == !options.unit.empty()) {
    throw Error(ErrorKind::usage, "guard uninstall: name one place",
                "one of --git-hook and --systemd UNIT");
  }
  const OwnedFile file = options.git_hook
                             ? hook_file(options.repository, {})
                             : drop_in_file(options.root, service_name(options.unit), {});
  const bool done = take_out(program, file, options.placing);
  if (done && !options.git_hook && options.root.empty()) program.next("systemctl daemon-reload");
  return exit_ok;
}

}  // namespace

Command guard_uninstall() {
  auto options = std::make_shared<Options>();
  return {.name = "guard uninstall",
          .details =
              "Removes exactly that: the file, and the directory if it was made for it and nothing "
              "else is in it. A file that somebody changed since, or that is not ours, is left "
              "alone (4). What is removed is shown and asked first.",
          .options =
              {{"--git-hook", "", "the pre-commit hook of a repository of git", &options->git_hook},
               {"--repository", "DIR", "the repository; default: the one of the present directory",
                &options->repository},
               {"--systemd", "UNIT", "the drop-in of this service; default: none", &options->unit},
               {"--root", "DIR", "where the file system begins, as of systemctl --root; default /",
                &options->root},
               {"-n,--dry-run", "", "show what would be removed, and remove nothing",
                &options->placing.dry_run},
               {"-y,--yes", "", "do not ask whether to remove it", &options->placing.yes}},
          .examples = {{"from this repository", "tokenshift guard uninstall --git-hook"},
                       {"from a service", "tokenshift guard uninstall --systemd wso2am"}},
          .run = [options](Program& program) { return run_uninstall(program, *options); }};
}

}  // namespace tokenshift::cli
