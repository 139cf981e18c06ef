// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace tokenshift {

/// Why the work could not go on. The value is the exit status (see exit_codes()).
enum class ErrorKind {
  usage = 2,
  input = 3,
  refused = 4,
  locked = 5,
  environment = 6,
  interrupted = 7,
  unconfirmed = 8,
  internal = 70,
};

/// The only exception that is thrown on purpose.
///
/// `what()` is one line: it names the thing and the place, in lower case, without a full stop.
/// `hint()` is the next command or step. Neither ever holds a secret or a token.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string hint)
      : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

  ErrorKind kind() const noexcept { return kind_; }
  const std::string& hint() const noexcept { return hint_; }

 private:
  ErrorKind kind_;
  std::string hint_;
};

}  // namespace tokenshift
