// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/resolve.hpp"

#include "tokenshift/apim/version.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/toml/document.hpp"

#include <array>
#include <optional>

namespace tokenshift::apim {
namespace {

// References may lead to references; a longer chain is taken for a circle.
constexpr int longest_chain = 16;

// Up to 4.6 the server uses the value as the replacement of a regular expression, unescaped.
constexpr Version first_with_safe_values{4, 7, 0};

// What stands for one placeholder, or why nothing does.
struct Answer {
  std::optional<std::string> text = std::nullopt;
  std::string why = {};
};

Answer of_reference(const Deployment& deployment, const std::string& key) {
  toml::KeyPath path;
  try {
    path = toml::parse_key(key);
  } catch (const Error&) {
    return {.why = "it names no key, so the server does not start"};
  }
  if (deployment.document) {
    if (const auto value = deployment.document->find(path)) return {.text = value->content};
  }
  const auto pack = deployment.pack_defaults.find(key);
  if (pack != deployment.pack_defaults.end()) return {.text = pack->second};
  if (deployment.has_pack_defaults) {
    return {.why = "neither the file nor the pack has that key, so the server does not start"};
  }
  return {.why = "the file does not have that key, and the defaults of the pack are not known"};
}

Answer of_environment(const Deployment& deployment, const std::string& name) {
  if (!deployment.environment) return {.why = "only asked for with --resolve-env"};
  if (auto value = deployment.environment(name)) {
    const bool mangled = deployment.version && *deployment.version < first_with_safe_values &&
                         value->find_first_of("$\\") != std::string::npos;
    if (mangled) return {.why = "its value has a '$' or '\\', which this version mangles"};
    return {.text = std::move(value)};
  }
  return {.why = "it is not set here; where it is not set, the server does not start"};
}

Answer of_server(const Deployment& /*deployment*/, const std::string& /*name*/) {
  return {.why = "only the server can resolve it"};
}

Answer of_no_reference(const Deployment& /*deployment*/, const std::string& /*key*/) {
  return {.why = "the server resolves no reference inside an array of tables"};
}

struct Rule {
  std::string_view opening;
  Answer (*answer)(const Deployment&, const std::string&);
};
using Rules = std::array<Rule, 4>;
constexpr Rules rules_at_top{{{"$ref{", of_reference},
                              {"$env{", of_environment},
                              {"$sys{", of_server},
                              {"$secret{", of_server}}};
constexpr Rules rules_in_array{{{"$ref{", of_no_reference},
                                {"$env{", of_environment},
                                {"$sys{", of_server},
                                {"$secret{", of_server}}};

struct Spot {
  std::size_t begin = std::string::npos;
  std::size_t end = 0;
  const Rule* rule = nullptr;
};

Spot next_placeholder(const Rules& rules, std::string_view text, std::size_t from) {
  Spot first;
  for (const Rule& rule : rules) {
    const std::size_t begin = text.find(rule.opening, from);
    const std::size_t close = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (close == std::string_view::npos || begin >= first.begin) continue;
    first = {begin, close + 1, &rule};
  }
  return first;
}

Resolved resolve_with(const Rules& rules, const Deployment& deployment, std::string_view text,
                      int depth) {
  Resolved resolved;
  std::size_t from = 0;
  for (Spot spot = next_placeholder(rules, text, 0); spot.rule != nullptr;
       spot = next_placeholder(rules, text, from)) {
    resolved.text.append(text.substr(from, spot.begin - from));
    const std::string_view whole = text.substr(spot.begin, spot.end - spot.begin);
    const std::string name(
        whole.substr(spot.rule->opening.size(), whole.size() - spot.rule->opening.size() - 1));
    Answer answer = spot.rule->answer(deployment, name);
    if (answer.text && depth >= longest_chain) {
      answer = {.why = "it leads back to itself, so the server does not start"};
    }
    Resolved inner{.text = std::string(whole), .open = std::string(whole), .why = answer.why};
    if (answer.text) {
      inner = resolve_with(rules, deployment, *answer.text, depth + 1);
      resolved.changed = true;
    }
    resolved.text.append(inner.text);
    if (resolved.open.empty()) {
      resolved.open = inner.open;
      resolved.why = inner.why;
    }
    from = spot.end;
  }
  resolved.text.append(text.substr(from));
  return resolved;
}

}  // namespace

Resolved resolve(const Deployment& deployment, std::string_view text) {
  return resolve_with(rules_at_top, deployment, text, 0);
}

Resolved resolve_in_array(const Deployment& deployment, std::string_view text) {
  return resolve_with(rules_in_array, deployment, text, 0);
}

}  // namespace tokenshift::apim
