// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apps/client.hpp"
#include "tokenshift/apps/plan.hpp"
#include "tokenshift/apps/tokens.hpp"
#include "tokenshift/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::survey {

/// What was looked up, or why it was not. A question that nobody could answer is never taken for
/// an answer.
template <typename T>
struct Known {
  std::optional<T> value = std::nullopt;
  std::string why_not = "nobody looked";  ///< one clause; where there is no value
};

template <typename T>
Known<T> known(T value) {
  return {std::move(value), {}};
}

// ---- the database ----

/// Clients of one kind and tenant.
struct ClientGroup {
  apps::ClientKind kind = apps::ClientKind::dcr;
  std::string tenant;
  std::int64_t clients = 0;
};

/// Which tokens clients get, and what a conversion would change.
struct Clients {
  apps::Census census;
  std::vector<ClientGroup> opaque;  ///< those that are not JWT, by kind, then tenant
  std::int64_t to_convert = 0;      ///< clients
  std::int64_t blocking = 0;        ///< of a custom issuer, and neither converted nor accepted
  std::int64_t applications_to_convert = 0;  ///< AM_APPLICATION.TOKEN_TYPE
  std::int64_t applications_of_others = 0;   ///< all their keys are of other key managers
  std::int64_t orphaned_applications = 0;    ///< their keys are of no client
  std::int64_t portal_flags = 0;  ///< portals whose flags make a subject that is not found
};

/// Some clients, and the name of one of them.
struct Some {
  std::int64_t clients = 0;
  std::string example;
};

/// What is set at single clients.
struct ClientSettings {
  Some bound;                         ///< token binding
  Some not_renewed;                   ///< the refresh token stays the same
  Some never_expiring;                ///< an access or refresh token
  Some long_lived;                    ///< access over a day or refresh over thirty
  std::int64_t longest_lifetime = 0;  ///< of those that expire, in seconds
};

/// A table of revocations.
struct RevocationTable {
  std::string name;
  std::int64_t rows = 0;
  std::int64_t expired = 0;  ///< rows that no living token needs any more
};

/// The busiest minute in the table of tokens. It knows what was stored only: a token that was given
/// out a second time is no row, and rows are cleaned away.
struct BusiestMinute {
  std::int64_t tokens = 0;
  std::int64_t refresh_tokens = 0;
  Time start{};
};

struct DatabaseFacts {
  std::string name;
  std::string engine;  ///< "sqlite", "postgresql", "mysql", "h2"
  /// What only a server that ran with the optimization writes; a clause each.
  Known<std::vector<std::string>> signs_of_use;
  Known<Clients> clients;
  Known<ClientSettings> settings;
  Known<std::int64_t> without_service_provider;  ///< clients that no SP_INBOUND_AUTH names
  Known<bool> invalid_tokens_indexed;            ///< IDX_IAT_TI_CK, or one that does the same
  Known<std::vector<RevocationTable>> revocations;
  Known<apps::LiveTokens> live_opaque;
  Known<std::int64_t> live_bound;  ///< tokens that live and are bound
  Known<BusiestMinute> busiest;
  Known<std::vector<std::string>> other_key_managers;  ///< "Okta (Okta)"
  Known<bool> identity_server;  ///< WSO2 Identity Server is the resident key manager
};

// ---- the home ----

/// Whether a class is one of API-M's issuers that know of the optimization.
enum class Descent {
  extends,     ///< its superclasses lead to ExtendedJWTTokenIssuer
  does_not,    ///< they do not
  incomplete,  ///< it, or a superclass of it, is in no archive of the home
};

/// An issuer of the deployment's own.
struct IssuerClass {
  std::string token_type;  ///< "JWT", or the name of another one
  std::string name;        ///< com.acme.Issuer
  Descent descent = Descent::incomplete;
  std::vector<std::string> chain;  ///< itself, its superclass, …; the last one decided
  std::string archive;             ///< where it was found
  std::size_t archives = 0;        ///< how many were searched
};

/// A file that something puts in the place of deployment.toml.
struct Replacement {
  std::string path;
  std::string by;            ///< "bin/profileSetup.sh"
  std::string optimization;  ///< what it says: "on", "off", …; "unreadable"
  bool always = false;       ///< at each start; else when somebody runs it
};

struct HomeFacts {
  std::string path;
  /// What only a server that ran with the optimization leaves behind; a clause each.
  Known<std::vector<std::string>> signs_of_use;
  Known<std::vector<IssuerClass>> issuers;  ///< those that are none of API-M's
  Known<bool> restart_pending;              ///< deployment.toml is not what the last start read
  Known<std::vector<Replacement>> replacements;
  Known<std::string> shipped_key;  ///< the version of API-M that ships the key; empty: it is an own
  Known<std::vector<std::string>> disagreements;  ///< of the nodes, a clause each
};

// ---- the host ----

/// How fast this host signs with the deployment's own key.
struct SigningSpeed {
  std::string key;        ///< "RSA 2048"
  double per_second = 0;  ///< on one processor
  unsigned processors = 1;

  double capacity() const { return per_second * processors; }
};

struct HostFacts {
  Known<SigningSpeed> signing;
};

/// Why the switch cannot be written into deployment.toml.
struct SwitchProblem {
  std::string message;
  std::string hint;
};

/// What is known of a deployment besides the text of one file.
struct Facts {
  Known<DatabaseFacts> database;
  Known<HomeFacts> home;
  HostFacts host;
  std::optional<SwitchProblem> switch_problem;
  bool fresh = false;      ///< said to be a new deployment
  bool switching = false;  ///< the optimization is off now, and is to be switched on
};

}  // namespace tokenshift::survey
