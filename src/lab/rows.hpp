// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/lab/lab.hpp"

#include "fill.hpp"
#include "names.hpp"
#include "random.hpp"
#include "tokens.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::lab {

inline constexpr std::string_view custom_type = "AcmeJWT";

/// A `tokenType` row of a client.
struct TypeRow {
  std::optional<std::string_view> value = {};
  bool own_tenant = true;  ///< the server does not see a row of another tenant
};

/// A client with its service provider.
struct Client {
  std::string_view name = {};
  std::string_view owner = {};
  int tenant_id = super_tenant;
  std::span<const TypeRow> types = {};
  std::string_view grants = "refresh_token client_credentials password";
  std::optional<std::string_view> callback = {};
  std::string_view oauth_version = "OAuth-2.0";
  std::string_view state = "ACTIVE";
  bool service_provider = true;
  std::string_view tenant_subject = "0";                 ///< SP_APP.IS_USE_TENANT_DOMAIN_SUBJECT
  std::optional<std::string_view> registered_type = {};  ///< SP_METADATA TokenType: DCR writes it
  int audiences = 0;                                     ///< rows of the property `audience`
  std::string_view key = {};                             ///< the consumer key; empty: random
};

struct Application {
  std::string_view name = {};
  std::int64_t subscriber_id = 0;
  std::string_view owner = {};
  std::string_view organization = {};
  std::optional<std::string_view> token_type = {};
};

/// A key of an application.
struct KeyMapping {
  std::int64_t application_id = 0;
  std::optional<std::string_view> consumer_key = {};
  std::string_view key_type = "PRODUCTION";
  std::string_view state = "COMPLETED";
  std::string_view create_mode = "CREATED";
  std::string_view key_manager = {};
  std::optional<std::string_view> app_info = {};
};

/// A table whose rows brought their numbers along, and the last of these.
struct LastKey {
  std::string_view table;
  std::int64_t key;
};

/// Writes rows, numbers and counts them. Rows are never looked at again, so that memory stays flat.
class Rows {
 public:
  Rows(db::Connection& connection, const Request& request, Progress progress, UserSink users);

  /// Gives the SUBSCRIBER_ID. `user` is without its domain.
  std::int64_t subscriber(std::string_view user, const Tenant& tenant);

  /// Gives the APPLICATION_ID.
  std::int64_t application(const Application& application);

  /// Gives the consumer key.
  std::string client(const Client& client);

  void key_mapping(const KeyMapping& mapping);
  void system_app(std::string_view name, std::string_view consumer_key, std::string_view domain);

  /// Sends what a table may still keep back.
  std::vector<LastKey> finish();

  Random& random() { return random_; }
  Counts& counts() { return counts_; }
  Time now() const { return now_; }

 private:
  void properties(const Client& client, std::string_view key);
  void service_provider(const Client& client, std::string_view key);
  void count(const Client& client, bool jwt);
  std::string some_time_ago();

  Random random_;
  Counts counts_;
  Time now_;
  std::int64_t total_;
  Progress progress_;
  UserSink users_;
  std::unique_ptr<db::BulkInsert> subscriber_;
  std::unique_ptr<db::BulkInsert> application_;
  std::unique_ptr<db::BulkInsert> mapping_;
  std::unique_ptr<db::BulkInsert> client_;
  std::unique_ptr<db::BulkInsert> property_;
  std::unique_ptr<db::BulkInsert> provider_;
  std::unique_ptr<db::BulkInsert> inbound_;
  std::unique_ptr<db::BulkInsert> metadata_;
  std::unique_ptr<db::BulkInsert> system_app_;
  Tokens tokens_;
  std::int64_t subscribers_ = 0;
  std::int64_t providers_ = 0;
};

/// The text, or NULL.
db::Parameter or_null(const std::optional<std::string_view>& text);

/// "kim" in the super tenant, "kim@acme.example" in others.
std::string qualified(std::string_view user, const Tenant& tenant);

/// What API-M keeps in AM_APPLICATION_KEY_MAPPING.APP_INFO: all it told the key manager, the secret
/// included.
std::string app_info(std::string_view name, std::string_view key, std::string_view type);

// What is in every practice deployment, and what fills it up to the number that was asked for.
void write_key_managers(db::Connection& connection);
void write_system_clients(Rows& rows);
void write_hard_rows(Rows& rows, bool custom_issuer);
void write_ordinary_clients(Rows& rows, std::int64_t clients);

}  // namespace tokenshift::lab
