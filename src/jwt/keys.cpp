// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/keys.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/base64url.hpp"
#include "tokenshift/crypto/digest.hpp"
#include "tokenshift/jwt/json.hpp"
#include "tokenshift/jwt/write.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::jwt {
namespace {

using crypto::KeyType;
using crypto::VerificationKey;

constexpr JsonLimits limits{.bytes = max_jwks_bytes, .depth = 8, .values = 16 * max_jwks_keys};

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
  throw Error(
      ErrorKind::input, fmt::format("{}: {}", place, what),
      "give a JWKS as the server publishes it at /oauth2/jwks, or a key or certificate in PEM");
}

// A JWK with the name that errors give it.
struct Entry {
  JsonObject members;
  std::string place;

  const JsonValue* find(std::string_view name) const { return members.find(name); }

  std::string text(std::string_view name) const {
    const JsonValue* value = find(name);
    if (value == nullptr) return {};
    if (value->type != JsonType::string) refuse(place, fmt::format("{} is no string", name));
    return value->string().text();
  }

  std::string bytes(std::string_view name) const {
    const JsonValue* value = find(name);
    if (value == nullptr) refuse(place, fmt::format("{} is missing", name));
    auto decoded = crypto::from_base64url(text(name));
    if (!decoded || decoded->empty()) refuse(place, fmt::format("{} is no base64url", name));
    return *std::move(decoded);
  }
};

Entry entry_of(std::string_view json, const std::string& place) {
  Entry entry{.members = {}, .place = place};
  if (const auto problem = read_object(json, entry.members, limits)) {
    refuse(place, fmt::format("{} at byte {}{}{}", id_of(problem->reason), problem->offset,
                              problem->what.empty() ? "" : ": ", problem->what));
  }
  return entry;
}

bool may_verify(const Entry& entry) {
  const std::string use = entry.text("use");
  if (!use.empty() && use != "sig") return false;
  const JsonValue* operations = entry.find("key_ops");
  if (operations == nullptr) return true;
  if (operations->type != JsonType::array) refuse(entry.place, "key_ops is no array");
  return std::ranges::any_of(elements_of(*operations),
                             [](const JsonValue& value) { return value.is("verify"); });
}

std::optional<VerificationKey> key_of(const Entry& entry) {
  const std::string kty = entry.text("kty");
  if (kty.empty()) refuse(entry.place, "kty is missing");
  try {
    if (kty == "RSA") return VerificationKey::from_rsa({entry.bytes("n"), entry.bytes("e")});
    if (kty == "EC") {
      return VerificationKey::from_point({entry.text("crv"), entry.bytes("x"), entry.bytes("y")});
    }
    if (kty == "OKP" && !entry.text("crv").starts_with("X")) {
      return VerificationKey::from_point({entry.text("crv"), entry.bytes("x"), {}});
    }
    if (kty == "oct") {
      std::string bytes = entry.bytes("k");
      return VerificationKey::from_secret(crypto::taken(bytes));
    }
  } catch (const Error& error) {
    if (std::string_view(error.what()).starts_with(entry.place)) throw;
    refuse(entry.place, error.what());
  }
  return std::nullopt;
}

std::optional<TrustedKey> trusted_of(const Entry& entry) {
  if (!may_verify(entry)) return std::nullopt;
  auto key = key_of(entry);
  if (!key) return std::nullopt;
  TrustedKey trusted{.key = *std::move(key), .kid = entry.text("kid"), .place = entry.place};
  const std::string alg = entry.text("alg");
  if (!alg.empty()) {
    trusted.only = crypto::find_algorithm(alg);
    if (!trusted.only) return std::nullopt;  // for something else than signatures
    if (!fits(trusted.key, *trusted.only)) {
      refuse(entry.place, fmt::format("{} is no algorithm of this key", printable(alg)));
    }
  }
  return trusted;
}

void check_set(const std::vector<TrustedKey>& keys, const std::string& place) {
  if (keys.empty()) refuse(place, "it holds no key that verifies signatures");
  const auto secret = [](const TrustedKey& key) { return key.key.type() == KeyType::oct; };
  const auto secrets = std::ranges::count_if(keys, secret);
  if (secrets != 0 && static_cast<std::size_t>(secrets) != keys.size()) {
    refuse(place, "it mixes secrets and public keys");
  }
  for (auto one = keys.begin(); one != keys.end(); ++one) {
    const bool twice = std::any_of(one + 1, keys.end(), [&](const TrustedKey& other) {
      return !one->kid.empty() && one->kid == other.kid && one->key.type() == other.key.type();
    });
    if (twice) refuse(place, fmt::format("two keys have the kid {}", printable(one->kid)));
  }
}

}  // namespace

std::vector<TrustedKey> read_jwks(std::string_view json, const std::string& place) {
  const Entry top = entry_of(json, place);
  std::vector<TrustedKey> keys;
  const JsonValue* list = top.find("keys");
  if (list == nullptr) {
    if (auto key = trusted_of(top)) keys.push_back(*std::move(key));
  } else {
    if (list->type != JsonType::array) refuse(place, "keys is no array");
    const auto elements = elements_of(*list);
    if (elements.size() > max_jwks_keys) {
      refuse(place,
             fmt::format("it holds {} keys; {} are the most", elements.size(), max_jwks_keys));
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const std::string name = fmt::format("{}, key {}", place, i + 1);
      if (auto key = trusted_of(entry_of(elements[i].raw, name))) keys.push_back(*std::move(key));
    }
  }
  check_set(keys, place);
  return keys;
}

std::string bare_jwk(const VerificationKey& key) {
  ObjectWriter jwk;
  if (key.type() == KeyType::rsa) {
    const auto numbers = key.rsa_numbers();
    jwk.add("e", crypto::to_base64url(numbers.exponent)).add("kty", "RSA");
    jwk.add("n", crypto::to_base64url(numbers.modulus));
  } else {
    const auto point = key.point();
    jwk.add("crv", point.curve).add("kty", to_string(key.type()));
    jwk.add("x", crypto::to_base64url(point.x));
    if (!point.y.empty()) jwk.add("y", crypto::to_base64url(point.y));
  }
  return jwk.json();
}

std::string thumbprint(const VerificationKey& key) {
  return crypto::to_base64url(crypto::sha256(bare_jwk(key)));
}

std::string server_x5t(std::string_view certificate) {
  return crypto::to_base64url(crypto::sha256_hex(certificate));
}

std::string server_kid(std::string_view certificate, crypto::Algorithm algorithm) {
  return fmt::format("{}_{}", server_x5t(certificate), to_string(algorithm));
}

std::string write_jwks(const std::vector<PublishedKey>& keys) {
  std::string list;
  for (const PublishedKey& published : keys) {
    JsonObject bare;
    const std::string jwk = bare_jwk(published.key);
    read_object(jwk, bare);
    list += list.empty() ? "\n    {" : ",\n    {";
    const auto line = [&](std::string_view name, std::string_view json, bool last = false) {
      list += fmt::format("\n      {}: {}{}", quoted(name), json, last ? "" : ",");
    };
    const std::array<std::string_view, 6> order{"kty", "crv", "n", "e", "x", "y"};
    for (const std::string_view name : order) {
      if (const JsonValue* value = bare.find(name)) line(name, value->raw);
    }
    line("use", "\"sig\"");
    line("alg", quoted(to_string(published.algorithm)));
    if (published.certificate.empty()) {
      line("kid", quoted(thumbprint(published.key)), true);
    } else {
      line("kid", quoted(server_kid(published.certificate, published.algorithm)));
      line("x5t#S256", quoted(server_x5t(published.certificate)));
      line("x5c", fmt::format("[{}]", quoted(crypto::to_base64(published.certificate))), true);
    }
    list += "\n    }";
  }
  return fmt::format("{{\n  \"keys\": [{}\n  ]\n}}\n", list);
}

}  // namespace tokenshift::jwt
