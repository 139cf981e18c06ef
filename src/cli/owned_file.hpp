// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "program.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace tokenshift::cli {

/// A file of a configuration that is not ours: a hook of git, a drop-in of systemd. Each is a text
/// with comments that begin with '#'. Its last line has the SHA-256 of those before, so that it is
/// taken out only as it was put in.
struct OwnedFile {
  std::filesystem::path path;
  std::string text;       ///< the lines, the first of which say who made it; without the last one
  unsigned mode = 0666;   ///< as of open(2)
  std::string put_it_so;  ///< what to do where a file of somebody else is in the place
};

/// What is in the place of such a file.
enum class Presence {
  nothing,
  as_wanted,  ///< this very text
  other,      ///< made by us, with other lines
  edited,     ///< made by us, and changed by somebody since
  foreign,    ///< not made by us
};
Presence presence_of(const OwnedFile& file);

/// How a file is put in or taken out.
struct Placing {
  bool dry_run = false;
  bool yes = false;  ///< the question is answered
};

/// Shows the file, asks, and writes it, with its directory where there is none. True when it is
/// there now, false after a dry run.
/// Throws Error{refused} when an edited or a foreign file is in its place, Error{unconfirmed} when
/// the answer is no, Error{environment}.
bool put_in(Program& program, const OwnedFile& file, const Placing& placing);

/// Shows what is there, asks, and removes it, with the directory that was made for it if nothing
/// else is in it. Of `file` the path counts alone. True when it is not there now.
/// Throws as put_in() does.
bool take_out(Program& program, const OwnedFile& file, const Placing& placing);

}  // namespace tokenshift::cli
