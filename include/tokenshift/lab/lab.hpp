// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/db/backend.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tokenshift::lab {

/// The smallest number of clients that holds every hard row.
inline constexpr std::int64_t fewest_clients = 40;
inline constexpr std::int64_t most_clients = 100'000'000;

/// The releases of API-M that create() knows, ascending: "4.2.0" …
std::span<const std::string_view> known_versions();

/// A database to fill that is no file of the home's. It must exist, and hold nothing of API-M but a
/// practice deployment that may be replaced.
struct Destination {
  db::Address address = {};
  bool replace = false;
};

/// What to make.
struct Request {
  /// The home to make; must not exist, or be empty. No home is made when there is no directory,
  /// which wants a destination.
  std::filesystem::path directory = {};
  /// Nothing: a SQLite file in the home.
  std::optional<Destination> destination = {};
  std::int64_t clients = 1000;  ///< rows of IDN_OAUTH_CONSUMER_APPS, exactly
  std::string apim_version = "4.6.0";
  std::uint64_t seed = 1;
  bool custom_issuer = false;  ///< configures the token type AcmeJWT, and gives it to one client
  /// What the rows take for the present moment; some tokens are still alive then.
  Time now = std::chrono::sys_days{std::chrono::January / 1 / 2026};
};

/// How many of each kind there are. The clients' kinds are those of the effective token type: what
/// the server would use, given the client's own-tenant rows and exact spelling.
struct Counts {
  std::int64_t clients = 0;       ///< jwt + opaque + custom + oauth1
  std::int64_t jwt = 0;           ///< only `JWT` rows
  std::int64_t opaque = 0;        ///< anything else; also no row at all
  std::int64_t custom = 0;        ///< AcmeJWT
  std::int64_t oauth1 = 0;        ///< OAuth 1.0a: no token type
  std::int64_t system = 0;        ///< clients without an application: portals, apictl, DCR, console
  std::int64_t applications = 0;  ///< rows of AM_APPLICATION
  std::int64_t without_keys = 0;  ///< applications without any key
  std::int64_t foreign_only = 0;  ///< applications with keys of other key managers only
  std::int64_t applications_jwt = 0;  ///< applications that say exactly `JWT`
  std::int64_t tokens = 0;            ///< rows of IDN_OAUTH2_ACCESS_TOKEN
  std::int64_t live_opaque = 0;       ///< opaque access tokens that are good at Request::now
};

/// What was made. All paths are absolute; those of a home that was not made are empty.
struct Created {
  std::filesystem::path home;
  std::filesystem::path deployment_toml;
  std::string url;                        ///< of WSO2AM_DB, without any password
  std::filesystem::path database;         ///< its file; empty on a server
  std::filesystem::path shared_database;  ///< WSO2SHARED_DB
  Counts counts;
};

/// Told how many clients are written; may be empty. What it throws ends the work, and is thrown on
/// when what was made is cleared away.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Makes a practice deployment: an API-M home with configuration and databases, of the shape real
/// ones have, every known hard row included. The same request gives the same rows on every kind of
/// database, and the same bytes on SQLite.
///
/// The home appears at once when it is complete; after a failure nothing of it is left. A database
/// on a server is marked as unfinished until it is complete, and cleared after a failure.
/// Throws Error{usage} for an unknown version or too few clients, Error{refused} when the directory
/// has something in it or the database holds tables of API-M, Error{environment} when the file
/// system or the database says no, Error{locked} when somebody else is at work in the database.
Created create(const Request& request, const Progress& progress = {});

}  // namespace tokenshift::lab
