// SPDX-License-Identifier: Apache-2.0
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_ENABLE_FORMATTERS 0
#include "opinion.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace tokenshift::fuzz {
namespace {

// What both parsers can say of a value: its kind, and the value itself where it is a simple one.
using Words = std::map<std::string, std::string>;

struct Seen {
  Words words;
  std::map<std::string, std::string> literals;
};

std::string word_of_integer(std::string digits) {
  std::erase(digits, '_');
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.erase(0, 1);
  int base = 10;
  if (digits.starts_with("0x")) base = 16;
  if (digits.starts_with("0o")) base = 8;
  if (digits.starts_with("0b")) base = 2;
  if (base != 10) digits.erase(0, 2);
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  return fmt::format("integer {}{}", negative && number > 0 ? "-" : "", number);
}

std::string word_of_floating(std::string digits) {
  std::erase(digits, '_');
  if (digits.ends_with("nan")) return "floating nan";
  if (digits.starts_with('+')) digits.erase(0, 1);
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return fmt::format("floating {}", number);
}

std::string word_of(const toml::Value& value) {
  switch (value.kind) {
    case toml::Kind::string:
      return fmt::format("string {}", value.content);
    case toml::Kind::integer:
      return word_of_integer(value.content);
    case toml::Kind::floating:
      return word_of_floating(value.content);
    case toml::Kind::boolean:
      return fmt::format("boolean {}", value.content);
    case toml::Kind::time:
      return "time";
    case toml::Kind::array:
      return "array";
    case toml::Kind::inline_table:
      break;
  }
  return "table";
}

std::string word_of(const ::toml::node& node) {
  if (const auto* text = node.as_string()) return fmt::format("string {}", text->get());
  if (const auto* number = node.as_integer()) return fmt::format("integer {}", number->get());
  if (const auto* flag = node.as_boolean()) return fmt::format("boolean {}", flag->get());
  if (const auto* number = node.as_floating_point()) {
    if (number->get() != number->get()) return "floating nan";
    return fmt::format("floating {}", number->get());
  }
  return node.is_array() ? "array" : "time";
}

using Arrays = std::map<std::string, std::pair<toml::KeyPath, std::size_t>>;

// What toml++ sees. Arrays of tables inside of elements are left out, as they are by elements().
class Collector {
 public:
  Words words;
  Arrays arrays;

  void collect(const ::toml::table& table, toml::KeyPath& path, const std::string& element) {
    for (const auto& [key, node] : table) {
      path.emplace_back(key.str());
      const std::string name = element + toml::to_string(path);
      const bool of_tables = node.is_array() && node.as_array()->is_array_of_tables();
      if (node.is_table()) {
        collect(*node.as_table(), path, element);
      } else if (!of_tables) {
        words[name] = word_of(node);
      } else if (element.empty()) {
        collect_elements(*node.as_array(), path);
      }
      path.pop_back();
    }
  }

 private:
  void collect_elements(const ::toml::array& array, const toml::KeyPath& path) {
    const std::string name = toml::to_string(path);
    arrays[name] = {path, array.size()};
    for (std::size_t i = 0; i < array.size(); ++i) {
      toml::KeyPath inner;
      collect(*array.get(i)->as_table(), inner, fmt::format("{}[{}].", name, i));
    }
  }
};

void add(Seen& seen, const std::string& name, const toml::Value& value, std::string_view text) {
  seen.literals[name] = std::string(text.substr(value.location.offset, value.length));
  seen.words[name] = word_of(value);
}

// What our parser sees at the same places.
Seen seen_by_us(const toml::Document& document, const Arrays& arrays) {
  Seen seen;
  document.for_each([&](const toml::KeyPath& path, const toml::Value& value) {
    const std::string name = toml::to_string(path);
    if (!arrays.contains(name)) add(seen, name, value, document.text());
  });
  for (const auto& [name, array] : arrays) {
    const auto elements = document.elements(array.first);
    if (elements.size() != array.second) seen.words[name] = "another number of elements";
    for (std::size_t i = 0; i < elements.size(); ++i) {
      for (const auto& [key, value] : elements[i].values) {
        if (value.kind == toml::Kind::array && value.content.find('{') != std::string::npos)
          continue;  // perhaps one of tables, which the other side leaves out
        add(seen, fmt::format("{}[{}].{}", name, i, key), value, document.text());
      }
    }
  }
  return seen;
}

}  // namespace

std::optional<std::string> refusal_of_tomlplusplus(std::string_view text) {
  try {
    const ::toml::table table = ::toml::parse(text, std::string_view{"text"});
    return std::nullopt;
  } catch (const ::toml::parse_error& error) {
    return std::string(error.description());
  }
}

bool may_be_shown(std::string_view text) {
  for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at + 1)) {
    const std::size_t line_end = text.find_first_not_of(" \t\r", at + 1);
    if (line_end >= text.size() || text[line_end] != '\n') continue;
    const std::size_t next = text.find_first_not_of(" \t\r\n", line_end);
    if (next < text.size() && static_cast<unsigned char>(text[next]) >= 0x80) return false;
  }
  return true;
}

std::optional<Disagreement> disagreement(const toml::Document& document) {
  if (!may_be_shown(document.text())) return std::nullopt;
  if (auto refusal = refusal_of_tomlplusplus(document.text()))
    return Disagreement{.text = document.text(), .refusal = *refusal, .key = {}, .literal = {}};
  const ::toml::table table = ::toml::parse(document.text(), std::string_view{"text"});
  Collector theirs;
  toml::KeyPath path;
  theirs.collect(table, path, "");
  const Seen ours = seen_by_us(document, theirs.arrays);
  for (const auto& [name, word] : ours.words) {
    const auto other = theirs.words.find(name);
    if (other != theirs.words.end() && other->second == word) continue;
    const auto literal = ours.literals.find(name);
    return Disagreement{.text = document.text(),
                        .refusal = {},
                        .key = name,
                        .literal = literal == ours.literals.end() ? "" : literal->second};
  }
  for (const auto& [name, word] : theirs.words) {
    const bool left_out = word == "array" && name.find("].") != std::string::npos;
    if (!ours.words.contains(name) && !left_out)
      return Disagreement{.text = document.text(), .refusal = {}, .key = name, .literal = {}};
  }
  return std::nullopt;
}

}  // namespace tokenshift::fuzz
