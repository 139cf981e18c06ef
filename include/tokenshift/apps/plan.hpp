// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/database.hpp"
#include "tokenshift/apps/client.hpp"
#include "tokenshift/apps/inventory.hpp"
#include "tokenshift/apps/target.hpp"
#include "tokenshift/db/connection.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tokenshift::apps {

/// One row that changes: 24 bytes, so that the plan of a million clients fits in memory.
struct Change {
  std::int64_t row = 0;  ///< primary key of the row; of `missing_type`: IDN_OAUTH_CONSUMER_APPS.ID
  std::uint64_t owner = 0;      ///< fingerprint of what the row belongs to: see owner_of()
  std::uint32_t old_value = 0;  ///< index into Plan::values
  Target target = Target::type_row;

  bool operator==(const Change&) const = default;
};
static_assert(sizeof(Change) == 24);

/// A fingerprint (FNV-1a, 64 bits) of what tells a client or an application from others: a row that
/// has the same number, but belongs to somebody else, is another row.
std::uint64_t owner_of(std::string_view name, std::int64_t number);

/// The same of a client by its key and tenant, with the first three bytes of the key on top: in the
/// order of these numbers keys are nearly in their own.
std::uint64_t owner_of_client(std::string_view key, std::int64_t tenant_id);

/// Where a change stands in a plan: by target and row; rows that are inserted in the order of their
/// keys, since an index that grows at random places is written as often as it has pages, in each
/// chunk anew.
std::tuple<Target, std::uint64_t, std::int64_t> place_of(const Change& change);

/// Why something that is not JWT stays as it is.
enum class Reason { oauth1, custom_issuer, foreign_key_manager, orphaned_key };
inline constexpr std::array<std::string_view, 4> reason_names{
    "oauth1", "custom-issuer", "foreign-key-manager", "orphaned-key"};
std::string_view to_string(Reason reason);
/// The reason as a clause for people.
std::string_view explain(Reason reason);

/// A client or application that is left alone.
struct Left {
  bool is_client = false;  ///< else an application
  std::int64_t id = 0;
  Reason reason = Reason::oauth1;
  bool blocks = false;  ///< the move is not complete while it is so
};

/// How many clients there are, by kind and effective type. OAuth 1.0a clients count apart.
struct Census {
  std::array<std::array<std::int64_t, 3>, 3> clients{};  ///< [ClientKind][TokenType]
  std::int64_t oauth1 = 0;
  std::int64_t invisible_types = 0;  ///< tokenType rows of a wrong tenant, which the server ignores
  std::map<std::string, std::int64_t> custom;  ///< clients by the name of their custom issuer

  std::int64_t of(TokenType type) const;
  std::int64_t of(ClientKind kind) const;
  std::int64_t total() const;  ///< OAuth 1.0a included
  void add(const Client& client);
};

/// What to do with custom issuers. Without a word they are left alone and block the move.
struct CustomIssuers {
  std::set<std::string> convert;  ///< these become JWT
  std::set<std::string> accept;   ///< these stay, and do not block

  bool operator==(const CustomIssuers&) const = default;
};

/// Which database a plan is for, as the database itself tells: a plan that was made through a
/// replica or another network name is for the same one.
struct Identity {
  std::string engine;      ///< the dialect: "postgresql"; of two databases "postgresql+mysql"
  std::string deployment;  ///< SHA-256 over the ids of its key managers, which are random
  std::string schema;      ///< SHA-256 over the tables and columns that are read or written

  bool operator==(const Identity&) const = default;
};

/// What a conversion does, as data.
struct Plan {
  std::string database;           ///< its name
  std::string identity_database;  ///< the name of the clients' own; empty where there is none
  Identity identity;
  CustomIssuers custom;
  std::string database_url;                        ///< where it is
  std::string identity_database_url;               ///< where that is
  std::deque<Change> changes;                      ///< ordered by target, then row
  std::vector<std::optional<std::string>> values;  ///< each old value once
  std::vector<Left> left;
  Census before;
  std::string fingerprint;  ///< SHA-256 over the changes and what is left; hexadecimal

  std::int64_t count(Target target) const;
  std::int64_t blocking() const;  ///< clients left alone that keep the move from being complete
  std::int64_t clients_to_convert = 0;
  /// Every client is JWT or exempt, now.
  bool clients_are_jwt() const { return clients_to_convert == 0 && blocking() == 0; }
};

/// Decides, row by row; pure. Feed it all clients first, then applications, metadata and portals.
class Planner {
 public:
  explicit Planner(CustomIssuers custom) : custom_(std::move(custom)) {}

  void client(const Client& client);
  void application(const Application& application);
  void metadata(const Metadata& metadata);
  void portal(const PortalFlags& flags);

  Plan finish() &&;

 private:
  enum class Outcome : std::uint8_t { jwt, stays };

  void change(Target target, std::int64_t row, std::uint64_t owner,
              const std::optional<std::string>& old_value);
  bool becomes_jwt(std::int64_t client_id) const;
  const TypeRow* kept_custom(const Client& client) const;

  CustomIssuers custom_;
  Plan plan_;
  std::map<std::optional<std::string>, std::uint32_t> value_index_;
  std::deque<std::pair<std::int64_t, Outcome>> outcomes_;  // ascending by client id
};

/// Reads the databases, each in one read-only transaction, and plans. `progress` hears of the
/// clients read.
Plan make_plan(const apim::Databases& databases, const apim::Catalog& catalog,
               const CustomIssuers& custom,
               const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

}  // namespace tokenshift::apps
