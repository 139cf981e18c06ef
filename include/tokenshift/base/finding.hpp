// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/location.hpp"

#include <string>
#include <string_view>

namespace tokenshift {

/// How much a finding matters: an error stops the move, a warning wants a look, a note explains.
enum class Severity { note, warning, error };

/// "note", "warning" or "error".
std::string_view to_string(Severity severity);

/// One thing that was noticed about a deployment.
struct Finding {
  Severity severity = Severity::note;
  std::string id;       ///< stable, kebab-case: "servers-running"
  std::string message;  ///< one line, as in Error
  std::string hint;     ///< what to do next; may be empty for a note
  Location location;    ///< empty path where no file is concerned
};

}  // namespace tokenshift
