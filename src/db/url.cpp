// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/db/url.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tokenshift::db {
namespace {

[[noreturn]] void fail(std::string_view what) {
  throw Error(
      ErrorKind::usage, fmt::format("the URL of the database is malformed: {}", what),
      "write it as postgresql://user@host:5432/database or mysql://user@host:3306/database");
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    const bool whole = i + 2 < text.size();
    if (!whole || std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2 || value == 0) {
      fail("a '%' wants two hexadecimal digits behind it");
    }
    plain += static_cast<char>(value);
    i += 2;
  }
  return plain;
}

std::string encoded(std::string_view text, std::string_view also_plain = "") {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  std::string result;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos || also_plain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

// Takes what stands before the separator out of the text; all of it when there is none.
std::string_view take_until(std::string_view& text, std::string_view separators) {
  const std::size_t end = std::min(text.find_first_of(separators), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end);
  return part;
}

void read_host(std::string_view text, Url& url) {
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {  // IPv6
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) fail("a '[' has no ']'");
    host = text.substr(1, close - 1);
    port = text.substr(close + 1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon);
  }
  if (!port.empty()) port.remove_prefix(1);
  const bool number = std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
  if (!number || port.size() > 5) fail("the port is no number");
  url.host += decoded(host);
  url.port += port;
}

void read_hosts(std::string_view text, Url& url) {
  bool first = true;
  for (const std::string& one : split(text, ',')) {
    if (!first) {
      url.host += ',';
      url.port += ',';
    }
    first = false;
    read_host(one, url);
  }
}

void read_parameters(std::string_view text, Url& url) {
  for (const std::string& pair : split(text, '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name = decoded(std::string_view(pair).substr(0, equals));
    std::string value =
        equals < pair.size() ? decoded(std::string_view(pair).substr(equals + 1)) : "";
    if (name == "password") {
      url.password = std::move(value);
    } else if (name == "user") {
      url.user = std::move(value);
    } else {
      url.parameters.emplace_back(std::move(name), std::move(value));
    }
  }
}

}  // namespace

std::optional<std::string> Url::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Url parse_url(std::string_view text) {
  constexpr std::string_view slashes = "://";
  Url url;
  const std::size_t colon = text.find(slashes);
  if (colon == std::string_view::npos) fail("no \"://\"");
  url.scheme = to_lower(text.substr(0, colon));
  text.remove_prefix(colon + slashes.size());

  std::string_view authority = take_until(text, "/?");
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    std::string_view user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    url.user = decoded(take_until(user, ":"));
    if (!user.empty()) url.password = decoded(user.substr(1));
  }
  read_hosts(authority, url);
  if (text.starts_with('/')) {
    text.remove_prefix(1);
    url.database = decoded(take_until(text, "?"));
  }
  if (text.starts_with('?')) read_parameters(text.substr(1), url);
  return url;
}

std::string to_text(const Url& url) {
  std::string text = url.scheme + "://";
  if (!url.user.empty()) text += encoded(url.user) + "@";
  const auto hosts = split(url.host, ',');
  const auto ports = split(url.port, ',');
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (i > 0) text += ',';
    const bool ipv6 = hosts[i].find(':') != std::string::npos;
    text += ipv6 ? "[" + hosts[i] + "]" : encoded(hosts[i]);
    if (i < ports.size() && !ports[i].empty()) text += ":" + ports[i];
  }
  text += "/" + encoded(url.database);
  char separator = '?';
  for (const auto& [name, value] : url.parameters) {
    text += separator + encoded(name) + "=" + encoded(value, "/:,");
    separator = '&';
  }
  return text;
}

}  // namespace tokenshift::db
