// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include <algorithm>

namespace tokenshift::cli {

std::vector<Option> common_options(CommonOptions& values) {
  return {
      {"--color",
       "WHEN",
       "colour on a terminal; default auto (NO_COLOR: never, FORCE_COLOR: always)",
       &values.color,
       {"auto", "always", "never"}},
      {"--progress",
       "HOW",
       "progress on stderr; default auto (a line that moves, on a terminal)",
       &values.progress,
       {"auto", "plain", "none"}},
      {"--no-input", "", "never ask; what would be asked is an error then", &values.no_input},
      {"-q,--quiet", "", "no notes and no next step on stderr", &values.quiet},
      {"--no-settings", "", "as if there were no settings files and no TOKENSHIFT_* variables",
       &values.no_settings},
  };
}

std::string bare_name(const Option& option) {
  std::string name = option.names.substr(option.names.rfind(',') + 1);  // npos + 1 is 0
  return name.substr(std::min(name.find_first_not_of('-'), name.size()));
}

bool is_argument(const Option& option) { return !option.names.starts_with("-"); }

bool takes_value(const Option& option) { return !std::holds_alternative<bool*>(option.target); }

bool takes_many(const Option& option) {
  return std::holds_alternative<std::vector<std::string>*>(option.target);
}

}  // namespace tokenshift::cli
