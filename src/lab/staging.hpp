// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace tokenshift::lab {

/// A place to build a directory unseen. What was not published is removed, however the work ended.
class Staging {
 public:
  /// Throws Error{refused} when `target` is there and not an empty directory, Error{environment}
  /// when nothing can be made there.
  explicit Staging(const std::filesystem::path& target);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging();

  /// Where to build; it exists.
  const std::filesystem::path& home() const { return home_; }

  /// Puts what was built in its place, and gives that place.
  std::filesystem::path publish();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::filesystem::path home_;
  bool target_exists_ = false;
};

}  // namespace tokenshift::lab
