// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/finding.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::apim {

inline constexpr std::string_view extended_issuer =
    "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer";
inline constexpr std::string_view plain_jwt_issuer =
    "org.wso2.carbon.identity.oauth2.token.JWTTokenIssuer";

/// Whether the server takes a text for true: as Java's Boolean.parseBoolean, so "yes", "on" and "1"
/// are false (deployment-toml.md §0.5).
bool is_java_true(std::string_view text);

/// When a key of the set has to be right for the optimization to work.
enum class Need {
  always,             ///< on every version that has the feature
  before_default_on,  ///< on 4.3 to 4.6; from 4.7 on opaque and JWT clients live side by side
  with_tenants,  ///< as before, and on 4.7 once a tenant exists and a portal or REST client is JWT
  with_jwt_portals,  ///< as before, and on 4.7 once the portals' clients are JWT
};

/// One key of the set that makes up the feature.
struct FeatureKey {
  std::string_view key;      ///< flat: "oauth.token_persistence.enable"
  std::string_view literal;  ///< what to write, as TOML
  Need need;
  bool (*right)(std::string_view content);  ///< whether a value does
  std::string_view built_in;  ///< what the server takes when neither file nor pack says; before 4.7
  std::string_view built_in_from_default_on;  ///< the same from 4.7 on
  std::string_view meaning;                   ///< one clause, for people
};

/// The keys, in the order in which they are shown and written.
/// The issuer of the token type JWT is not among them: it lives in an array of tables.
std::span<const FeatureKey> feature_keys();

/// Where a value comes from.
enum class Source { file, pack_default, built_in, unknown };

/// "file", "pack default", "built-in default", "unknown".
std::string_view to_string(Source source);

/// One setting as the server would see it.
struct Setting {
  std::string key;
  std::string value;    ///< the effective value; empty when unknown
  std::string written;  ///< as it stands in the file, where that is a placeholder
  std::string open;     ///< why a placeholder in it is not resolved; empty when there is none
  Source source = Source::unknown;
  Location location;   ///< when it is in the file
  bool right = false;  ///< as the optimization wants it
  bool optional =
      false;  ///< not right, but from 4.7 on it depends on the clients whether it has to be
  std::string meaning;

  /// As the optimization wants it; nothing where the files alone do not tell.
  std::optional<bool> as_wanted() const {
    if (source == Source::unknown || !open.empty() || optional) return std::nullopt;
    return right;
  }
};

/// The issuer class of the token type JWT.
struct JwtIssuer {
  std::string issuer;  ///< effective class
  std::string open;    ///< why a placeholder in it is not resolved; empty when there is none
  Source source = Source::unknown;
  Location location;
  std::size_t entries = 0;  ///< how many `name = "JWT"` there are; the last one wins
};

enum class Optimization { on, off, absent, undecidable };

/// "on", "off", "absent" (no such feature in this version), "undecidable".
std::string_view to_string(Optimization optimization);

struct FeatureState {
  Optimization optimization = Optimization::undecidable;
  std::string why;                ///< one clause that names the key
  std::vector<Setting> settings;  ///< the feature keys, then the issuer
  JwtIssuer jwt_issuer;
};

/// What the files of a deployment say.
FeatureState feature_state(const Deployment& deployment);

/// Says when the optimization is on but JWTs come from the issuer that does not know of it: then
/// refresh tokens are neither stored nor JWTs, and every refresh fails (deployment-toml.md §0.3).
std::optional<Finding> issuer_problem(const Deployment& deployment, const FeatureState& state);

/// The names of token types with an issuer of their own, other than `Default` and `JWT`.
std::vector<std::string> custom_token_types(const Deployment& deployment);

}  // namespace tokenshift::apim
