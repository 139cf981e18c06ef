// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tokenshift::report {

/// An answer that is no table, as data for `-o json`: objects keep the order of their members.
struct Node {
  using List = std::vector<Node>;
  using Object = std::vector<std::pair<std::string, Node>>;
  std::variant<std::monostate, bool, std::int64_t, std::string, List, Object> value;

  Node() = default;
  Node(bool truth) : value(truth) {}                    // NOLINT(google-explicit-constructor)
  Node(std::int64_t number) : value(number) {}          // NOLINT(google-explicit-constructor)
  Node(int number) : value(std::int64_t{number}) {}     // NOLINT(google-explicit-constructor)
  Node(const char* text) : value(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Node(std::string text) : value(std::move(text)) {}    // NOLINT(google-explicit-constructor)
  Node(List list) : value(std::move(list)) {}           // NOLINT(google-explicit-constructor)
  Node(Object object) : value(std::move(object)) {}     // NOLINT(google-explicit-constructor)
};

/// The object as indented JSON with `"schema_version": 1` as its first member, and a final line
/// end. Invalid UTF-8 in strings becomes U+FFFD.
std::string to_json(const Node::Object& object);

/// The object on one line, with `"schema_version": 1` first, and a final line end.
std::string to_json_line(const Node::Object& object);

}  // namespace tokenshift::report
