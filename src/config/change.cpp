// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/config/change.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::config {
namespace {

using apim::Optimization;

// Words that are TOML values in lower case only, or in other languages than TOML.
bool is_near_miss(std::string_view value) {
  static constexpr std::array<std::string_view, 4> words{"true", "false", "inf", "nan"};
  if (std::ranges::find(words, to_lower(value)) != words.end()) return true;
  return !value.empty() && std::string_view("\"'[{").find(value.front()) != std::string_view::npos;
}

std::string_view name_of(toml::Kind kind) {
  static constexpr std::array<std::string_view, 7> names{
      "a string", "an integer", "a floating-point number", "a boolean", "a date",
      "an array", "a table"};
  return names.at(static_cast<std::size_t>(kind));
}

void require_ticket(const std::string& what, const std::string& ticket,
                    std::vector<Finding>& findings) {
  if (ticket.empty()) {
    throw Error(ErrorKind::refused, what + "; tokens issued meanwhile may become invalid",
                "once somebody has decided it: --accept-irreversible TICKET");
  }
  findings.push_back(
      {Severity::warning, "optimization-changes", what, "accepted with " + printable(ticket), {}});
}

// See plan_change(): the switch has a gate of its own.
void check_gate(const apim::Deployment& before, const apim::Deployment& after,
                const std::string& ticket, std::vector<Finding>& findings) {
  const apim::FeatureState was = apim::feature_state(before);
  const apim::FeatureState is = apim::feature_state(after);
  if (was.optimization != is.optimization && is.optimization == Optimization::on) {
    throw Error(
        ErrorKind::refused,
        fmt::format("this would switch the optimization on ({}), the point of no return", is.why),
        "tokenshift config enable does it, once every client is JWT");
  }
  if (was.optimization != is.optimization) {
    require_ticket(fmt::format("the optimization is {} now and would be {}: {}",
                               to_string(was.optimization), to_string(is.optimization), is.why),
                   ticket, findings);
    return;
  }
  const bool on = is.optimization == Optimization::on;
  if (on && was.settings.back().right && !is.settings.back().right) {
    require_ticket(fmt::format("the optimization is on, and JWTs would be issued by {}",
                               printable(is.jwt_issuer.issuer)),
                   ticket, findings);
  }
}

void add_findings(const apim::Deployment& before, const apim::Deployment& after,
                  const toml::Change& change, std::vector<Finding>& findings) {
  const toml::Found old_value = toml::find(*before.document, change.at);
  const toml::Found new_value = toml::find(*after.document, change.at);
  if (old_value.value && new_value.value && old_value.value->kind != new_value.value->kind) {
    findings.push_back({Severity::warning, "type-changes",
                        fmt::format("{} was {} and becomes {}", printable(to_string(change.at)),
                                    name_of(old_value.value->kind), name_of(new_value.value->kind)),
                        "--string keeps a string", old_value.value->location});
  }
  if (old_value.chosen.size() > 1) {
    findings.push_back({Severity::warning, "ambiguous-choice",
                        fmt::format("{} elements fit {}; the last one is changed, the first is at "
                                    "line {}",
                                    old_value.chosen.size(), printable(to_string(change.at)),
                                    old_value.chosen.front().line),
                        "remove the others", old_value.chosen.back()});
  }
}

}  // namespace

std::string literal_for(std::string_view value, bool as_string) {
  if (as_string) return toml::string_literal(value);
  if (toml::is_literal(value)) return std::string(value);
  if (is_near_miss(value)) {
    throw Error(ErrorKind::usage, toml::what_is_wrong(value),
                "write it as the server reads it; --string takes it as text");
  }
  return toml::string_literal(value);
}

EditPlan plan_change(const apim::Deployment& deployment, const toml::Change& change,
                     const std::string& ticket) {
  EditPlan plan;
  plan.before = deployment.document->text();
  plan.after = toml::edited(*deployment.document, {change});
  if (plan.after == plan.before) return plan;
  apim::Deployment after = deployment;
  after.document = toml::parse(plan.after, deployment.document->name());
  // On a node that issues no tokens the keys have no effect, but that is a guess from the file.
  check_gate(deployment, after, ticket, plan.findings);
  add_findings(deployment, after, change, plan.findings);
  const toml::Found was = toml::find(*deployment.document, change.at);
  plan.changes.push_back({to_string(change.at), was.value ? was.value->content : std::string(),
                          change.literal.value_or("")});
  return plan;
}

}  // namespace tokenshift::config
