// SPDX-License-Identifier: Apache-2.0
#include "../completion/scripts.hpp"
#include "commands.hpp"

#include <algorithm>
#include <memory>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  std::string kind;
};

int run(Program& program, const Options& options) {
  const auto script = std::ranges::find(scripts(), options.kind, &Script::name);
  program.out() << script->write(Outline());
  return 0;
}

}  // namespace

Command completion() {
  auto options = std::make_shared<Options>();
  std::vector<std::string> kinds;
  for (const Script& script : scripts()) kinds.emplace_back(script.name);
  return {
      .name = "completion",
      .details =
          "The Debian package installs all of them; this is for a program that was copied by hand. "
          "Commands, options and their values are completed; what depends on a deployment (runs, "
          "tenants) is read from the one that the command line or a setting names, and given up "
          "after two seconds.\n"
          "bash: keep it as ~/.local/share/bash-completion/completions/tokenshift. zsh: as "
          "_tokenshift in a directory of $fpath. fish: as "
          "~/.config/fish/completions/tokenshift.fish. man: as "
          "~/.local/share/man/man1/tokenshift.1.",
      .options = {{"KIND", "", "for which shell, or man", &options->kind, kinds, true}},
      .examples = {{"in the shell that runs", "source <(tokenshift completion bash)"},
                   {"the manual, without installing it",
                    "tokenshift completion man >/tmp/tokenshift.1 && man -l /tmp/tokenshift.1"}},
      .run = [options](Program& program) { return run(program, *options); },
      .takes_settings = false};
}

}  // namespace tokenshift::cli
