// SPDX-License-Identifier: Apache-2.0
#include "owned_file.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/digest.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/report/unified_diff.hpp"

#include "confirm.hpp"
#include "shown_diff.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view made_by = "# Made by tokenshift ";
constexpr std::string_view sum_mark = "# sha256 of the lines above: ";
constexpr std::string_view own_directory = "# The directory was made for this file.\n";

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

std::string with_sum(const std::string& lines) {
  return fmt::format("{}{}{}\n", lines, sum_mark, crypto::sha256_hex(lines));
}

// The lines before the sum; nothing when it is wrong.
std::string lines_of(const std::string& bytes) {
  const std::size_t at = bytes.rfind(sum_mark);
  if (at == std::string::npos) return {};
  const std::string lines = bytes.substr(0, at);
  return with_sum(lines) == bytes ? lines : std::string();
}

bool made_directory(const std::string& bytes) {
  return bytes.find(own_directory) != std::string::npos;
}

std::string wanted_bytes(const OwnedFile& file, bool with_directory) {
  return with_sum(with_directory ? file.text + std::string(own_directory) : file.text);
}

[[noreturn]] void refuse(const OwnedFile& file, std::string_view why, const std::string& hint) {
  throw Error(ErrorKind::refused, fmt::format("{}: {}", printable(file.path.string()), why), hint);
}

// By another name first, so that nobody ever runs half of it.
void write(const OwnedFile& file, const std::string& bytes) {
  fs::path draft = file.path;
  draft += ".tokenshift-new";
  std::error_code problem;
  fs::remove(draft, problem);
  os::write_new_file(draft, bytes, file.mode);
  fs::rename(draft, file.path, problem);
  if (!problem) return;
  std::error_code ignored;
  fs::remove(draft, ignored);
  throw Error(
      ErrorKind::environment,
      fmt::format("{}: cannot be written: {}", printable(file.path.string()), problem.message()),
      "check the permissions of its directory");
}

void make_directory(const fs::path& directory) {
  std::error_code problem;
  fs::create_directory(directory, problem);
  if (!problem) return;
  throw Error(
      ErrorKind::environment,
      fmt::format("{}: cannot be made: {}", printable(directory.string()), problem.message()),
      "check that the directory above is there and yours");
}

void show(Program& program, const OwnedFile& file, const std::string& before,
          const std::string& after) {
  // A patch has no slash in front of its names.
  show_diff(program, report::unified_diff(before, after, file.path.relative_path().string()));
}

}  // namespace

Presence presence_of(const OwnedFile& file) {
  if (!is_there(file.path)) return Presence::nothing;
  const std::string bytes = os::read_file(file.path);
  if (bytes == wanted_bytes(file, made_directory(bytes))) return Presence::as_wanted;
  if (bytes.find(made_by) == std::string::npos) return Presence::foreign;
  return lines_of(bytes).empty() ? Presence::edited : Presence::other;
}

bool put_in(Program& program, const OwnedFile& file, const Placing& placing) {
  const Presence presence = presence_of(file);
  if (presence == Presence::as_wanted) {
    program.say(
        fmt::format("{} is in place already; nothing was written", printable(file.path.string())));
    return true;
  }
  if (presence == Presence::foreign) refuse(file, "there is one already", file.put_it_so);
  if (presence == Presence::edited) {
    refuse(file, "somebody changed it since it was put in",
           "look at it, move it away, then run this again");
  }
  const fs::path directory = file.path.parent_path();
  const std::string before =
      presence == Presence::nothing ? std::string() : os::read_file(file.path);
  const std::string after =
      wanted_bytes(file, before.empty() ? !is_there(directory) : made_directory(before));
  show(program, file, before, after);
  if (placing.dry_run) {
    program.say("dry run: nothing was written");
    return false;
  }
  confirm_reversible(program, fmt::format("Write {}?", printable(file.path.string())), placing.yes);
  make_directory(directory);
  write(file, after);
  program.out() << "wrote " << printable(file.path.string()) << '\n';
  return true;
}

bool take_out(Program& program, const OwnedFile& file, const Placing& placing) {
  const Presence presence = presence_of(file);
  if (presence == Presence::nothing) {
    program.say(fmt::format("{} is not there; nothing was removed", printable(file.path.string())));
    return true;
  }
  if (presence == Presence::foreign) {
    refuse(file, "tokenshift did not make it", "take out of it by hand what calls tokenshift");
  }
  if (presence == Presence::edited) {
    refuse(file, "somebody changed it since it was put in",
           "look at it, and remove it by hand if nobody needs it");
  }
  const std::string bytes = os::read_file(file.path);
  show(program, file, bytes, {});
  if (placing.dry_run) {
    program.say("dry run: nothing was removed");
    return false;
  }
  confirm_reversible(program, fmt::format("Remove {}?", printable(file.path.string())),
                     placing.yes);
  std::error_code problem;
  fs::remove(file.path, problem);
  if (problem) {
    throw Error(
        ErrorKind::environment,
        fmt::format("{}: cannot be removed: {}", printable(file.path.string()), problem.message()),
        "check the permissions of its directory");
  }
  // Fails where something else is in it, which is as it should be.
  std::error_code ignored;
  if (made_directory(bytes)) fs::remove(file.path.parent_path(), ignored);
  program.out() << "removed " << printable(file.path.string()) << '\n';
  return true;
}

}  // namespace tokenshift::cli
