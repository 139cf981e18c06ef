// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tokenshift::db {

/// The parts of a URL of a server's database, decoded (RFC 3986):
/// `scheme://user:password@host:port/database?name=value&name=value`.
/// Several hosts are separated by commas, and their ports likewise.
struct Url {
  std::string scheme;
  std::string user;
  std::optional<std::string> password;
  std::string host;
  std::string port;
  std::string database;
  std::vector<std::pair<std::string, std::string>> parameters;

  /// The value of a parameter; nothing when it is not there.
  std::optional<std::string> parameter(std::string_view name) const;
};

/// Reads a URL. The parameter `password` counts as the password and is no parameter, `user` as the
/// user. Throws Error{usage} when it is none; the message does not repeat it.
Url parse_url(std::string_view text);

/// The URL again, without any password.
std::string to_text(const Url& url);

}  // namespace tokenshift::db
