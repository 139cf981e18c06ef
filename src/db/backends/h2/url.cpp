// SPDX-License-Identifier: Apache-2.0
#include "url.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::db::h2 {
namespace {

constexpr std::string_view suffix = ".mv.db";

// Options that change what statements mean; all others are about how a server runs, and ours is
// another one.
constexpr std::array<std::string_view, 7> meant_for_all{"mode",
                                                        "schema",
                                                        "ignorecase",
                                                        "case_insensitive_identifiers",
                                                        "non_keywords",
                                                        "database_to_upper",
                                                        "database_to_lower"};

[[noreturn]] void fail(const std::string& what, const char* hint) {
  throw Error(ErrorKind::usage, "h2: " + what, hint);
}

std::string file_of(std::string text) {
  const std::size_t colon = text.find(':');
  const std::size_t slash = text.find('/');
  if (colon != std::string::npos && colon < slash) {
    const std::string kind = to_lower(text.substr(0, colon));
    if (kind != "file") {
      fail(fmt::format("\"{}:\" names no file of this host", printable(kind)),
           "only databases in a file can be opened, as h2:/srv/wso2am/repository/database/"
           "WSO2AM_DB; on a server of H2, stop it and name its file");
    }
    text.erase(0, colon + 1);
  }
  if (text.empty()) fail("no file is named", "write it as h2:/path/to/WSO2AM_DB");
  if (text.starts_with("~")) fail("\"~\" depends on the user", "write the whole path");
  if (text.ends_with(suffix)) text.erase(text.size() - suffix.size());
  return text;
}

void take_option(const std::string& option, Url& url) {
  const std::size_t equals = option.find('=');
  const std::string name = to_lower(option.substr(0, equals));
  const std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
  if (name == "password") {
    fail("a password does not belong into a URL: ps shows it to every user",
         "use --password-file FILE or --password-stdin");
  }
  if (name == "cipher") {
    fail("the database is encrypted (CIPHER)", "encrypted databases cannot be opened");
  }
  if (name == "user") url.user = value;
  if (name == "jar") url.jar = value;
  if (std::ranges::find(meant_for_all, name) != meant_for_all.end()) url.options += ";" + option;
}

}  // namespace

Url parse_url(const std::string& text) {
  const std::size_t scheme = text.find(':');
  auto parts = split(scheme == std::string::npos ? "" : text.substr(scheme + 1), ';');
  Url url;
  url.base = std::filesystem::absolute(file_of(parts.front())).lexically_normal();
  parts.erase(parts.begin());
  for (const std::string& option : parts) {
    if (!option.empty()) take_option(option, url);
  }
  return url;
}

}  // namespace tokenshift::db::h2
