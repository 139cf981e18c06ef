// SPDX-License-Identifier: Apache-2.0
//
// Properties over generated documents. A document grows line by line from a list of numbers, and a
// line that would make it unreadable is left out; so all documents are readable, and smaller
// numbers make simpler ones.
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_ENABLE_FORMATTERS 0
#include "tokenshift/base/text.hpp"

#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <rapidcheck.h>

namespace tokenshift::test {
namespace {

using Numbers = std::vector<std::uint32_t>;

const std::vector<std::string> common_lines = {
    "",
    "# comment",
    "[a]",
    "[a.b]",
    "[b]",
    "[a.b.c]",
    "[[l]]",
    "[l.m]",
    "[[b.l]]",
    "[ a . \"d\" ]  # c",
    "x = 1",
    "y=\"s\" # c",
    "  z = 'a # b'",
    "x.y = true",
    "u.v.w = 1.5",
    "t = { k = 1, n.o = \"p\" }",
    "list = [ 1, 2, # c\n  3 ]",
    "array = [ { k = 1 }, { k = 2 } ]",
    "text = \"\"\"\n[a]\nx = 1\n\"\"\"",
    "'q r' = 0x10",
    "when = 2020-01-02T10:20:30Z",
    "inf = -inf",
    "a.b.d = 1",
    "e = \"\\u00e9\"",
};

// What the server alone reads, and the line ends.
const std::vector<std::string> own_lines = {
    "# \x01 control", "bytes = \"caf\xE9\"",         "s = \"\\ud800\"",
    "[a.t.x]",        "join = \"\"\"a\\\n  b\"\"\"", "crlf = 1\r",
};

bool is_readable(const std::string& text) { return !refusal_of(text).has_value(); }

std::string document_of(const Numbers& numbers, bool all_lines) {
  auto lines = common_lines;
  if (all_lines) lines.insert(lines.end(), own_lines.begin(), own_lines.end());
  std::string text;
  for (const std::uint32_t number : numbers) {
    std::string longer = fmt::format("{}{}\n", text, lines[number % lines.size()]);
    if (is_readable(longer)) text = std::move(longer);
  }
  const bool open_end = !numbers.empty() && numbers.front() % 3 == 0 && text.ends_with('\n');
  if (open_end && is_readable(text.substr(0, text.size() - 1))) text.pop_back();
  return text;
}

std::vector<std::string> sorted_lines(const std::string& text) {
  auto lines = split(text, '\n');
  std::ranges::sort(lines);
  return lines;
}

using Flat = std::map<std::string, std::string>;

Flat flat(const toml::Document& document) {
  Flat keys;
  document.for_each([&keys](const toml::KeyPath& path, const toml::Value& value) {
    keys[toml::to_string(path)] = value.content;
  });
  for (const toml::KeyPath& array :
       {toml::KeyPath{"l"}, toml::KeyPath{"b", "l"}, toml::KeyPath{"array"}}) {
    std::size_t place = 0;
    for (const toml::Element& element : document.elements(array)) {
      for (const auto& [name, value] : element.values) {
        keys[fmt::format("{}[{}].{}", toml::to_string(array), place, name)] = value.content;
      }
      ++place;
    }
  }
  return keys;
}

toml::Change any_setting(std::uint32_t number) {
  static const std::vector<toml::KeyPath> paths = {{"x"},
                                                   {"a", "x"},
                                                   {"a", "b", "x"},
                                                   {"a", "b", "c", "x"},
                                                   {"b", "n"},
                                                   {"n", "e", "w"},
                                                   {"u", "v", "z"},
                                                   {"t", "k"},
                                                   {"t", "new"},
                                                   {"t", "n", "z"},
                                                   {"a", "x", "new"},
                                                   {"a", "d", "n"},
                                                   {"a", "t", "z"},
                                                   {"q r"},
                                                   {"b", "l2"},
                                                   {"x", "y"},
                                                   {"a", "u", "v", "q"}};
  static const std::vector<std::string> literals = {"true", "1", "\"text\"", "[ 1, 2 ]",
                                                    "{ i = 1, j = { k = [ 2 ] } }"};
  return {.at = toml::address_of(paths[number % paths.size()]),
          .literal = literals[number / 32 % literals.size()]};
}

// Takes out what a key stands for: itself, or all below it where it is a table in braces.
void drop(Flat& keys, const std::string& name) {
  std::erase_if(keys, [&name](const auto& row) {
    return row.first == name || row.first.starts_with(name + ".");
  });
}

// What edited() gives; nothing where it refuses, which it may where a value or an array stands in
// the way.
std::optional<std::string> result_of(const std::string& text,
                                     const std::vector<toml::Change>& changes) {
  try {
    return toml::edited(toml::parse(text, "f"), changes);
  } catch (const Error& error) {
    RC_ASSERT(error.kind() == ErrorKind::refused);
    return std::nullopt;
  }
}

// The value of a key in toml++'s eyes, in our words; only where both have simple words for it.
std::optional<std::string> word_of(const ::toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

void collect(const ::toml::table& table, const std::string& prefix,
             std::map<std::string, const ::toml::node*>& keys) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + toml::to_string({std::string(key.str())});
    const bool tables_only = node.is_array() && node.as_array()->is_array_of_tables();
    const auto* inner = node.as_table();
    if (inner != nullptr) {
      collect(*inner, fmt::format("{}.", name), keys);
    } else if (!tables_only) {
      keys[name] = &node;
    }
  }
}

}  // namespace

TEST_CASE("a document is its text, byte for byte") {
  CHECK(rc::check("generated documents", [](const Numbers& numbers) {
    const std::string text = document_of(numbers, true);
    RC_ASSERT(toml::parse(text, "f").text() == text);
  }));
  CHECK(rc::check("any bytes: read, or refused as input", [](const std::string& bytes) {
    const auto error = refusal_of(bytes);
    if (error.has_value()) RC_ASSERT(error->kind() == ErrorKind::input);
    if (!error.has_value()) RC_ASSERT(toml::parse(bytes, "f").text() == bytes);
  }));
}

TEST_CASE("a document with a byte too many is read or refused, never worse") {
  CHECK(rc::check("damaged documents", [](const Numbers& numbers, std::uint32_t place, char byte) {
    std::string text = document_of(numbers, true);
    text.insert(text.begin() + static_cast<std::ptrdiff_t>(place % (text.size() + 1)), byte);
    const auto error = refusal_of(text);
    if (error.has_value()) RC_ASSERT(error->kind() == ErrorKind::input);
  }));
}

TEST_CASE(
    "after a key is set it has its value, the others have theirs, and setting it again changes "
    "nothing") {
  CHECK(rc::check("set", [](const Numbers& numbers, std::uint32_t number) {
    const std::string text = document_of(numbers, true);
    const toml::Change change = any_setting(number);
    const auto once = result_of(text, {change});
    if (!once.has_value()) return;
    RC_CLASSIFY(*once != text, "changed");
    const toml::Document after = toml::parse(*once, "f");
    Flat keys = flat(after);
    Flat old_keys = flat(toml::parse(text, "f"));
    const std::string name = toml::to_string(change.at);
    const toml::Found found = toml::find(after, change.at);
    RC_ASSERT(found.value.has_value() || (found.is_table && change.literal->starts_with('{')));
    drop(keys, name);
    drop(old_keys, name);
    RC_ASSERT(keys == old_keys);
    RC_ASSERT(result_of(*once, {change}) == once);
    RC_ASSERT(text.empty() || once->ends_with('\n') == text.ends_with('\n'));
  }));
}

TEST_CASE("a key that is taken out is gone with its line, and the others have their values") {
  CHECK(rc::check("unset", [](const Numbers& numbers, std::uint32_t number) {
    const std::string text = document_of(numbers, true);
    const toml::Document before = toml::parse(text, "f");
    Flat old_keys = flat(before);
    std::vector<std::string> names;
    before.for_each([&names](const toml::KeyPath& path, const toml::Value&) {
      names.push_back(toml::to_string(path));
    });
    if (names.empty()) return;
    const std::string name = names[number % names.size()];
    const std::vector<toml::Change> changes = {{.at = toml::parse_address(name)}};
    const auto once = result_of(text, changes);
    if (!once.has_value()) return;
    old_keys.erase(name);
    for (auto at = old_keys.begin(); at != old_keys.end();) {
      at = at->first.starts_with(name + "[") ? old_keys.erase(at) : std::next(at);
    }
    RC_ASSERT(flat(toml::parse(*once, "f")) == old_keys);
    RC_ASSERT(result_of(*once, changes) == once);
  }));
}

TEST_CASE("the whole feature can be set on any document, in any order, and then stays set") {
  CHECK(rc::check("edited", [](const Numbers& numbers, std::uint8_t rotation) {
    const std::string text = document_of(numbers, true);
    auto shuffled = feature;
    std::rotate(shuffled.begin(), shuffled.begin() + rotation % 6, shuffled.end());
    if (rotation % 2 == 0) std::reverse(shuffled.begin(), shuffled.end());
    const std::string once = toml::edited(toml::parse(text, "f"), shuffled);
    RC_ASSERT(toml::edited(toml::parse(once, "f"), feature) == once);
    Flat keys = flat(toml::parse(once, "f"));
    for (const toml::Change& change : feature) keys.erase(toml::to_string(change.at));
    RC_ASSERT(keys == flat(toml::parse(text, "f")));
  }));
}

TEST_CASE("several keys at once give the lines that one after the other would give") {
  CHECK(rc::check("at once", [](const Numbers& numbers, const std::vector<std::uint16_t>& picks) {
    const std::string text = document_of(numbers, true);
    std::vector<toml::Change> changes;
    for (const std::uint16_t pick : picks) {
      const toml::Change change = any_setting(pick);
      const bool known = std::ranges::any_of(
          changes, [&](const toml::Change& other) { return other.at == change.at; });
      if (!known) changes.push_back(change);
    }
    changes.insert(changes.end(), feature.begin(), feature.end());
    std::optional<std::string> at_once;
    try {
      at_once = toml::edited(toml::parse(text, "f"), changes);
    } catch (const Error& error) {
      RC_ASSERT(error.kind() == ErrorKind::refused || error.kind() == ErrorKind::usage);
      return;
    }
    std::string one_by_one = text;
    for (const toml::Change& change : changes) {
      one_by_one = toml::edited(toml::parse(one_by_one, "f"), {change});
    }
    RC_ASSERT(flat(toml::parse(*at_once, "f")) == flat(toml::parse(one_by_one, "f")));
    // Only lines of one table may come in another order: a key lands below its nearest relative.
    RC_CLASSIFY(*at_once == one_by_one, "the same bytes");
    RC_ASSERT(sorted_lines(*at_once) == sorted_lines(one_by_one));
  }));
}

TEST_CASE("where dialects agree, toml++ reads the same keys and values") {
  CHECK(rc::check("differential", [](const Numbers& numbers) {
    const std::string text = document_of(numbers, false);
    std::map<std::string, const ::toml::node*> keys;
    const ::toml::table table = ::toml::parse(std::string_view(text), std::string_view{"f"});
    collect(table, "", keys);
    std::size_t count = 0;
    toml::parse(text, "f").for_each([&](const toml::KeyPath& path, const toml::Value& value) {
      const std::string name = toml::to_string(path);
      const bool tables_only = name.ends_with("array");
      if (tables_only) return;
      ++count;
      RC_ASSERT(keys.contains(name));
      const auto word = word_of(*keys.at(name));
      if (word.has_value()) RC_ASSERT(*word == (value.content == "0x10" ? "16" : value.content));
    });
    RC_ASSERT(count == keys.size());
  }));
}

}  // namespace tokenshift::test
