// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/files.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <string>
#include <unistd.h>

namespace tokenshift::os {
namespace {

namespace fs = std::filesystem;
using test::ended_with;
using test::error_of;
using test::slurp;
using test::TempDir;

Replaced replace(const fs::path& path) {
  return replace_file(path, "old", "new", "20260423T101800Z");
}

struct stat status_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

std::ptrdiff_t entries(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

// The exit status that `work` ends with, where an error becomes its kind.
int kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return static_cast<int>(error.kind());
  }
  return 0;
}

TEST_CASE("a replaced file has the new bytes, and its backup the old ones") {
  const TempDir folder;
  const auto path = folder.write("deployment.toml", "old");
  const Replaced replaced = replace(path);
  CHECK(slurp(path) == "new");
  CHECK(replaced.target == path);
  CHECK(replaced.backup == folder / "deployment.toml.tokenshift-backup-20260423T101800Z");
  CHECK(slurp(replaced.backup) == "old");
  CHECK(entries(folder.path()) == 2);
}

TEST_CASE("a backup never overwrites an earlier one of the same second") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  const auto first = replace(path).backup;
  const auto second = replace_file(path, "new", "newer", "20260423T101800Z").backup;
  CHECK(second == first.string() + "-2");
  CHECK(slurp(first) == "old");
  CHECK(slurp(second) == "new");
}

TEST_CASE("mode and owner stay, and the backup has them too") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  if (::geteuid() == 0) REQUIRE(::chown(path.c_str(), 12345, 23456) == 0);
  REQUIRE(::chmod(path.c_str(), 0620) == 0);
  const auto before = status_of(path);
  const Replaced replaced = replace(path);
  for (const auto& file : {path, replaced.backup}) {
    const auto after = status_of(file);
    CHECK(after.st_mode == before.st_mode);
    CHECK(after.st_uid == before.st_uid);
    CHECK(after.st_gid == before.st_gid);
  }
}

// user::rw-, user:12345:r--, group::---, mask::r--, other::---, as linux/posix_acl_xattr.h lays it
// out: u4 version 2, then u2 tag, u2 permissions, u4 id; little-endian.
const std::string access_list(
    "\x02\0\0\0"
    "\x01\0\x06\0\xff\xff\xff\xff"
    "\x02\0\x04\0\x39\x30\0\0"
    "\x04\0\0\0\xff\xff\xff\xff"
    "\x10\0\x04\0\xff\xff\xff\xff"
    "\x20\0\0\0\xff\xff\xff\xff",
    44);

std::string attribute(const fs::path& path, const char* name) {
  std::array<char, 200> value{};
  const ssize_t size = ::getxattr(path.c_str(), name, value.data(), value.size());
  return size < 0 ? "" : std::string(value.data(), static_cast<std::size_t>(size));
}

TEST_CASE("the access control list and other extended attributes stay") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  if (::setxattr(path.c_str(), "user.owner", "team", 4, 0) != 0) {
    MESSAGE("skipped: no extended attributes on ", folder.path().string());
    return;
  }
  const bool lists = ::setxattr(path.c_str(), "system.posix_acl_access", access_list.data(),
                                access_list.size(), 0) == 0;
  const auto mode = status_of(path).st_mode;
  replace(path);
  CHECK(attribute(path, "user.owner") == "team");
  CHECK(status_of(path).st_mode == mode);
  if (lists) CHECK(attribute(path, "system.posix_acl_access") == access_list);
}

TEST_CASE("a default access control list of the directory does not open the file to more people") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  if (::setxattr(folder.path().c_str(), "system.posix_acl_default", access_list.data(),
                 access_list.size(), 0) != 0) {
    MESSAGE("skipped: no access control lists on ", folder.path().string());
    return;
  }
  replace(path);
  CHECK(attribute(path, "system.posix_acl_access").empty());
  CHECK((status_of(path).st_mode & 07777U) == 0600);
}

TEST_CASE("a security label stays") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  const std::string label = "system_u:object_r:etc_t:s0";
  if (::setxattr(path.c_str(), "security.selinux", label.data(), label.size(), 0) != 0) {
    MESSAGE("skipped: security labels cannot be set here");
    return;
  }
  const Replaced replaced = replace(path);
  CHECK(attribute(path, "security.selinux") == label);
  CHECK(attribute(replaced.backup, "security.selinux") == label);
}

TEST_CASE("a symbolic link stays and its target is replaced, with the backup beside the target") {
  const TempDir folder;
  const auto target = folder.write("real/deployment.toml", "old");
  fs::create_directory_symlink("real", folder / "dir");
  fs::create_symlink("../dir/deployment.toml", folder.write("conf/x", "").parent_path() / "link");
  const Replaced replaced = replace(folder / "conf" / "link");
  CHECK(replaced.target == target);
  CHECK(replaced.backup.parent_path() == folder / "real");
  CHECK(fs::read_symlink(folder / "conf/link") == "../dir/deployment.toml");
  CHECK(slurp(target) == "new");
}

TEST_CASE("links in a circle and links to nothing are environment errors") {
  const TempDir folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  fs::create_symlink("nothing", folder / "c");
  for (const auto* name : {"a", "c"}) {
    CHECK(error_of([&] { replace(folder / name); }).kind() == ErrorKind::environment);
  }
}

TEST_CASE("a file of a ConfigMap mount is refused by whatever name it is reached") {
  const TempDir folder;
  const auto real = folder.write("..2026_04_23_10_18_00.123/deployment.toml", "old");
  fs::create_directory_symlink("..2026_04_23_10_18_00.123", folder / "..data");
  fs::create_symlink("..data/deployment.toml", folder / "deployment.toml");
  fs::create_symlink(folder / "deployment.toml", folder / "outer");
  for (const auto& path :
       {folder / "deployment.toml", folder / "outer", folder / "..data/deployment.toml", real}) {
    const Error error = error_of([&] { replace(path); });
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(std::string(error.what()).starts_with(path.string()));
    CHECK(error.hint().find("edit the ConfigMap") != std::string::npos);
    CHECK(error_of([&] { require_replaceable(path); }).what() == std::string(error.what()));
  }
  CHECK(slurp(real) == "old");
}

TEST_CASE("a link through ..data is refused, whatever it leads to") {
  const TempDir folder;
  const auto real = folder.write("version1/deployment.toml", "old");
  fs::create_directory_symlink(folder / "version1", folder / "..data");
  fs::create_symlink("..data/deployment.toml", folder / "deployment.toml");
  CHECK(error_of([&] { replace(folder / "deployment.toml"); }).kind() == ErrorKind::refused);
  CHECK(slurp(real) == "old");
  fs::create_symlink(real, folder / "absolute");
  CHECK(replace(folder / "absolute").target == real);
}

TEST_CASE("a file with several hard links is refused") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  fs::create_hard_link(path, folder / "g");
  CHECK(error_of([&] { replace(path); }).kind() == ErrorKind::refused);
  CHECK(error_of([&] { require_replaceable(path); }).kind() == ErrorKind::refused);
  CHECK(entries(folder.path()) == 2);
}

TEST_CASE("a file that changed since it was read is refused and left as it is") {
  const TempDir folder;
  const auto path = folder.write("f", "changed");
  const Error error = error_of([&] { replace(path); });
  CHECK(error.kind() == ErrorKind::refused);
  CHECK(error.what() == path.string() + ": was changed by another process since it was read");
  CHECK(slurp(path) == "changed");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a read-only file is an environment error, also for root") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  ::chmod(path.c_str(), 0444);
  const Error error = error_of([&] { replace(path); });
  CHECK(error.kind() == ErrorKind::environment);
  CHECK(error.what() == path.string() + ": is read-only");
  CHECK(error_of([&] { require_replaceable(path); }).kind() == ErrorKind::environment);
}

TEST_CASE("a file or directory that this user may not write is an environment error") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  for (const mode_t mode : {0755U, 0777U}) {
    ::chmod(folder.path().c_str(), mode);
    ::chmod(path.c_str(), mode == 0755 ? 0666 : 0644);
    if (::geteuid() != 0) return;
    const int status = test::status_without_rights([&] {
      if (kind_of([&] { require_replaceable(path); }) != 6) return 1;
      return kind_of([&] { replace(path); });
    });
    CHECK(ended_with(status, 6));
    CHECK(slurp(path) == "old");
  }
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a file whose owner cannot be kept is an environment error, and nothing is left behind") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  ::chmod(folder.path().c_str(), 0777);
  ::chmod(path.c_str(), 0666);
  if (::geteuid() != 0) {
    MESSAGE("skipped: only root can make a file of another user");
    return;
  }
  const int status = test::status_without_rights([&] {
    require_replaceable(path);
    try {
      replace(path);
    } catch (const Error& error) {
      const bool said = std::string(error.what()).find("owner and group kept") != std::string::npos;
      return said ? static_cast<int>(error.kind()) : 1;
    }
    return 0;
  });
  CHECK(ended_with(status, 6));
  CHECK(slurp(path) == "old");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a directory and a missing file are environment errors") {
  const TempDir folder;
  for (const auto& path : {folder.path(), folder / "missing", folder / "no/missing"}) {
    CHECK(error_of([&] { replace(path); }).kind() == ErrorKind::environment);
    CHECK(error_of([&] { require_replaceable(path); }).kind() == ErrorKind::environment);
  }
}

TEST_CASE("what may be replaced passes the check, which writes nothing") {
  const TempDir folder;
  require_replaceable(folder.write("f", "old"));
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a read-only mount is an environment error") {
  const TempDir folder;
  const auto path = folder.write("f", "old");
  const char* place = folder.path().c_str();
  const int status = test::status_with_mounts([&] {
    if (::mount(place, place, nullptr, MS_BIND, nullptr) != 0) return 1;
    if (::mount(nullptr, place, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 2;
    if (kind_of([&] { require_replaceable(path); }) != 6) return 3;
    return kind_of([&] { replace(path); });
  });
  if (status == -1) {
    MESSAGE("skipped: this system lets no test mount");
    return;
  }
  CHECK(ended_with(status, 6));
}

TEST_CASE("a file that is mounted alone, as containers do, is refused") {
  const TempDir folder;
  const auto source = folder.write("source", "old");
  const auto path = folder.write("f", "");
  const int status = test::status_with_mounts([&] {
    if (::mount(source.c_str(), path.c_str(), nullptr, MS_BIND, nullptr) != 0) return 1;
    return kind_of([&] { replace(path); });
  });
  if (status == -1) {
    MESSAGE("skipped: this system lets no test mount");
    return;
  }
  CHECK(ended_with(status, 4));
  CHECK(slurp(source) == "old");
}

TEST_CASE("a full disk is an environment error, with the old file in place and nothing else") {
  const TempDir folder;
  const char* place = folder.path().c_str();
  const int status = test::status_with_mounts([&] {
    if (::mount("tmpfs", place, "tmpfs", 0, "size=65536") != 0) return 1;
    const auto path = folder.write("f", "old");
    const int kind = kind_of([&] { replace_file(path, "old", std::string(100'000, 'x'), "s"); });
    return slurp(path) == "old" && entries(folder.path()) == 1 ? kind : 2;
  });
  if (status == -1) {
    MESSAGE("skipped: this system lets no test mount");
    return;
  }
  CHECK(ended_with(status, 6));
}

}  // namespace
}  // namespace tokenshift::os
