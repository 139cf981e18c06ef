// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/secret.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tokenshift::net {

/// A POST of a JSON text with HTTP basic authentication (RFC 7617).
struct Post {
  std::string url;  ///< https://…; http:// for loopback addresses alone
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string user;
  const crypto::Secret* password = nullptr;  ///< nullptr: no authentication
  std::string ca_file;                       ///< PEM; empty: the certificates the system trusts
  std::chrono::milliseconds timeout{10'000};
};

struct Answer {
  int status = 0;
  std::string body;  ///< its first 64 KiB
};

/// Throws Error{usage}, without the URL, unless it is one that post() sends to: to be called before
/// anything is written that cannot be taken back.
void require_safe(const std::string& url);

/// Sends it, to that address and no other: no proxy, no redirect. The server's certificate and name
/// are verified always. libcurl is loaded by the first call.
/// Throws Error{usage} for another URL, Error{environment} when libcurl is not installed or no
/// answer comes; never with the password or the body in it.
Answer post(const Post& post);

}  // namespace tokenshift::net
