// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::cli {

/// Something beside commands that `tokenshift help` explains.
struct Topic {
  std::string name;
  std::string summary;
};

/// exit-codes, and the name of each exit code.
std::vector<Topic> topics();

/// Every other name that `tokenshift help` explains: rules of guard check and config lint, reasons
/// why a token is refused, and what else stands in brackets behind a message.
std::vector<std::string> finding_names();

/// The text of a topic: one of topics(), an exit code as a number, or one of finding_names(). What
/// a rule of guard check is for is told by the command guard explain.
std::optional<std::string> help_topic(std::string_view name);

}  // namespace tokenshift::cli
