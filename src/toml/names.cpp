// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/toml/document.hpp"

#include "scanner.hpp"
#include "strings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::toml {

std::string written(std::string_view part) {
  const bool bare = !part.empty() && std::ranges::all_of(part, is_bare);
  return bare ? std::string(part) : quoted(part);
}

std::string to_string(const KeyPath& path) {
  std::string text;
  for (const std::string& part : path) {
    if (!text.empty()) text.push_back('.');
    text.append(written(part));
  }
  return text;
}

KeyPath parse_key(std::string_view text) {
  const auto refuse = [text] {
    throw Error(
        ErrorKind::usage, fmt::format("'{}' is no key", printable(text)),
        "write it like oauth.token_persistence.enable; put parts with other characters in quotes");
  };
  Scanner scanner(text);
  KeyPath path;
  while (true) {
    const Token token = scanner.next();
    const std::string_view source = text.substr(token.begin, token.end - token.begin);
    const bool is_string =
        token.kind == TokenKind::string && !token.broken && !find_bad_escape(source);
    if (!is_string && token.kind != TokenKind::bare_key) refuse();
    path.push_back(is_string ? unquoted(source) : std::string(source));
    const Token separator = scanner.next();
    if (separator.kind == TokenKind::end && text.find('#', token.end) == std::string_view::npos)
      return path;
    if (separator.kind != TokenKind::dot) refuse();
  }
}

}  // namespace tokenshift::toml
