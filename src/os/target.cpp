// SPDX-License-Identifier: Apache-2.0
// Which file a path really names, and whether it may be replaced.
//
// Kubernetes mounts a ConfigMap or Secret as
//
//   deployment.toml -> ..data/deployment.toml        ..data -> ..2024_04_23_10_18_00.123456789
//
// and swaps `..data` on each change: what we would write there is lost, without a word, at the next
// one.
#include "target.hpp"

#include "tokenshift/os/files.hpp"

#include "descriptor.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <unistd.h>

namespace tokenshift::os {
namespace {

namespace fs = std::filesystem;

constexpr int max_links = 40;  // as the kernel, path_resolution(7)

Error managed(const fs::path& path) {
  return file_error(ErrorKind::refused, path,
                    "is managed by a Kubernetes ConfigMap or Secret mount",
                    "edit the ConfigMap instead; the change arrives through the mount");
}

// Whether the directory is one of those that `..data` beside it points to.
bool is_managed_version(const fs::path& directory) {
  if (!directory.filename().string().starts_with("..")) return false;
  std::error_code ignored;
  return fs::is_symlink(directory.parent_path() / "..data", ignored);
}

bool is_mounted_alone(const fs::path& target) {
  struct statx status {};
  // A kernel or container that knows no statx tells nothing; rename() will then say EBUSY.
  if (::statx(AT_FDCWD, target.c_str(), AT_SYMLINK_NOFOLLOW, STATX_INO, &status) != 0) return false;
  return (status.stx_attributes_mask & status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

void require_writable(const fs::path& path) {
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) return;
  throw system_error(path, "written", errno);
}

}  // namespace

fs::path resolve_links(const fs::path& path) {
  const fs::path start = fs::absolute(path);
  std::deque<fs::path> ahead(start.begin(), start.end());
  fs::path reached;
  for (int links = 0; !ahead.empty();) {
    const fs::path name = ahead.front();
    ahead.pop_front();
    if (name == "..data") throw managed(path);
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      reached = reached.parent_path();
      continue;
    }
    const fs::path next = reached / name;
    struct stat status {};
    if (::lstat(next.c_str(), &status) != 0) throw system_error(path, "read", errno);
    if (!S_ISLNK(status.st_mode)) {
      reached = next;
      continue;
    }
    if (++links > max_links) throw system_error(path, "read", ELOOP);
    std::error_code failed;
    const fs::path link = fs::read_symlink(next, failed);
    if (failed) throw system_error(path, "read", failed.value());
    ahead.insert(ahead.begin(), link.begin(),
                 link.end());  // the "/" of an absolute one starts anew
  }
  if (is_managed_version(reached.parent_path())) throw managed(path);
  return reached;
}

void require_replaceable_target(const fs::path& target, const struct stat& status) {
  if (status.st_nlink > 1) {
    throw file_error(ErrorKind::refused, target,
                     "has several hard links, and replacing it would part them",
                     "find the others with `find -samefile`, and keep one of them");
  }
  if (is_mounted_alone(target)) {
    throw file_error(ErrorKind::refused, target,
                     "is a mount of its own, which cannot be replaced in one step",
                     "edit the file on the host, or mount its directory instead");
  }
  struct statvfs mount {};
  if (::statvfs(target.c_str(), &mount) == 0 && (mount.f_flag & ST_RDONLY) != 0) {
    throw system_error(target, "written", EROFS);
  }
  // root is not held to permissions; a file that nobody may write is meant to stay as it is all the
  // same.
  if ((status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0) {
    throw file_error(ErrorKind::environment, target, "is read-only",
                     "if it may change, allow it with `chmod u+w`");
  }
  require_writable(target);
  require_writable(target.parent_path());
}

void require_replaceable(const fs::path& path) {
  const fs::path target = resolve_links(path);
  const Descriptor file = open_regular(target);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw system_error(target, "read", errno);
  require_replaceable_target(target, status);
}

}  // namespace tokenshift::os
