// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/finding.hpp"
#include "tokenshift/cli/app.hpp"

#include <string>
#include <string_view>

namespace tokenshift::cli {

/// Options that every command has.
struct CommonOptions {
  std::string color = "auto";
  std::string progress = "auto";
  bool quiet = false;
  bool no_input = false;
  bool no_settings = false;
};

/// What colours stand for. Nothing is said by colour alone.
enum class Tone { plain, strong, good, bad, warn, faint };

/// A run of the program: the world, and how to talk to it.
class Program {
 public:
  Program(World& world, const CommonOptions& options) : world_(world), options_(options) {}

  std::ostream& out() { return world_.out; }
  std::ostream& err() { return world_.err; }
  World& world() { return world_; }
  Time now() const { return world_.now(); }
  std::optional<std::string> environment(const std::string& name) const {
    return world_.environment(name);
  }

  /// The text in a tone, for stdout or stderr, when that is a terminal and colour is wanted.
  std::string paint_out(Tone tone, std::string_view text) const;
  std::string paint_err(Tone tone, std::string_view text) const;

  /// A line on stderr, unless --quiet.
  void say(std::string_view line);

  /// The command that comes next, on stderr, unless --quiet.
  void next(std::string_view command);

  /// A finding on stderr; notes are left out with --quiet.
  void tell(const Finding& finding);

  /// Whether questions can be asked.
  bool may_ask() const { return world_.in_terminal && world_.err_terminal && !options_.no_input; }

  bool quiet() const { return options_.quiet; }
  const CommonOptions& options() const { return options_; }

  /// Where a settings file of a project names the deployment: ".tokenshift.toml:1". Else empty.
  const std::string& named_by_project() const { return named_by_project_; }
  void set_named_by_project(std::string source) { named_by_project_ = std::move(source); }

 private:
  std::string paint(bool terminal, Tone tone, std::string_view text) const;

  World& world_;
  const CommonOptions& options_;
  std::string named_by_project_;
};

/// A word as a shell takes it: quoted when it has to be.
std::string shell_word(std::string_view word);

}  // namespace tokenshift::cli
