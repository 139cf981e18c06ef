// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/checks/seal.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/digest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tokenshift::checks {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr const char* checksum_member = "sha256";

// Of everything but itself; blanks and line ends do not count.
std::string checksum_of(Json json) {
  json.erase(checksum_member);
  return crypto::sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

[[noreturn]] void fail(const std::string& name, std::string_view what) {
  throw Error(ErrorKind::input, fmt::format("{}: {}", printable(name), what),
              "make a new one with tokenshift guard seal, from a file that is known to be good");
}

Seal seal_from(const Json& json) {
  Seal seal{.deployment = json.at("deployment"),
            .sealed_at = parse_time(json.at("sealed_at").get<std::string>()).value(),
            .apim_version = json.at("apim_version"),
            .keys = {},
            .jwt_issuer = json.at("jwt_issuer")};
  for (const auto& [key, value] : json.at("keys").items()) {
    seal.keys.emplace_back(key, value.get<std::string>());
  }
  if (json.contains("counts")) {
    const Json& counts = json["counts"];
    seal.counts = SealedCounts{counts.at("clients"), counts.at("jwt"), counts.at("opaque")};
  }
  if (json.contains("last_verified")) {
    seal.last_verified = parse_time(json["last_verified"].get<std::string>()).value();
  }
  return seal;
}

}  // namespace

Seal seal_of(const State& state, std::string deployment, Time now) {
  apim::require_feature(state.deployment);
  if (!state.node.issues_tokens) {
    throw Error(ErrorKind::refused,
                fmt::format("this node issues no tokens: {}", printable(state.node.why)),
                "seal the file of the node that does");
  }
  if (!state.is_on()) {
    throw Error(ErrorKind::refused,
                fmt::format("the optimization is not on: {}", state.feature.why),
                "a seal says that it is; switch it on with tokenshift config enable");
  }
  Seal seal{.deployment = std::move(deployment),
            .sealed_at = now,
            .apim_version = to_string(*state.deployment.version),
            .keys = {},
            .jwt_issuer = state.feature.jwt_issuer.issuer};
  for (const apim::Setting& setting : state.feature.settings) {
    if (!setting.open.empty()) {
      throw Error(
          ErrorKind::refused,
          fmt::format("{} depends on the placeholder {}", setting.key, printable(setting.open)),
          "write the value itself; a seal holds what the server will use");
    }
  }
  for (const apim::FeatureKey& key : apim::feature_keys()) {
    const auto found = std::ranges::find(state.feature.settings, key.key, &apim::Setting::key);
    seal.keys.emplace_back(found->key, found->value);
  }
  return seal;
}

std::string to_json(const Seal& seal) {
  Json keys = Json::object();
  for (const auto& [key, value] : seal.keys) keys[key] = value;
  Json json{{"tokenshift_seal", format_version},
            {"deployment", seal.deployment},
            {"sealed_at", to_rfc3339(seal.sealed_at)},
            {"apim_version", seal.apim_version},
            {"optimization", "on"},
            {"keys", keys},
            {"jwt_issuer", seal.jwt_issuer}};
  if (seal.counts) {
    json["counts"] = {{"clients", seal.counts->clients},
                      {"jwt", seal.counts->jwt},
                      {"opaque", seal.counts->opaque}};
  }
  if (seal.last_verified) json["last_verified"] = to_rfc3339(*seal.last_verified);
  json[checksum_member] = checksum_of(json);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Seal read_seal(std::string_view text, const std::string& name) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("tokenshift_seal")) fail(name, "this is no seal");
  if (json["tokenshift_seal"] != format_version) fail(name, "a seal of an unknown format");
  if (!json.contains(checksum_member) || json[checksum_member] != checksum_of(json)) {
    fail(name, "the checksum of the seal is wrong: somebody changed it");
  }
  try {
    return seal_from(json);
  } catch (const std::exception&) {  // what a member is not: there, a text, a time
    fail(name, "the seal lacks a member");
  }
}

}  // namespace tokenshift::checks
