// SPDX-License-Identifier: Apache-2.0
#include "snippet.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace tokenshift::cli {
namespace {

constexpr std::size_t look_around = std::size_t{16} << 10U;  // bytes that are looked at
constexpr std::size_t before_place = 60;                     // columns that are shown
constexpr std::size_t whole_width = 100;
constexpr std::string_view mask = "****";

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool names_secret(std::string_view name) {
  constexpr std::array<std::string_view, 9> words{"password", "passwd",     "passphrase",
                                                  "secret",   "pwd",        "credential",
                                                  "apikey",   "auth_token", "private"};
  const std::string lower = to_lower(name);
  for (const std::string_view word : words) {
    if (lower.find(word) != std::string::npos) return true;
  }
  const std::size_t last = lower.find_last_of("._-") + 1;  // npos + 1 is 0
  const std::string_view end = std::string_view(lower).substr(last);
  return end == "key" || end == "token";
}

// A piece of the line that must not be shown.
struct Span {
  std::size_t begin;
  std::size_t end;
};

// A switch is no secret, whatever its name.
bool is_truth(std::string_view value) {
  constexpr std::array<std::string_view, 2> words{"true", "false"};
  return std::ranges::any_of(words, [value](std::string_view word) {
    if (!value.starts_with(word)) return false;
    const std::string_view rest = trimmed(value.substr(word.size()));
    return rest.empty() || rest.starts_with('#');
  });
}

// Behind the `=` or `:` of the first key that is named like a secret.
std::optional<std::size_t> secret_value(std::string_view line) {
  for (std::size_t at = line.find_first_of("=:"); at != std::string_view::npos;
       at = line.find_first_of("=:", at + 1)) {
    std::size_t end = at;
    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '"' ||
                       line[end - 1] == '\'')) {
      --end;
    }
    std::size_t begin = end;
    while (begin > 0 && is_name(line[begin - 1])) --begin;
    if (!names_secret(line.substr(begin, end - begin))) continue;
    const std::size_t value = std::min(line.find_first_not_of(" \t", at + 1), line.size());
    if (is_truth(line.substr(value))) continue;
    return value;
  }
  return std::nullopt;
}

// The user's part of a URL: `//name:password@`.
std::optional<Span> secret_in_url(std::string_view line) {
  const std::size_t slashes = line.find("//");
  if (slashes == std::string_view::npos) return std::nullopt;
  const std::size_t at = line.find('@', slashes);
  const std::size_t colon = line.find(':', slashes);
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) {
    return std::nullopt;
  }
  return Span{colon + 1, line.rfind('@')};
}

bool is_header(std::string_view line) {
  line = trimmed(line);
  const std::size_t end = line.rfind(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return false;
  const std::string_view rest = trimmed(line.substr(end + 1));
  return rest.empty() || rest.starts_with('#');
}

// `key = value`; the padding of a line of base64 is none.
bool is_statement(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view value = trimmed(line.substr(equals + 1));
  return !value.empty() && value.front() != '=';
}

// Whether a value that begins on this line goes on in the next.
bool stays_open(std::string_view line) {
  const std::string_view value = trimmed(line.substr(line.find('=') + 1));
  for (const std::string_view fence : {R"(""")", "'''"}) {
    if (value.starts_with(fence)) return value.find(fence, fence.size()) == std::string_view::npos;
  }
  return (value.starts_with('[') && value.find(']') == std::string_view::npos) ||
         (value.starts_with('{') && value.find('}') == std::string_view::npos);
}

// What the lines before say about one.
enum class Surroundings { harmless, secret_table, secret_value };

Surroundings surroundings_of(std::string_view before) {
  bool statement_seen = false;
  bool open = false;  // the statement before goes on in this line
  while (!before.empty()) {
    before.remove_suffix(before.ends_with('\n') ? 1 : 0);
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
    const std::string_view line = before.substr(start);
    if (is_header(line)) {
      if (!trimmed(line).starts_with("[secrets]")) return Surroundings::harmless;
      return open ? Surroundings::secret_value : Surroundings::secret_table;
    }
    if (!statement_seen && is_statement(line)) {
      statement_seen = true;
      open = stays_open(line);
      if (open && secret_value(line)) return Surroundings::secret_value;
    }
    before.remove_suffix(before.size() - start);
  }
  return Surroundings::harmless;
}

// What of the line is not shown; ascending, not overlapping.
std::vector<Span> secrets_of(std::string_view line, std::string_view before) {
  const Surroundings surroundings = surroundings_of(before);
  if (surroundings == Surroundings::secret_value) return {{0, line.size()}};
  if (surroundings == Surroundings::secret_table && !is_header(line)) {
    const std::size_t equals = line.find('=');
    return {{equals == std::string_view::npos ? 0 : equals + 1, line.size()}};
  }
  std::vector<Span> spans;
  const auto value = secret_value(line);
  if (const auto url = secret_in_url(line); url && (!value || url->end <= *value)) {
    spans.push_back(*url);
  }
  if (value && *value < line.size()) spans.push_back({*value, line.size()});
  return spans;
}

// One character, or one masked piece.
struct Cell {
  std::string shown;
  std::size_t width = 0;
  bool tab = false;
};

std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    ++length;
  }
  return static_cast<unsigned char>(text.front()) < 0xC0U ? 1 : std::min<std::size_t>(length, 4);
}

std::vector<Cell> cells_of(std::string_view line, const std::vector<Span>& secrets,
                           std::size_t place, std::size_t& place_cell) {
  std::vector<Cell> cells;
  place_cell = 0;
  std::size_t next_secret = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t length = 0;
    if (next_secret < secrets.size() && at >= secrets[next_secret].begin) {
      length = secrets[next_secret].end - at;
      cells.push_back({std::string(mask), mask.size()});
      ++next_secret;
    } else if (line[at] == '\t') {
      length = 1;
      cells.push_back({"\t", 1, true});
    } else {
      length = character_length(line.substr(at));
      Cell cell{printable(line.substr(at, length))};
      cell.width = display_width(cell.shown);
      cells.push_back(std::move(cell));
    }
    at += length;
    if (at <= place) place_cell = cells.size();
  }
  return cells;
}

Snippet drawn(const std::vector<Cell>& cells, std::size_t place, bool cut_left, bool cut_right) {
  std::size_t first = place;
  for (std::size_t width = 0; first > 0 && width < before_place; --first) {
    width += cells[first - 1].width;
  }
  Snippet snippet;
  if (first > 0 || cut_left) snippet.line = snippet.caret = "…";
  if (!snippet.caret.empty()) snippet.caret = " ";
  std::size_t width = 0;
  std::size_t at = first;
  for (; at < cells.size() && width < whole_width; ++at) {
    const Cell& cell = cells[at];
    snippet.line += cell.shown;
    width += cell.width;
    if (at < place) snippet.caret += cell.tab ? "\t" : std::string(cell.width, ' ');
  }
  if (at < cells.size() || cut_right) snippet.line += "…";
  snippet.caret += "^";
  return snippet;
}

}  // namespace

Snippet snippet_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t earliest = offset > look_around ? offset - look_around : 0;
  const std::size_t break_before = text.substr(earliest, offset - earliest).rfind('\n');
  // What a line is about stands at its start; without that nothing of it is shown.
  if (break_before == std::string_view::npos && earliest > 0) return {};
  const std::size_t start =
      break_before == std::string_view::npos ? 0 : earliest + break_before + 1;
  const std::string_view ahead = text.substr(start, offset - start + look_around);
  const std::size_t break_after = ahead.find('\n', offset - start);
  const bool cut_right =
      break_after == std::string_view::npos && start + ahead.size() < text.size();
  std::string_view line = ahead.substr(0, break_after);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t context = start > look_around ? start - look_around : 0;
  const auto secrets = secrets_of(line, text.substr(context, start - context));
  std::size_t place = 0;
  const auto cells = cells_of(line, secrets, offset - start, place);
  return drawn(cells, place, false, cut_right);
}

}  // namespace tokenshift::cli
