// SPDX-License-Identifier: Apache-2.0
// File descriptors and the errors of the file system, for the files of this module.
#pragma once

#include "tokenshift/base/error.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace tokenshift::os {

/// An open file descriptor, closed on destruction; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  int number() const noexcept { return number_; }
  bool is_open() const noexcept { return number_ >= 0; }

  /// The number, which is the caller's to close from now on.
  int release() noexcept;

 private:
  int number_;
};

/// An error with the path in front: "/srv/x: <what>".
Error file_error(ErrorKind kind, const std::filesystem::path& path, std::string_view what,
                 std::string hint);

/// What the file system answered: "/srv/x: cannot be <done>: permission denied", with a hint that
/// fits the error number.
Error system_error(const std::filesystem::path& path, std::string_view done, int error_number);

/// Opens a regular file for reading. Throws Error{environment} when it is something else.
Descriptor open_regular(const std::filesystem::path& path);

/// The bytes from the present position to the end. Throws Error{input} above `limit`.
std::string read_all(const Descriptor& file, const std::filesystem::path& path, std::size_t limit);

/// Whether the file has these bytes, and no more, from the present position to the end.
bool holds(const Descriptor& file, const std::filesystem::path& path, std::string_view bytes);

/// Writes all bytes and waits until the device has them. Throws Error{environment}.
void write_durably(const Descriptor& file, const std::filesystem::path& path,
                   std::string_view bytes);

/// Waits until the device has the names in this directory. Throws Error{environment}.
void sync_directory(const std::filesystem::path& directory);

/// The directory that holds the name: "." for a bare name.
std::filesystem::path directory_of(const std::filesystem::path& path);

}  // namespace tokenshift::os
