// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/files.hpp"

#include "support/child.hpp"
#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <iterator>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace tokenshift::os {
namespace {

using test::ended_with;
using test::error_of;
using test::slurp;
using test::TempDir;

TEST_CASE("a file is read byte for byte") {
  const TempDir folder;
  std::string bytes(200'000, 'x');
  bytes += std::string("\0\r\n\xff", 4);
  CHECK(read_file(folder.write("f", bytes)) == bytes);
  CHECK(read_file(folder.write("empty", "")).empty());
}

TEST_CASE("a file of the kernel, which tells no size, is read whole") {
  CHECK(read_file("/proc/self/status").find("Pid:") != std::string::npos);
}

TEST_CASE("what is no readable file is an environment error that names the path") {
  const TempDir folder;
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const auto& path : {folder / "missing", folder.path(), pipe}) {
    const Error error = error_of([&] { read_file(path); });
    CHECK(error.kind() == ErrorKind::environment);
    CHECK(std::string(error.what()).starts_with(path.string() + ": "));
  }
  const Error error = error_of([&] { read_file(folder / "missing"); });
  CHECK(error.what() == (folder / "missing").string() + ": no such file or directory");
}

TEST_CASE("a file that this user may not read is an environment error") {
  const TempDir folder;
  const auto path = folder.write("secret", "x");
  ::chmod(path.c_str(), 0);
  ::chmod(folder.path().c_str(), 0755);
  const int status = test::status_without_rights([&] {
    try {
      read_file(path);
    } catch (const Error& error) {
      const bool named = std::string(error.what()).ends_with("cannot be read: permission denied");
      return named ? static_cast<int>(error.kind()) : 1;
    }
    return 0;
  });
  CHECK(ended_with(status, 6));
}

TEST_CASE("a file above the limit is an input error, one at the limit is read") {
  const TempDir folder;
  const auto path = folder.write("f", "12345");
  CHECK(read_file(path, 5) == "12345");
  const Error error = error_of([&] { read_file(path, 4); });
  CHECK(error.kind() == ErrorKind::input);
}

TEST_CASE("control characters in a file's name do not reach the terminal") {
  const TempDir folder;
  const Error error = error_of([&] { read_file(folder / "a\x1b[31mb"); });
  CHECK(std::string(error.what()).find("a\\x1b[31mb") != std::string::npos);
}

TEST_CASE("a new file gets its bytes and its mode") {
  const TempDir folder;
  const auto path = folder / "plan";
  write_new_file(path, "secret", 0600);
  CHECK(slurp(path) == "secret");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600);
}

TEST_CASE("a new file never overwrites one that exists, nor writes through a link") {
  const TempDir folder;
  const auto present = folder.write("present", "old");
  std::filesystem::create_symlink(folder / "elsewhere", folder / "link");
  for (const auto& path : {present, folder / "link"}) {
    const Error error = error_of([&] { write_new_file(path, "new", 0600); });
    CHECK(error.kind() == ErrorKind::environment);
  }
  CHECK(slurp(present) == "old");
  CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST_CASE("a new file has its name once it is whole, and none when its making fails") {
  const TempDir folder;
  const auto path = folder / "plan";
  write_new_file(path, 0600, [&](const Sink& sink) {
    sink("half");
    CHECK_FALSE(std::filesystem::exists(path));
  });
  CHECK(slurp(path) == "half");
  const auto other = folder / "other";
  CHECK_THROWS(write_new_file(other, 0600, [](const Sink& sink) {
    sink("half");
    throw std::runtime_error("no more");
  }));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("what keeps a new file from being made is known before it is written") {
  const TempDir folder;
  const auto present = folder.write("present", "old");
  for (const auto& path : {present, folder / "no" / "plan"}) {
    CHECK(error_of([&] { require_new(path); }).kind() == ErrorKind::environment);
  }
  require_new(folder / "plan");
  CHECK_FALSE(std::filesystem::exists(folder / "plan"));
}

TEST_CASE("a new file in a missing directory is an environment error") {
  const TempDir folder;
  const Error error = error_of([&] { write_new_file(folder / "no" / "plan", "x", 0600); });
  CHECK(error.kind() == ErrorKind::environment);
}

}  // namespace
}  // namespace tokenshift::os
