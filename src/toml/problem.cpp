// SPDX-License-Identifier: Apache-2.0
#include "problem.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::toml {
namespace {

// Indexed by Expected.
constexpr std::array<std::string_view, 10> expectations = {
    "a key or a [table]",
    "the end of the line",
    "a key",
    "'.' or '='",
    "'.' or the closing bracket",
    "a value",
    "a comma or ']' on the same line",
    "a comma or '}' on the same line",
    "the end of the string",
    "the rest of a date or time",
};

constexpr std::string_view any_place = "*";
constexpr std::string_view lower_case_hint =
    "write true or false in lower case, any other word in quotes";
constexpr std::string_view straight_quotes_hint =
    "use straight quotes (\"); a word processor made these";

struct Suspect {
  std::string_view bytes;
  std::string_view only_where;  // an entry of `expectations`, or any_place
  std::string_view what;
  std::string_view hint;
};

// The mistakes that people make, by the bytes that give them away.
constexpr auto suspects = std::to_array<Suspect>({
    {"\xEF\xBB\xBF", any_place, "a byte order mark, at which the server stops",
     "save the file as UTF-8 without BOM"},
    {"\xFF\xFE", any_place, "the file is UTF-16, which the server cannot read",
     "save the file as UTF-8"},
    {"\xFE\xFF", any_place, "the file is UTF-16, which the server cannot read",
     "save the file as UTF-8"},
    {"\xC2\xA0", any_place, "a no-break space", "replace it with an ordinary space"},
    {"\xE2\x80\x9C", any_place, "a typographic quotation mark", straight_quotes_hint},
    {"\xE2\x80\x9D", any_place, "a typographic quotation mark", straight_quotes_hint},
    {"\xE2\x80\x98", any_place, "a typographic quotation mark", straight_quotes_hint},
    {"\xE2\x80\x99", any_place, "a typographic quotation mark", straight_quotes_hint},
    {std::string_view("\0", 1), any_place, "a zero byte",
     "save the file as UTF-8 text; zero bytes are a sign of UTF-16 or of damage"},
    {"\t", "the end of the string", "a tab inside a double-quoted string",
     "write \\t, or use single quotes"},
    {"\r\n", "the end of the string", "a string that is not closed on its line",
     "close the quotes"},
    {"\n", "the end of the string", "a string that is not closed on its line", "close the quotes"},
    {"\r\n", "a value", "a key without a value",
     "write the value behind the '=', on the same line"},
    {"\n", "a value", "a key without a value", "write the value behind the '=', on the same line"},
    {"\r\n", "a comma or '}' on the same line", "an inline table that goes on in the next line",
     "write it on one line, or as a [table]"},
    {"\n", "a comma or '}' on the same line", "an inline table that goes on in the next line",
     "write it on one line, or as a [table]"},
    {"\n", "a key", "a line end where a key should be", "complete the line"},
    {"\r\n", any_place, "an unexpected end of the line", "complete the line"},
    {"\n", any_place, "an unexpected end of the line", "complete the line"},
    {"\r", any_place, "a carriage return that no line feed follows",
     "convert the line ends to LF or CR LF; the server knows no others"},
    {",", "a comma or ']' on the same line", "a comma at the start of a line",
     "move the comma to the end of the line above"},
    {"$", "a value", "a placeholder without quotes", "put it in quotes: \"$env{NAME}\""},
    {"True", "a value", "'True' is no value", lower_case_hint},
    {"False", "a value", "'False' is no value", lower_case_hint},
    {"TRUE", "a value", "'TRUE' is no value", lower_case_hint},
    {"FALSE", "a value", "'FALSE' is no value", lower_case_hint},
    {":", "'.' or '='", "':' between key and value", "write '='"},
    {"}", "a key", "a comma before '}'", "remove the comma"},
    {"\"", "the end of the line", "a quote behind the end of the string",
     "write \\\" inside a string; three quotes close it wherever they stand"},
    {"'", "the end of the line", "a quote behind the end of the string",
     "three quotes close the string wherever they stand"},
});

std::optional<std::size_t> template_marker(std::string_view text, std::size_t offset) {
  for (const std::size_t start : {offset, offset > 0 ? offset - 1 : offset}) {
    for (const std::string_view marker : {"{{", "{%", "<%"}) {
      if (text.substr(start).starts_with(marker)) return start;
    }
  }
  return std::nullopt;
}

std::string_view hint_for(Expected expected) {
  if (expected == Expected::value) return lower_case_hint;
  if (expected == Expected::line_end) return "one statement per line; a comment starts with '#'";
  if (expected == Expected::key || expected == Expected::dot_or_equals) {
    return "put keys that have other characters than A-Z, a-z, 0-9, '-' and '_' in double quotes";
  }
  return "see https://toml.io/en/v0.5.0 for the format";
}

}  // namespace

void raise(const Model& model, const Problem& problem) {
  const std::string where = to_string(model.location(problem.offset));
  throw Raised(where + ": " + problem.what, problem);
}

void refuse(const Model& model, std::size_t offset, const std::string& what,
            const std::string& hint) {
  throw Error(ErrorKind::refused, to_string(model.location(offset)) + ": " + what, hint);
}

Problem unexpected(std::string_view text, std::size_t offset, Expected expected) {
  if (template_marker(text, offset).has_value()) {
    return {offset, "a template marker: this is a template, not yet a deployment.toml",
            "edit the template where it is kept (Helm chart, Ansible role, Puppet module), or "
            "render it first",
            "template"};
  }
  const std::string_view wanted = expectations[static_cast<std::size_t>(expected)];
  const std::string_view rest = text.substr(offset);
  for (const Suspect& suspect : suspects) {
    const bool here = suspect.only_where == any_place || suspect.only_where == wanted;
    if (here && rest.starts_with(suspect.bytes)) {
      return {offset, std::string(suspect.what), std::string(suspect.hint)};
    }
  }
  if (rest.empty()) {
    return {offset, fmt::format("the file ends where {} should be", wanted),
            "complete the last statement"};
  }
  const std::string_view character = rest.substr(0, character_at(text, offset).length);
  return {offset, fmt::format("'{}' where {} should be", printable(character), wanted),
          std::string(hint_for(expected))};
}

}  // namespace tokenshift::toml
