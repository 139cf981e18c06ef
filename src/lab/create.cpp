// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/lab/lab.hpp"
#include "tokenshift/lab/schema.hpp"

#include "fill.hpp"
#include "home.hpp"
#include "shared_database.hpp"
#include "staging.hpp"

#include <fmt/format.h>

namespace tokenshift::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view apim_file = "repository/database/WSO2AM_DB.db";
constexpr std::string_view shared_file = "repository/database/WSO2SHARED_DB.db";

void require_sensible(std::int64_t clients) {
  if (clients > most_clients) {
    throw Error(ErrorKind::usage, fmt::format("{} are too many", counted(clients, "client")),
                fmt::format("ask for {} or fewer", counted(most_clients, "client")));
  }
  if (clients >= fewest_clients) return;
  throw Error(ErrorKind::usage,
              fmt::format("{} cannot hold every hard row", counted(clients, "client")),
              fmt::format("ask for {} or more", fewest_clients));
}

// A new file in the home: made in bulk, and lost with the home when the work ends early.
std::unique_ptr<db::Connection> new_file(const fs::path& file) {
  return db::open("sqlite:" + file.string(), db::Access::create);
}

Created fill_home(const fs::path& home, const Request& request, const Progress& progress) {
  const auto shared_connection = new_file(home / shared_file);
  SharedDatabase shared(*shared_connection, request);
  const UserSink users = [&](std::string_view name, int tenant_id) {
    shared.add_user(name, tenant_id);
  };
  Created created;
  if (request.destination) {
    created = fill_destination(request, progress, users);
  } else {
    created.counts = fill_apim(*new_file(home / apim_file), request, progress, users);
  }
  shared.finish();
  return created;
}

Created create_home(const Request& request, const Release& release, const Progress& progress) {
  Staging staging(request.directory);
  write_home(staging.home(), release, request);
  Created created = fill_home(staging.home(), request, progress);
  created.home = staging.publish();
  created.deployment_toml = created.home / "repository/conf/deployment.toml";
  created.shared_database = created.home / shared_file;
  if (request.destination) return created;
  created.database = created.home / apim_file;
  created.url = "sqlite:" + created.database.string();
  return created;
}

}  // namespace

Created create(const Request& request, const Progress& progress) {
  const Release& release = release_of(request.apim_version);
  require_sensible(request.clients);
  if (progress) progress(0, request.clients);
  try {
    Created created = request.directory.empty() ? fill_destination(request, progress, {})
                                                : create_home(request, release, progress);
    if (progress) progress(request.clients, request.clients);
    return created;
  } catch (const fs::filesystem_error& cause) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: {}", printable(cause.path1().string()), cause.code().message()),
                "the directory above it must exist, let this user write and have room");
  }
}

}  // namespace tokenshift::lab
