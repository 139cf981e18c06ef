// SPDX-License-Identifier: Apache-2.0
// The part of the schema of SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json) that a report of the guard
// uses: what an object may hold, what it must hold, and of which kind that is. As there, nothing
// else may be in any object.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {

/// One property of an object. Its kind: "text", "number N" (an integer of at least N), "texts" (an
/// object of texts), "any", else the name of an object, or "[name]" for a list of such.
struct SarifProperty {
  std::string_view object;
  std::string_view name;
  std::string_view kind;
  bool required = false;
  std::vector<std::string_view> allowed = {};
};

inline const std::vector<SarifProperty>& sarif_properties() {
  static const std::vector<std::string_view> levels{"none", "note", "warning", "error"};
  static const std::vector<SarifProperty> properties{
      {"log", "$schema", "text"},
      {"log", "version", "text", true, {"2.1.0"}},
      {"log", "runs", "[run]", true},
      {"run", "tool", "tool", true},
      {"run", "results", "[result]"},
      {"run", "columnKind", "text", false, {"utf16CodeUnits", "unicodeCodePoints"}},
      {"run", "properties", "any"},
      {"tool", "driver", "component", true},
      {"component", "name", "text", true},
      {"component", "version", "text"},
      {"component", "informationUri", "text"},
      {"component", "rules", "[descriptor]"},
      {"descriptor", "id", "text", true},
      {"descriptor", "shortDescription", "message"},
      {"descriptor", "fullDescription", "message"},
      {"descriptor", "help", "message"},
      {"descriptor", "defaultConfiguration", "configuration"},
      {"descriptor", "properties", "any"},
      {"configuration", "level", "text", false, levels},
      {"message", "text", "text", true},
      {"result", "message", "message", true},
      {"result", "ruleId", "text"},
      {"result", "ruleIndex", "number 0"},
      {"result", "level", "text", false, levels},
      {"result", "locations", "[location]"},
      {"result", "partialFingerprints", "texts"},
      {"result", "suppressions", "[suppression]"},
      {"suppression", "kind", "text", true, {"inSource", "external"}},
      {"suppression", "justification", "text"},
      {"location", "physicalLocation", "place"},
      {"place", "artifactLocation", "artifact"},
      {"place", "region", "region"},
      {"artifact", "uri", "text"},
      {"region", "startLine", "number 1"},
      {"region", "startColumn", "number 1"},
  };
  return properties;
}

using SarifProblems = std::vector<std::string>;
void check_sarif_object(const nlohmann::json& json, std::string_view object,
                        SarifProblems& problems);

inline void check_sarif_value(const nlohmann::json& json, const SarifProperty& property,
                              SarifProblems& problems) {
  const std::string what = std::string(property.object) + "." + std::string(property.name);
  const std::string_view kind = property.kind;
  const auto want = [&](bool good) {
    if (!good) problems.push_back(what + " is no " + std::string(kind) + ": " + json.dump());
  };
  if (kind == "any") return;
  if (kind == "text") {
    want(json.is_string());
    const bool listed =
        property.allowed.empty() || !json.is_string() ||
        std::ranges::find(property.allowed, json.get<std::string>()) != property.allowed.end();
    want(listed);
  } else if (kind.starts_with("number ")) {
    want(json.is_number_integer() && json.get<int>() >= kind.back() - '0');
  } else if (kind == "texts") {
    want(json.is_object());
    for (const auto& one : json) want(one.is_string());
  } else if (kind.front() == '[') {
    want(json.is_array());
    for (const auto& one : json) {
      check_sarif_object(one, kind.substr(1, kind.size() - 2), problems);
    }
  } else {
    check_sarif_object(json, kind, problems);
  }
}

inline void check_sarif_object(const nlohmann::json& json, std::string_view object,
                               SarifProblems& problems) {
  if (!json.is_object()) {
    problems.push_back("no object: " + std::string(object));
    return;
  }
  std::vector<std::string_view> known;
  for (const SarifProperty& property : sarif_properties()) {
    if (property.object != object) continue;
    known.push_back(property.name);
    const auto found = json.find(std::string(property.name));
    if (found != json.end()) {
      check_sarif_value(*found, property, problems);
    } else if (property.required) {
      problems.push_back(std::string(object) + " lacks " + std::string(property.name));
    }
  }
  for (const auto& [name, value] : json.items()) {
    if (std::ranges::find(known, name) == known.end()) {
      problems.push_back(std::string(object) + " may not hold " + name);
    }
  }
}

/// What is wrong with a log; empty when it is as the schema wants it.
inline SarifProblems sarif_problems(const nlohmann::json& log) {
  SarifProblems problems;
  check_sarif_object(log, "log", problems);
  return problems;
}

}  // namespace tokenshift::test
