// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/toml/document.hpp"

#include "checks.hpp"
#include "differences.hpp"
#include "opinion.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace tokenshift::fuzz {
namespace {

std::optional<toml::Document> read(std::string_view bytes) {
  try {
    return toml::parse(std::string(bytes), "f");
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input)
      throw Broken(fmt::format("refused, but not as input: {}", error.what()));
    if (error.hint().empty()) throw Broken(fmt::format("refused without a hint: {}", error.what()));
    return std::nullopt;
  }
}

void check_places(const toml::Document& document) {
  std::size_t last = 0;
  document.for_each([&](const toml::KeyPath& path, const toml::Value& value) {
    const std::string name = toml::to_string(path);
    if (toml::parse_key(name) != path) throw Broken("another key when written: " + name);
    const auto found = document.find(path);
    if (!found.has_value() || found->content != value.content) throw Broken("not found: " + name);
    const std::size_t end = value.location.offset + value.length;
    if (value.length == 0 || end > document.text().size()) throw Broken("outside: " + name);
    if (value.location.offset < last) throw Broken("not in the order of the file: " + name);
    last = value.location.offset;
    for (const toml::Element& element : document.elements(path)) {
      if (element.location.offset < value.location.offset || element.location.offset >= end)
        throw Broken("an element outside its array: " + name);
    }
  });
}

}  // namespace

void check_parse(std::string_view bytes) {
  const auto document = read(bytes);
  if (!document.has_value()) return;
  if (document->text() != bytes) throw Broken("the text is not the bytes");
  check_places(*document);
  const auto other = disagreement(*document);
  if (other.has_value() && reason_of(*other) == nullptr) {
    throw Broken(fmt::format("toml++ differs for no known reason: {}",
                             other->refusal.empty() ? other->key : other->refusal));
  }
}

}  // namespace tokenshift::fuzz
