// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/edit.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "change.hpp"
#include "check.hpp"
#include "insertion.hpp"
#include "model.hpp"
#include "problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace tokenshift::toml {
namespace {

// The array above the first byte that differs, behind which the server reads no statement.
std::optional<Offset> open_array_above_change(const Model& before, std::string_view after) {
  if (before.open_arrays.empty()) return std::nullopt;
  const auto changed = std::ranges::mismatch(before.text, after).in1 - before.text.begin();
  const auto below = std::ranges::upper_bound(before.open_arrays, static_cast<Offset>(changed));
  if (below == before.open_arrays.begin()) return std::nullopt;
  return *std::prev(below);
}

Document reparse(std::string text, const Document& before) {
  const auto open_array = open_array_above_change(before.model(), text);
  try {
    return parse(std::move(text), before.name());
  } catch (const Error& error) {
    if (open_array) {
      refuse(before.model(), *open_array,
             "the server miscounts the brackets of this array, so nothing can be written below it",
             "remove its empty inner arrays and last commas, or leave blank lines below it");
    }
    throw Error(ErrorKind::internal,
                fmt::format("the edited text cannot be read: {}", error.what()),
                "nothing was written; please report this with the file");
  }
}

void check_name(std::string_view name, const Address& address) {
  if (name.find_first_of("'\"") == std::string_view::npos) return;
  throw Error(ErrorKind::usage,
              fmt::format("'{}' is no key for the server", printable(to_string(address))),
              "quote characters inside a key crash the server");
}

void check_address(const Address& address) {
  if (address.empty()) throw Error(ErrorKind::usage, "no key is named", "name one: oauth.x");
  for (const Step& step : address) {
    check_name(step.key, address);
    if (step.choice.has_value()) check_name(step.choice->field, address);
  }
}

// Whether one is the other, or leads to it.
bool at_odds(const Change& a, const Change& b) {
  const auto length = static_cast<std::ptrdiff_t>(std::min(a.at.size(), b.at.size()));
  return std::equal(a.at.begin(), a.at.begin() + length, b.at.begin());
}

void check_changes(const std::vector<Change>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    check_address(changes[i].at);
    if (changes[i].literal.has_value()) read_literal(*changes[i].literal);
    for (std::size_t k = 0; k < i; ++k) {
      if (!at_odds(changes[i], changes[k])) continue;
      throw Error(
          ErrorKind::usage,
          fmt::format("{} and {} cannot both be changed", printable(to_string(changes[k].at)),
                      printable(to_string(changes[i].at))),
          "name each key once");
    }
  }
}

std::string one_by_one(const Document& document, const std::vector<Change>& changes) {
  std::string text = document.text();
  for (const Change& change : changes) {
    const Document now = reparse(std::move(text), document);
    text = with_edits(now.text(), *merged(now.model(), {plan_change(now.model(), change)}));
  }
  return text;
}

}  // namespace

std::string edited(const Document& document, const std::vector<Change>& changes) {
  check_changes(changes);
  std::vector<Intent> intents;
  intents.reserve(changes.size());
  for (const Change& change : changes) intents.push_back(plan_change(document.model(), change));
  const auto edits = merged(document.model(), intents);
  std::string text =
      edits.has_value() ? with_edits(document.text(), *edits) : one_by_one(document, changes);
  if (text == document.text()) return text;
  const Document after = reparse(std::move(text), document);
  check_result(document, after, changes);
  return after.text();
}

}  // namespace tokenshift::toml
