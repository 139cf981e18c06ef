// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::os {

/// A program that runs as our child, with its standard input and its output (both streams in one)
/// as pipes. When this process ends, however that happens, it reads the end of its input, and can
/// close in good order what it has open. It has a process group of its own, so that Ctrl-C on the
/// terminal reaches us alone.
class Child {
 public:
  /// Starts it. `inherited` are descriptors that it shall have open, besides the standard ones.
  /// Throws Error{environment} when there are no pipes or processes left. That the program cannot
  /// be run shows as its end, with status 127.
  Child(const std::vector<std::string>& argv, const std::vector<int>& inherited);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills it if it still runs.
  ~Child();

  /// Writes all bytes; false when it has ended or closed its input.
  bool write(std::string_view bytes) const;

  /// No more input follows.
  void close_input();

  enum class Read { some, end, timed_out };
  /// Appends what it printed; waits for that up to `timeout`.
  Read read(std::string& output, std::chrono::milliseconds timeout);

  /// Waits for its end and gives the status, or 128 and the number of the signal; nothing when it
  /// still runs after `timeout`.
  std::optional<int> wait(std::chrono::milliseconds timeout);

  void kill() noexcept;

  int pid() const { return pid_; }

 private:
  int pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::optional<int> status_;
};

/// A file without a name, removed when its last descriptor is closed.
class UnnamedFile {
 public:
  /// In memory when `in_memory`, else on the disk that /var/tmp lies on. Closed on exec.
  /// Throws Error{environment}.
  explicit UnnamedFile(bool in_memory);
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;
  ~UnnamedFile();

  int descriptor() const { return descriptor_; }

  /// The path under which another process of this user can open it while we live.
  std::string path() const;

  /// Throws Error{environment}.
  void write(std::string_view bytes) const;

 private:
  int descriptor_ = -1;
};

}  // namespace tokenshift::os
