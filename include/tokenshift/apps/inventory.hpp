// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apps/client.hpp"
#include "tokenshift/db/connection.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tokenshift::apps {

// Everything here streams: a visitor sees one row at a time, in the order of its id. References are
// valid during the call only. Where the clients lie in a database of their own, or the database
// runs in this process, what would be a join by consumer key is a lookup in memory: 16 bytes a
// client.

/// All clients.
void for_each_client(const apim::Databases& databases, const apim::Catalog& catalog,
                     const std::function<void(const Client&)>& visit);

/// A key of an application.
struct ApplicationKey {
  bool foreign = false;        ///< of a foreign key manager
  std::int64_t client_id = 0;  ///< 0 when no client of this database has that key
  bool oauth1 = false;
};

/// A row of AM_APPLICATION with its keys.
struct Application {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::string> token_type;
  std::vector<ApplicationKey> keys;
};

void for_each_application(const apim::Databases& databases, const apim::Catalog& catalog,
                          const std::function<void(const Application&)>& visit);

/// A SP_METADATA row named `TokenType`, the copy that DCR keeps, with the client it belongs to.
struct Metadata {
  std::int64_t id = 0;
  std::string value;
  std::int64_t client_id = 0;
};

void for_each_metadata(db::Connection& database, const std::function<void(const Metadata&)>& visit);

/// The service provider of a portal's client, with the flags that make up a token's subject.
struct PortalFlags {
  std::int64_t sp_id = 0;
  std::int64_t client_id = 0;
  std::optional<std::string> tenant_domain_subject;
  std::optional<std::string> user_domain_subject;
};

void for_each_portal(const apim::Databases& databases, const apim::Catalog& catalog,
                     const std::function<void(const PortalFlags&)>& visit);

/// The names of applications by id, looked up one at a time. Not copyable; keep the connection
/// alive.
class ApplicationNames {
 public:
  explicit ApplicationNames(db::Connection& database);
  std::string name_of(std::int64_t application_id);

 private:
  std::unique_ptr<db::Statement> lookup_;
};

}  // namespace tokenshift::apps
