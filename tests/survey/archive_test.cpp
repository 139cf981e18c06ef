// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/archive.hpp"

#include "tokenshift/base/error.hpp"

#include "support/errors.hpp"
#include "support/jar.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <random>

namespace tokenshift::test {
namespace {

using survey::Archive;

const std::string long_text = [] {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}();

}  // namespace

TEST_CASE("members of an archive are read, stored and deflated") {
  const TempDir folder;
  for (const bool deflate : {false, true}) {
    CAPTURE(deflate);
    const std::string bytes = zip_bytes({{"a/short.txt", "x"}, {"a/long.txt", long_text}}, deflate);
    CHECK((bytes.size() < long_text.size()) == deflate);
    put(folder / "one.jar", bytes);
    const Archive archive = Archive::open(folder / "one.jar");
    CHECK(archive.read("a/short.txt") == "x");
    CHECK(archive.read("a/long.txt") == long_text);
    CHECK_FALSE(archive.read("a/none.txt").has_value());
    CHECK(archive.names_ending("long.txt") == std::vector<std::string>{"a/long.txt"});
    CHECK(Archive::from_bytes(bytes, "inner").read("a/long.txt") == long_text);
  }
}

TEST_CASE("an archive with a comment at its end is one, too") {
  const std::string bytes = zip_bytes({{"a", "b"}});
  const std::string comment(60'000, 'c');
  CHECK(Archive::from_bytes(bytes + comment, "x").read("a") == "b");
}

TEST_CASE("what is no archive, or a damaged one, is said so") {
  const std::string bytes = zip_bytes({{"name", long_text}}, true);
  CHECK(error_of([] { Archive::from_bytes("", "x"); }).kind() == ErrorKind::input);
  CHECK(error_of([] { Archive::from_bytes("no archive at all, but long enough", "x"); }).kind() ==
        ErrorKind::input);
  CHECK(error_of([] { Archive::open("/nonexistent.jar"); }).kind() == ErrorKind::environment);
  std::string damaged = bytes;
  damaged[bytes.size() / 3] = static_cast<char>(damaged[bytes.size() / 3] ^ 0x55);
  CHECK(error_of([&] { Archive::from_bytes(damaged, "x").read("name"); }).kind() ==
        ErrorKind::input);
  CHECK(error_of([&] {
          Archive::from_bytes(bytes.substr(bytes.size() / 2), "x").read("name");
        }).kind() == ErrorKind::input);
}

TEST_CASE("any bytes in an archive end in an answer or in an error") {
  const std::string bytes = zip_bytes({{"a", "b"}, {"name", long_text.substr(0, 300)}}, true);
  std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in each run
  for (int round = 0; round < 2'000; ++round) {
    std::string changed = bytes;
    for (int i = 0; i < 3; ++i) {
      changed[random() % changed.size()] = static_cast<char>(random());
    }
    try {
      const Archive archive = Archive::from_bytes(changed, "x");
      archive.read("a");
      archive.read("name");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::input);
    }
  }
}

}  // namespace tokenshift::test
