// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace tokenshift::os {

/// An advisory lock (flock) on a file of its own, held until destruction or the death of the
/// process. The file stays: removing it would let two holders in. It says who holds it, for the one
/// who has to wait.
class FileLock {
 public:
  /// Takes the lock and writes `owner` (one line) into the file.
  /// Throws Error{locked}, naming the present owner, when another process holds it;
  /// Error{environment} when the file cannot be made.
  FileLock(const std::filesystem::path& path, const std::string& owner);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  int descriptor_ = -1;
};

}  // namespace tokenshift::os
