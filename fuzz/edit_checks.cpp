// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/toml/document.hpp"
#include "tokenshift/toml/edit.hpp"

#include "checks.hpp"
#include "opinion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

namespace tokenshift::fuzz {
namespace {

// The first byte chooses the key and the second the value, counted from the character 0.
constexpr std::array<std::string_view, 24> keys = {
    "a.x",     "x",     "a.b.x",   "a.b.c.x",   "b.n",       "n.e.w",   "u.v.z",    "t.k",
    "t.new",   "t.n.z", "a.x.new", "a.d.n",     "a.t.z",     "\"q r\"", "b.l2",     "x.y",
    "a.u.v.q", "l.m.x", "a",       "a.\"é\".x", "oauth.k.e", "oauth.a", "apim.o.p", "t.s.h.p.m"};
constexpr std::array<std::string_view, 7> literals = {"true",
                                                      "1",
                                                      "\"text\"",
                                                      "1.5",
                                                      "[ 1, 2, 3 ]",
                                                      R"("a\u00e9'\"")",
                                                      "{ i = 1, j = { k = [ 2 ] } }"};

struct Wanted {
  toml::KeyPath path;
  std::string literal;
};

// The one place that calls the editor. Nothing where it refuses, which it may where something
// stands in the way.
std::optional<std::string> edited(const toml::Document& document, const Wanted& wanted) {
  try {
    return toml::edited(document,
                        {{.at = toml::address_of(wanted.path), .literal = wanted.literal}});
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::refused) return std::nullopt;
    throw Broken(fmt::format("{}: {}", toml::to_string(wanted.path), error.what()));
  }
}

toml::Document read_again(const std::string& text) {
  try {
    return toml::parse(text, "f");
  } catch (const Error& error) {
    throw Broken(fmt::format("the result cannot be read: {}", error.what()));
  }
}

using Flat = std::map<std::string, std::string>;

// All keys and values outside arrays of tables, and in those whose header stands in the text.
Flat flat(const toml::Document& document) {
  Flat all;
  document.for_each([&all](const toml::KeyPath& path, const toml::Value& value) {
    all[toml::to_string(path)] = value.content;
  });
  const std::string& text = document.text();
  for (std::size_t at = text.find("[["); at != std::string::npos; at = text.find("[[", at + 1)) {
    const std::size_t end = text.find("]]", at);
    if (end == std::string::npos || end - at > 100) continue;
    try {
      const toml::KeyPath array = toml::parse_key(text.substr(at + 2, end - at - 2));
      std::size_t place = 0;
      for (const toml::Element& element : document.elements(array)) {
        for (const auto& [name, value] : element.values)
          all[fmt::format("{}[{}].{}", toml::to_string(array), place, name)] = value.content;
        ++place;
      }
    } catch (const Error&) {
      continue;  // not a header
    }
  }
  return all;
}

// Removes what the key stands for: itself, or all below it when it was a table in braces.
void drop(Flat& all, const std::string& name) {
  std::erase_if(all, [&name](const auto& row) {
    return row.first == name || row.first.starts_with(name + ".");
  });
}

// Only bytes of the old value may go. A new key is put between others; blanks in `{  }` may go
// then.
void check_bytes(const std::string& before, const std::string& after,
                 const std::optional<toml::Value>& old_value) {
  const auto [left, right] = std::ranges::mismatch(before, after);
  const auto begin = static_cast<std::size_t>(left - before.begin());
  std::size_t kept = 0;
  while (kept < std::min(before.size(), after.size()) - begin &&
         before[before.size() - kept - 1] == after[after.size() - kept - 1]) {
    ++kept;
  }
  const std::size_t end = before.size() - kept;
  if (begin == end) return;
  const std::string_view gone = std::string_view(before).substr(begin, end - begin);
  if (!old_value.has_value() && gone.find_first_not_of(" \t") == std::string_view::npos) return;
  const std::size_t from = old_value.has_value() ? old_value->location.offset : 0;
  const std::size_t length = old_value.has_value() ? old_value->length : 0;
  if (begin < from || end > from + length) {
    throw Broken(
        fmt::format("bytes {} to {} are gone, which are not of the value", begin, end - 1));
  }
}

void check_value(const toml::Document& after, const Wanted& wanted, bool changed) {
  const std::string name = toml::to_string(wanted.path);
  const auto value = after.find(wanted.path);
  if (!value.has_value()) throw Broken("not set: " + name);
  const auto expected = toml::parse("k = " + wanted.literal, "f").find({"k"});
  if (value->kind != expected->kind) throw Broken("a value of another kind: " + name);
  const bool as_written = changed || value->kind == toml::Kind::string;
  if (as_written && value->content != expected->content) throw Broken("another value: " + name);
}

}  // namespace

void check_edit(std::string_view bytes) {
  if (bytes.size() < 2) return;
  const auto number = [&bytes](std::size_t i) {
    return static_cast<unsigned char>(bytes[i] - '0');
  };
  const Wanted wanted{.path = toml::parse_key(keys[number(0) % keys.size()]),
                      .literal = std::string(literals[number(1) % literals.size()])};
  const std::string text(bytes.substr(2));
  if (!may_be_shown(text)) return;  // the editor's own check asks toml++
  std::optional<toml::Document> before;
  try {
    before = toml::parse(text, "f");
  } catch (const Error&) {
    return;  // the other fuzzer looks at this
  }
  const auto once = edited(*before, wanted);
  if (!once.has_value()) return;
  const toml::Document after = read_again(*once);
  check_value(after, wanted, *once != text);
  check_bytes(text, *once, before->find(wanted.path));
  Flat old_values = flat(*before);
  Flat new_values = flat(after);
  const std::string name = toml::to_string(wanted.path);
  drop(old_values, name);
  drop(new_values, name);
  if (old_values != new_values) throw Broken("other keys have changed: " + name);
  if (edited(after, wanted) != once) throw Broken("a second edit changes something: " + name);
  if (!text.empty() && text.ends_with('\n') != once->ends_with('\n'))
    throw Broken("the end of the file has changed");
}

}  // namespace tokenshift::fuzz
