// SPDX-License-Identifier: Apache-2.0
// docs/rules.md, made from the table of rules.
#include "tokenshift/checks/rule.hpp"

#include <fmt/format.h>

namespace tokenshift::checks {
namespace {

std::string sentence(std::string_view clause) {
  std::string text(clause);
  const bool letter = text[0] >= 'a' && text[0] <= 'z';
  if (letter) text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + (text.ends_with('"') ? "" : ".");
}

constexpr std::string_view introduction = R"(# Rules of `tokenshift guard`

Made from the table of rules; `UPDATE_RULES=1 build/unit_tests -tc='*rules.md*'` makes it anew.

TS0xx are about comments for tokenshift, TS1xx about the text of the file, TS2xx about its settings, TS3xx about
what changed since a base or a seal; `guard check` looks at these. TS4xx are about the database, TS5xx about the
home, TS6xx about the host, TS7xx about what every switch changes; `doctor` looks at all of them. All from TS2xx on need a file that the server can read. A
rule that is bound to a version is left out while the version is unknown.

A finding is ignored by a comment anywhere in the file, up to the end of a day (UTC):

```toml
# tokenshift: ignore TS214 until=2027-01-31 reason="the partner portal cannot rotate yet"
```

What is *irreversible* cannot be ignored, only accepted: `guard check --accept-irreversible TICKET`.
)";

}  // namespace

std::string rules_page() {
  std::string page(introduction);
  page += "\n| rule | severity | versions | finds |\n|---|---|---|---|\n";
  for (const Rule& rule : rules()) {
    page += fmt::format("| [{0}](#{1}) | {2}{3} | {4} | {5} |\n", rule.id,
                        "ts" + std::string(rule.id.substr(2)), to_string(rule.severity),
                        rule.irreversible ? ", irreversible" : "", versions_of(rule), rule.title);
  }
  for (const Rule& rule : rules()) {
    page += fmt::format("\n## {}\n\n{} {}\n\n- What to do: {}.\n- See: {}.\n", rule.id,
                        sentence(rule.title), sentence(rule.why), rule.action, rule.reference);
    if (!rule.relays.empty()) page += fmt::format("- `config lint` calls it `{}`.\n", rule.relays);
  }
  return page;
}

}  // namespace tokenshift::checks
