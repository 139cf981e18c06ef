// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "descriptor.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace tokenshift::os {

std::optional<std::string> read_trusted_file(const std::filesystem::path& path, std::size_t limit) {
  // What is looked at is what is read: the open file, not its name.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) {
    const int problem = errno;
    struct stat ignored {};
    // Of a folder that is closed to this user nobody can say that the file is there.
    const bool unseen = problem == EACCES && ::stat(path.c_str(), &ignored) != 0;
    if (problem == ENOENT || problem == ENOTDIR || unseen) return std::nullopt;
    throw system_error(path, "read", problem);
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw system_error(path, "read", errno);
  const std::string name = printable(path.string());
  if (!S_ISREG(status.st_mode)) {
    throw file_error(ErrorKind::environment, path, "is not a regular file",
                     "move it away, or put a file in its place");
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    throw file_error(ErrorKind::refused, path,
                     fmt::format("belongs to another user (uid {}), who could make this program do "
                                 "what you do not want",
                                 status.st_uid),
                     fmt::format("look at it; if it is right: chown {} {}", ::geteuid(), name));
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw file_error(
        ErrorKind::refused, path,
        fmt::format("may be written by {}, who could make this program do what you do not want",
                    (status.st_mode & S_IWOTH) != 0 ? "everybody" : "its group"),
        fmt::format("look at it; if it is right: chmod go-w {}", name));
  }
  return read_all(file, path, limit);
}

}  // namespace tokenshift::os
