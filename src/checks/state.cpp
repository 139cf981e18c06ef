// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/state.hpp"

#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::checks {

State state_of(std::string text, std::string name, apim::Deployment pack) {
  State state{.deployment = std::move(pack)};
  const toml::Reading reading = toml::read(std::move(text), name);
  state.deployment.document = reading.document;
  state.deployment.toml_path = std::move(name);
  state.linted = config::lint(reading);
  state.feature = apim::feature_state(state.deployment);
  state.node = apim::node_role(state.deployment);
  state.suppressions = suppressions_of(reading.document);
  return state;
}

State gone_state(std::string name, apim::Deployment pack) {
  State state = state_of({}, std::move(name), std::move(pack));
  state.gone = true;
  state.feature.optimization = apim::Optimization::off;
  state.feature.why = "the file is gone";
  return state;
}

Location nearest_place(const State& state, std::string_view key) {
  const toml::Document& document = *state.deployment.document;
  const std::string_view table = key.substr(0, key.rfind('.'));
  std::optional<std::size_t> place;
  document.walk([&](const toml::Name& name) {
    if (!place && name.flat == table && name.shape != toml::Shape::value) place = name.position;
  });
  if (!place) {
    // What is commented out or misspelled still has the words.
    const std::size_t word = document.text().find(table.substr(table.rfind('.') + 1));
    if (word == std::string::npos) return {.path = document.name()};
    const std::size_t start = document.text().rfind('\n', word) + 1;  // npos + 1 is 0
    place = document.text().find_first_not_of(" \t", start);
  }
  return document.locate(std::vector{*place}).front();
}

std::optional<Written> written(const State& state, std::string_view key) {
  const auto value = state.deployment.document->find(toml::parse_key(key));
  if (!value) return std::nullopt;
  const apim::Resolved resolved = apim::resolve(state.deployment, value->content);
  if (!resolved.open.empty()) return std::nullopt;
  return Written{resolved.text, value->location};
}

const apim::Setting& setting(const State& state, std::string_view key) {
  return *std::ranges::find(state.feature.settings, key, &apim::Setting::key);
}

std::string reason_of(const State& state) {
  const std::string place =
      fmt::format(" ({})", to_string(setting(state, persistence_key).location));
  const std::string& why = state.feature.why;
  return why.ends_with(place) ? why.substr(0, why.size() - place.size()) : why;
}

Location deciding_place(const State& state) {
  const apim::Setting& key = setting(state, persistence_key);
  return key.source == apim::Source::file ? key.location : nearest_place(state, persistence_key);
}

}  // namespace tokenshift::checks
