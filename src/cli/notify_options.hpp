// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/secret.hpp"

#include "command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// How the control plane is told of revocations: --notify and what belongs to it.
struct NotifyOptions {
  std::string url;
  std::string credentials_file;
  std::string ca_file;

  std::vector<Option> options();
};

/// Where to tell it, and as whom.
class ControlPlane {
 public:
  /// Reads the credentials. Throws Error{usage} for a URL that is not safe, missing credentials or
  /// a file without `user:password`.
  explicit ControlPlane(const NotifyOptions& options);

  /// Sends the events, one after the other. Throws Error{environment} when one is not taken.
  void tell(const std::vector<std::string>& events) const;

 private:
  std::string url_;
  std::string user_;
  crypto::Secret password_;
  std::string ca_file_;
};

/// The control plane that the options name; nothing when they name none.
std::optional<ControlPlane> control_plane(const NotifyOptions& options);

}  // namespace tokenshift::cli
