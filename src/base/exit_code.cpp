// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/exit_code.hpp"

#include <array>

namespace tokenshift {

std::span<const ExitCode> exit_codes() {
  static constexpr std::array table{
      ExitCode{0, "ok", "done, already so, or the answer is yes"},
      ExitCode{1, "no",
               "the answer is no: findings, pending changes (with --exit-code), a mismatch"},
      ExitCode{2, "usage", "the command line is wrong"},
      ExitCode{3, "input", "the content of a file, database or plan is malformed or unsupported"},
      ExitCode{4, "refused", "reality differs from the plan, or a precondition does not hold"},
      ExitCode{5, "locked", "another run holds the lock"},
      ExitCode{6, "environment", "database, file system or permission said no"},
      ExitCode{7, "interrupted", "stopped part-way; the same command continues safely"},
      ExitCode{8, "unconfirmed", "a confirmation is required and was not given"},
      ExitCode{70, "internal", "a bug in tokenshift"},
      ExitCode{130, "sigint", "interrupted by the user outside an operation"},
      ExitCode{143, "sigterm", "terminated outside an operation"},
  };
  return table;
}

}  // namespace tokenshift
