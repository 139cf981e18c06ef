// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/lock.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace tokenshift::os {
namespace {

using test::error_of;
using test::TempDir;

TEST_CASE("a lock that another process holds is refused with its owner's name") {
  const TempDir folder;
  const auto path = folder / "lock";
  const test::Holder holder([&] { new FileLock(path, "alice@db1, run 7"); });
  const Error error = error_of([&] { FileLock(path, "bob@db2"); });
  CHECK(error.kind() == ErrorKind::locked);
  CHECK(error.what() == path.string() + ": is locked by alice@db1, run 7");
}

TEST_CASE("a lock is free again when its holder is killed") {
  const TempDir folder;
  {
    const test::Holder holder([&] { new FileLock(folder / "lock", "alice"); });
  }
  const FileLock lock(folder / "lock", "bob");
  CHECK(test::slurp(folder / "lock") == "bob\n");
}

TEST_CASE("a lock is free again after destruction, and its file names nobody") {
  const TempDir folder;
  { const FileLock lock(folder / "lock", "alice"); }
  CHECK(test::slurp(folder / "lock").empty());
  const FileLock lock(folder / "lock", "bob");
}

TEST_CASE("what is in a foreign lock file cannot steer the terminal") {
  const TempDir folder;
  const test::Holder holder([&] { new FileLock(folder / "lock", "a\x1b[2Jb"); });
  const Error error = error_of([&] { FileLock(folder / "lock", "bob"); });
  CHECK(std::string(error.what()).ends_with("is locked by a\\x1b[2Jb"));
}

TEST_CASE("a lock file that cannot be made, or is a link, is an environment error") {
  const TempDir folder;
  std::filesystem::create_symlink("elsewhere", folder / "link");
  for (const auto& path : {folder / "no/lock", folder / "link", folder.path()}) {
    CHECK(error_of([&] { FileLock(path, "x"); }).kind() == ErrorKind::environment);
  }
  CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

}  // namespace
}  // namespace tokenshift::os
