// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/files.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <unistd.h>

using namespace tokenshift;
namespace fs = std::filesystem;

namespace {

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

ErrorKind kind_of_reading(const fs::path& file) {
  return test::error_of([&] { os::read_trusted_file(file); }).kind();
}

}  // namespace

TEST_CASE("a trusted file is read, and one that is not there is nothing") {
  const test::TempDir folder;
  const fs::path file = folder.write("a", "text\n");
  fs::permissions(file, owner_only);
  CHECK(os::read_trusted_file(file) == "text\n");
  CHECK(os::read_trusted_file(folder / "b") == std::nullopt);
  CHECK(os::read_trusted_file(folder / "a/b") == std::nullopt);
  fs::create_symlink(file, folder / "link");
  CHECK(os::read_trusted_file(folder / "link") == "text\n");
  fs::create_symlink(folder / "nowhere", folder / "dangling");
  CHECK(os::read_trusted_file(folder / "dangling") == std::nullopt);
}

TEST_CASE("a file that group or others may write is not trusted, nor one beyond the limit") {
  const test::TempDir folder;
  const fs::path file = folder.write("a", "text\n");
  for (const auto extra : {fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(file, owner_only | extra);
    CHECK(kind_of_reading(file) == ErrorKind::refused);
  }
  fs::permissions(file, owner_only | fs::perms::group_read | fs::perms::others_read);
  CHECK(os::read_trusted_file(file) == "text\n");
  CHECK(test::error_of([&] { os::read_trusted_file(file, 4); }).kind() == ErrorKind::input);
  CHECK(kind_of_reading(folder.path()) == ErrorKind::environment);
}

TEST_CASE("a file that nobody can say is there is as not there; one that is there is told") {
  if (::geteuid() != 0) {
    MESSAGE("skipped: only root has files that others cannot see");
    return;
  }
  const test::TempDir folder;
  fs::permissions(folder.path(), fs::perms::all);
  const fs::path hidden = folder.write("closed/file", "text\n");
  const fs::path shut = folder.write("open/file", "text\n");
  fs::permissions(hidden.parent_path(), fs::perms::owner_all);
  fs::permissions(shut.parent_path(), fs::perms::all);
  fs::permissions(shut, owner_only);
  CHECK(test::ended_with(test::status_without_rights(
                             [&] { return os::read_trusted_file(hidden) == std::nullopt ? 0 : 1; }),
                         0));
  CHECK(test::ended_with(test::status_without_rights([&] {
                           try {
                             os::read_trusted_file(shut);
                           } catch (const Error& error) {
                             return error.kind() == ErrorKind::environment ? 0 : 2;
                           }
                           return 1;
                         }),
                         0));
  // Root's own file is trusted by everybody.
  fs::permissions(shut, owner_only | fs::perms::others_read);
  CHECK(test::ended_with(
      test::status_without_rights([&] { return os::read_trusted_file(shut) == "text\n" ? 0 : 1; }),
      0));
}
