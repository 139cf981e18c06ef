// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tokenshift::os {

/// Whether a process of this id runs on this host.
bool is_running(long pid);

/// "user@host", for locks and the journal. Parts that cannot be known are "?".
std::string who_am_i();

/// This process's id.
long process_id();

/// While it lives, SIGINT and SIGTERM do not end the process but are remembered.
/// A second signal of either kind ends it at once. A signal that was ignored stays ignored; what
/// was before is restored on destruction. One at a time.
class StopRequests {
 public:
  StopRequests();
  StopRequests(const StopRequests&) = delete;
  StopRequests& operator=(const StopRequests&) = delete;
  ~StopRequests();

  /// Whether a signal has come.
  static bool requested() noexcept;
};

}  // namespace tokenshift::os
