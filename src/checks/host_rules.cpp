// SPDX-License-Identifier: Apache-2.0
// What the machine can do: TS601 and TS602.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace tokenshift::checks {
namespace {

constexpr double seconds_of_a_minute = 60;
constexpr double half = 0.5;

struct Load {
  const survey::SigningSpeed* speed = nullptr;
  const survey::BusiestMinute* minute = nullptr;

  bool is_known() const { return speed != nullptr && minute != nullptr; }
  double needed() const {
    return static_cast<double>(minute->tokens + minute->refresh_tokens) / seconds_of_a_minute;
  }
  double share() const { return needed() / speed->capacity(); }
};

Load load_of(const Subject& subject, const Rule& rule, Sheet& sheet) {
  Load load{.speed = look(subject.facts->host.signing, rule, sheet)};
  if (load.speed == nullptr) return load;
  if (const auto* database = database_of(subject, rule, sheet)) {
    load.minute = look(database->busiest, rule, sheet);
  }
  return load;
}

std::string number(double value) {
  return value < 10 ? fmt::format("{:.1f}", value)
                    : with_thousands(static_cast<std::int64_t>(std::llround(value)));
}

void tell(const Load& load, const Rule& rule, Sheet& sheet) {
  sheet.add(rule, {.path = "this host"}, "signatures",
            fmt::format("at its peak ({}) the deployment needed {} signatures per second, and {} "
                        "here can make {} with its {} key",
                        to_rfc3339(load.minute->start), number(load.needed()),
                        counted(load.speed->processors, "processor"),
                        number(load.speed->capacity()), load.speed->key));
}

void too_slow(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const Load load = load_of(subject, rule, sheet);
  if (load.is_known() && load.share() > 1) tell(load, rule, sheet);
}

void nearly_too_slow(const Subject& subject, const Rule& rule, Sheet& sheet) {
  const Load load = load_of(subject, rule, sheet);
  if (load.is_known() && load.share() > half && load.share() <= 1) tell(load, rule, sheet);
}

constexpr auto rows = std::to_array<Rule>({
    {.id = "TS601",
     .severity = Severity::error,
     .title = "a host that cannot sign as many tokens as are issued",
     .why =
         "access and refresh token of each grant are signed, which the vendor calls CPU intensive",
     .action = "add key managers, or processors, before the switch",
     .reference = vendor_page,
     .check = too_slow,
     .from = apim::first_with_feature},
    {.id = "TS602",
     .severity = Severity::warning,
     .title = "a host that needs more than half of its power to sign tokens",
     .why =
         "access and refresh token of each grant are signed, which the vendor calls CPU intensive",
     .action = "measure with the load of a busy day first, or add processors",
     .reference = vendor_page,
     .check = nearly_too_slow,
     .from = apim::first_with_feature},
});

}  // namespace

std::span<const Rule> host_rules() { return rows; }

}  // namespace tokenshift::checks
