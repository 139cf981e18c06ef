// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace tokenshift::os {

/// The largest configuration file that is read: 64 MiB. The largest seen in practice has 15 KB.
inline constexpr std::size_t max_file_bytes = std::size_t{64} << 20U;

/// The bytes of a regular file. "-" is not special here.
/// Throws Error{environment} when it is missing, unreadable, a directory or a device;
/// Error{input} when it is larger than `limit`.
std::string read_file(const std::filesystem::path& path, std::size_t limit = max_file_bytes);

/// What replace_file() did.
struct Replaced {
  std::filesystem::path target;  ///< the file itself, after symbolic links
  std::filesystem::path backup;  ///< the copy of the old bytes, beside it
};

/// Puts `replacement` in the place of the file, so that at every moment, even after a crash, the
/// path names either all of the old bytes or all of the new ones.
///
/// Steps: resolve symbolic links; check that the file still holds `expected`; write the old bytes
/// to
/// `<name>.tokenshift-backup-<stamp>`; write the new bytes to a temporary file in the same
/// directory with the owner, mode and extended attributes of the old one; fsync; rename; fsync the
/// directory.
///
/// Throws Error{refused} when the file changed since it was read, is reached through a symbolic
/// link that a ConfigMap mount manages (`..data`), has several hard links, or is a mount of its
/// own; Error{environment} when the file system says no. The old file is in place and nothing is
/// left behind then.
Replaced replace_file(const std::filesystem::path& path, std::string_view expected,
                      std::string_view replacement, std::string_view stamp);

/// Throws what replace_file() would throw for reasons that are there already: read-only file,
/// directory or mount, managed link, several hard links, mounted alone. Writes nothing.
void require_replaceable(const std::filesystem::path& path);

/// Throws what write_new_file() would throw for reasons that are there already: something has this
/// name, its directory is missing or not ours to write. Writes nothing.
void require_new(const std::filesystem::path& path);

/// Writes a new file; it must not exist. `mode` as of open(2): the umask applies. The name is there
/// once all bytes are, where the file system can do that (O_TMPFILE of open(2)). Throws
/// Error{environment}; nothing is left behind then.
void write_new_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode);

/// Writes what is made anew each time, over whatever the path names: a file, a pipe, /dev/stdout.
/// No backup is made. `mode` as of open(2), for a new file. Throws Error{environment}.
void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0666);

/// Takes bytes, some at a time.
using Sink = std::function<void(std::string_view bytes)>;

/// The same for more bytes than memory should hold: `produce` gives them to a sink.
void write_new_file(const std::filesystem::path& path, unsigned mode,
                    const std::function<void(const Sink&)>& produce);

}  // namespace tokenshift::os
