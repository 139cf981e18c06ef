// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/suppression.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/rule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::checks {
namespace {

constexpr std::string_view marker = "tokenshift:";

// The next word, cut off the front.
std::string_view take_word(std::string_view& rest) {
  rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest.remove_prefix(word.size());
  return word;
}

void read_reason(std::string_view rest, Suppression& found) {
  const std::size_t open = rest.find("reason=\"");
  if (open == std::string_view::npos) return;
  const std::string_view text = rest.substr(open + 8);
  const std::size_t close = text.find('"');
  if (close != std::string_view::npos) found.reason = trimmed(text.substr(0, close));
}

void read_ids(std::string_view words, Suppression& found) {
  for (const std::string& id : split(words, ',')) {
    const Rule* rule = find_rule(id);
    if (rule == nullptr) {
      found.problem = fmt::format("there is no rule \"{}\"", shown_word(id));
    } else if (rule->irreversible) {
      found.problem = fmt::format("{} is about what cannot be taken back", rule->id);
    } else {
      found.ids.emplace_back(rule->id);
    }
  }
}

Suppression read(std::string_view comment) {
  Suppression found;
  std::string_view rest = trimmed(comment.substr(comment.find(marker) + marker.size()));
  if (take_word(rest) != "ignore") {
    found.problem = "the only word known here is ignore";
    return found;
  }
  read_ids(take_word(rest), found);
  read_reason(rest, found);
  const std::size_t until = rest.find("until=");
  if (until != std::string_view::npos) {
    std::string_view day = rest.substr(until + 6);
    found.day = std::string(take_word(day));
  }
  const auto date = parse_time(found.day);
  if (date && found.day.size() == 10) found.until = *date + std::chrono::days(1);
  if (!found.problem.empty()) return found;
  if (found.reason.empty()) found.problem = "it gives no reason";
  if (found.until == Time{}) found.problem = "it has no day on which it ends";
  return found;
}

// Where a text between quotes only looks like a comment.
std::vector<std::pair<std::size_t, std::size_t>> strings_of(const toml::Document& document) {
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  document.walk([&spans](const toml::Name& name) {
    if (name.shape != toml::Shape::value || name.kind != toml::Kind::string) return;
    spans.emplace_back(name.begin, name.begin + name.literal.size());
  });
  return spans;
}

}  // namespace

std::vector<Suppression> suppressions_of(const toml::Document& document) {
  const std::string_view text = document.text();
  std::vector<Suppression> all;
  std::vector<std::size_t> places;
  if (text.find(marker) == std::string_view::npos) return all;
  const auto strings = strings_of(document);
  for (std::size_t at = text.find(marker); at != std::string_view::npos;
       at = text.find(marker, at + 1)) {
    const std::size_t start = text.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    if (start == std::string_view::npos || text[start] != '#') continue;
    const bool quoted = std::ranges::any_of(
        strings, [start](const auto& span) { return span.first <= start && start < span.second; });
    if (quoted) continue;
    const std::size_t end = std::min(text.find('\n', start), text.size());
    all.push_back(read(text.substr(start, end - start)));
    places.push_back(start);
  }
  const std::vector<Location> locations = document.locate(places);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].location = locations[i];
  return all;
}

}  // namespace tokenshift::checks
