// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tokenshift::test {

/// A folder of the test's own, removed at the end.
class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  /// Writes a file below the folder, making directories on the way, and gives its path.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

/// The bytes of a file; fails the test when it cannot be read.
std::string slurp(const std::filesystem::path& path);

/// The folder of real and hard input that TOKENSHIFT_TEST_CORPUS names; empty when it names none.
/// A test that finds it empty says MESSAGE("skipped: …") and returns.
std::filesystem::path corpus();

}  // namespace tokenshift::test
