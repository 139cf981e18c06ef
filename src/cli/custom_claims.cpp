// SPDX-License-Identifier: Apache-2.0
#include "custom_claims.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/jwt/json.hpp"
#include "tokenshift/jwt/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

// What the issuer writes, or would write in another setting (reference tokens.md §1.2).
constexpr std::array<std::string_view, 21> own_claims{
    "iss",          "sub",    "aut",     "aud",   "azp",        "client_id", "nbf",
    "iat",          "exp",    "jti",     "scope", "entity_id",  "usid",      "is_consented",
    "is_federated", "app_td", "user_td", "realm", "token_type", "rt_scope",  "cnf"};

struct Parts {
  std::string name;
  std::string value;
};

Parts parts_of(const char* option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error(ErrorKind::usage, fmt::format("{}: no name before a =", option),
                fmt::format("write it as {} department=sales", option));
  }
  Parts parts{.name = text.substr(0, equals), .value = text.substr(equals + 1)};
  if (std::ranges::find(own_claims, parts.name) != own_claims.end()) {
    throw Error(ErrorKind::usage,
                fmt::format("{} {}: the server sets this claim itself", option, parts.name),
                "choose another name, or the option that is made for it");
  }
  return parts;
}

// The text as the value of a member, checked as the reader of tokens checks them.
bool is_json(const std::string& value) {
  jwt::JsonObject object;
  const std::string text = "{\"v\":" + value + "}";
  return !jwt::read_object(text, object) && object.members.size() == 1;
}

void require_readable(const char* option, const issuer::Member& member) {
  if (is_json(member.json) && is_json(jwt::quoted(member.name))) return;
  throw Error(ErrorKind::usage,
              fmt::format("{} {}: the value is no JSON", option, printable(member.name)),
              "a text needs quotes in JSON; --claim NAME=TEXT adds them");
}

}  // namespace

std::vector<issuer::Member> custom_claims(const std::vector<std::string>& texts,
                                          const std::vector<std::string>& json) {
  std::vector<issuer::Member> members;
  for (const std::string& text : texts) {
    const Parts parts = parts_of("--claim", text);
    members.push_back({parts.name, jwt::quoted(parts.value)});
    require_readable("--claim", members.back());
  }
  for (const std::string& text : json) {
    const Parts parts = parts_of("--claim-json", text);
    members.push_back({parts.name, parts.value});
    require_readable("--claim-json", members.back());
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto same = [&](const issuer::Member& other) { return other.name == members[i].name; };
    if (std::count_if(members.begin(), members.end(), same) == 1) continue;
    throw Error(ErrorKind::usage,
                fmt::format("the claim {} is given twice", printable(members[i].name)),
                R"(give it once; several values are a list: --claim-json groups='["a","b"]')");
  }
  return members;
}

}  // namespace tokenshift::cli
