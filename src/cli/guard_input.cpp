// SPDX-License-Identifier: Apache-2.0
#include "guard_input.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/os/files.hpp"

#include "file_search.hpp"
#include "standard_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace tokenshift::cli {
namespace {

constexpr std::string_view git_prefix = "git:";
constexpr const char* last_commit = "git:HEAD";

bool is_one_file(const std::string& base) { return !base.empty() && !base.starts_with(git_prefix); }

bool is_on_disk(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::symlink_status(file, ignored));
}

}  // namespace

GuardInput::GuardInput(Program& program, GuardInputOptions options)
    : program_(program), options_(std::move(options)) {
  if (options_.staged && is_one_file(options_.base)) {
    throw Error(ErrorKind::usage, "--staged goes with a base in git, not with a file",
                "leave --base out: the last commit is meant then");
  }
  if (options_.staged && options_.base.empty() && has_commit()) options_.base = last_commit;
  if (options_.base.starts_with(git_prefix)) {
    revision_.emplace(options_.base.substr(git_prefix.size()),
                      options_.staged ? Repository::of_present : Repository::of_file);
  }
  options_.staged ? find_staged() : find_files();
}

void GuardInput::find_staged() {
  if (options_.files.empty()) options_.files = {"."};
  const std::string revision = revision_ ? options_.base.substr(git_prefix.size()) : std::string();
  for (const std::string& word : options_.files) {
    const bool folder = kind_of_word(word) == WordKind::directory;
    for (const std::string& file : staged_files(word, revision)) {
      const bool known = std::ranges::find(names_, file) != names_.end();
      if (!known && (!folder || is_meant(file))) names_.push_back(file);
    }
  }
}

void GuardInput::find_files() {
  if (options_.files.empty()) {
    if (options_.home.empty()) {
      throw Error(ErrorKind::usage, "guard check: no file is named",
                  "name files, patterns or directories, or the deployment with --home DIR");
    }
    options_.files = {options_.home + "/repository/conf/deployment.toml"};
  }
  if (!revision_) {
    names_ = named_files(options_.files);
  } else {
    names_ = named_files(options_.files, [this](const std::string& folder) {
      return revision_->files_below(folder);
    });
  }
  const bool stream = std::ranges::find(names_, standard_input) != names_.end();
  if (stream && revision_) {
    throw Error(ErrorKind::usage, "standard input (-) was in no revision of git",
                "compare it with --base FILE or --seal FILE");
  }
  if (names_.size() > 1 && is_one_file(options_.base)) {
    throw Error(ErrorKind::usage,
                fmt::format("--base FILE is for one file, and {} are named", names_.size()),
                "name one file, or compare all with --base git:REV");
  }
}

std::string GuardInput::shown(const std::string& name) {
  return name == standard_input ? "<stdin>" : name;
}

std::string GuardInput::text_now(const std::string& name) {
  return name == standard_input ? read_stream(program_.world().in) : os::read_file(name);
}

Compared GuardInput::read(const std::string& name) {
  Compared compared;
  if (revision_) compared.before = revision_->text_of(name);
  if (is_one_file(options_.base)) compared.before = os::read_file(options_.base);
  if (options_.staged) {
    const auto text = staged_text(name);
    compared.gone = !text;
    compared.text = text.value_or("");
    return compared;
  }
  // A name that was there before and is not now has been found by its directory.
  compared.gone = revision_ && compared.before && name != standard_input && !is_on_disk(name);
  if (!compared.gone) compared.text = text_now(name);
  return compared;
}

}  // namespace tokenshift::cli
