// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>

namespace tokenshift::test {

/// A child process that runs `work` and then waits until it is killed; ready when the constructor
/// returns. Killed on destruction.
class Holder {
 public:
  explicit Holder(const std::function<void()>& work);
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder();

  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

/// Runs `work` in a child process and gives its wait status, as of waitpid(2). The child ends with
/// what `work` returns, or with 99 when it throws.
int status_of_child(const std::function<int()>& work);

/// The same as a user without rights (nobody), when this process is root; as this user otherwise.
int status_without_rights(const std::function<int()>& work);

/// The same where mounts are private to the child and it may mount. Gives -1 when the system
/// forbids that.
int status_with_mounts(const std::function<int()>& work);

/// A wait status that says "ended by itself with this code".
bool ended_with(int status, int code);

}  // namespace tokenshift::test
