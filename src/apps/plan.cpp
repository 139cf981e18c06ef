// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/plan.hpp"

#include "tokenshift/crypto/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace tokenshift::apps {
namespace {

// A line for each thing the plan says; two plans that say the same have the same digest.
std::string fingerprint_of(const Plan& plan) {
  crypto::Sha256 digest;
  digest.add(fmt::format("database {} {} {} {}\n", plan.database, plan.identity.engine,
                         plan.identity.deployment, plan.identity.schema));
  if (!plan.identity_database.empty()) {
    digest.add(fmt::format("identity database {}\n", plan.identity_database));
  }
  fmt::memory_buffer line;
  for (const Change& change : plan.changes) {
    const auto& value = plan.values[change.old_value];
    line.clear();
    fmt::format_to(std::back_inserter(line), "{} {} {:016x} {}{}\n", spec_of(change.target).name,
                   change.row, change.owner, value ? "=" : "null", value.value_or(""));
    digest.add({line.data(), line.size()});
  }
  for (const Left& left : plan.left) {
    digest.add(fmt::format("left {} {} {}\n", left.is_client ? "client" : "application", left.id,
                           to_string(left.reason)));
  }
  return digest.hex();
}

std::string engine_of(const apim::Databases& databases) {
  std::string engine(databases.apim().dialect().name);
  if (databases.separate()) engine += fmt::format("+{}", databases.identity().dialect().name);
  return engine;
}

Identity identity_of(const apim::Databases& databases, const apim::Catalog& catalog) {
  std::vector<std::string> managers;
  for (const apim::KeyManager& manager : catalog.key_managers) managers.push_back(manager.uuid);
  std::ranges::sort(managers);
  return {.engine = engine_of(databases),
          .deployment = crypto::sha256_hex(fmt::format("{}", fmt::join(managers, "\n"))),
          .schema = crypto::sha256_hex(apim::schema_text(databases))};
}

}  // namespace

std::uint64_t owner_of(std::string_view name, std::int64_t number) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1'099'511'628'211U; };
  for (const char c : name) add(static_cast<unsigned char>(c));
  for (unsigned shift = 0; shift < 64; shift += 8) {
    add(static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> shift));
  }
  return hash;
}

std::uint64_t owner_of_client(std::string_view key, std::int64_t tenant_id) {
  constexpr std::size_t bytes = 3;
  constexpr unsigned hash_bits = 64 - bytes * 8;
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    start = start << 8U | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  }
  return start << hash_bits | owner_of(key, tenant_id) >> (64 - hash_bits);
}

std::tuple<Target, std::uint64_t, std::int64_t> place_of(const Change& change) {
  return {change.target, change.target == Target::missing_type ? change.owner : 0, change.row};
}

std::string_view to_string(Reason reason) {
  return reason_names.at(static_cast<std::size_t>(reason));
}

std::string_view explain(Reason reason) {
  static constexpr std::array<std::string_view, 4> texts{
      "OAuth 1.0a clients have no token type",
      "a custom issuer decides; convert with --convert-custom NAME or accept with --accept-custom "
      "NAME",
      "all its keys are of a foreign key manager",
      "its keys are of no client in this database",
  };
  return texts.at(static_cast<std::size_t>(reason));
}

std::int64_t Census::of(TokenType type) const {
  std::int64_t sum = 0;
  for (const auto& row : clients) sum += row.at(static_cast<std::size_t>(type));
  return sum;
}

std::int64_t Census::of(ClientKind kind) const {
  const auto& row = clients.at(static_cast<std::size_t>(kind));
  return std::accumulate(row.begin(), row.end(), std::int64_t{0});
}

std::int64_t Census::total() const {
  return of(TokenType::jwt) + of(TokenType::opaque) + of(TokenType::custom) + oauth1;
}

void Census::add(const Client& client) {
  invisible_types += client.invisible_types;
  if (client.oauth1) {
    ++oauth1;
    return;
  }
  const TokenType type = type_of(client.types);
  ++clients.at(static_cast<std::size_t>(client.kind)).at(static_cast<std::size_t>(type));
  if (type == TokenType::custom) ++custom[custom_name(client.types)];
}

std::int64_t Plan::count(Target target) const {
  return std::ranges::count(changes, target, &Change::target);
}

std::int64_t Plan::blocking() const {
  return std::ranges::count_if(left,
                               [](const Left& item) { return item.is_client && item.blocks; });
}

void Planner::change(Target target, std::int64_t row, std::uint64_t owner,
                     const std::optional<std::string>& old_value) {
  const auto [entry, is_new] =
      value_index_.try_emplace(old_value, static_cast<std::uint32_t>(plan_.values.size()));
  if (is_new) plan_.values.push_back(old_value);
  plan_.changes.push_back(
      {.row = row, .owner = owner, .old_value = entry->second, .target = target});
}

bool Planner::becomes_jwt(std::int64_t client_id) const {
  const auto found =
      std::ranges::lower_bound(outcomes_, client_id, {}, &std::pair<std::int64_t, Outcome>::first);
  return found != outcomes_.end() && found->first == client_id && found->second == Outcome::jwt;
}

// A custom issuer that is not to be converted keeps the whole client as it is.
const TypeRow* Planner::kept_custom(const Client& client) const {
  const auto found = std::ranges::find_if(client.types, [&](const TypeRow& row) {
    return type_of_value(row.value) == TokenType::custom && !custom_.convert.contains(*row.value);
  });
  return found == client.types.end() ? nullptr : &*found;
}

void Planner::client(const Client& client) {
  plan_.before.add(client);
  Outcome outcome = Outcome::jwt;
  if (client.oauth1) {
    plan_.left.push_back({true, client.id, Reason::oauth1, false});
    outcome = Outcome::stays;
  } else if (const TypeRow* kept = kept_custom(client)) {
    plan_.left.push_back(
        {true, client.id, Reason::custom_issuer, !custom_.accept.contains(*kept->value)});
    outcome = Outcome::stays;
  } else if (type_of(client.types) != TokenType::jwt) {
    ++plan_.clients_to_convert;
    const std::uint64_t owner = owner_of_client(client.key, client.tenant_id);
    if (client.types.empty()) change(Target::missing_type, client.id, owner, std::nullopt);
    for (const TypeRow& row : client.types) {
      if (type_of_value(row.value) == TokenType::jwt) continue;
      change(Target::type_row, row.id, owner, row.value);
    }
  }
  outcomes_.emplace_back(client.id, outcome);
}

void Planner::application(const Application& application) {
  if (application.token_type == "JWT") return;
  // Without keys only the copy counts: it decides what keys will be made.
  bool convert = application.keys.empty();
  std::optional<Reason> stays;
  for (const ApplicationKey& key : application.keys) {
    if (key.foreign) {
      stays = stays.value_or(Reason::foreign_key_manager);
    } else if (key.client_id == 0) {
      stays = stays.value_or(Reason::orphaned_key);
    } else if (becomes_jwt(key.client_id)) {
      convert = true;
    } else {
      stays = key.oauth1 ? Reason::oauth1 : Reason::custom_issuer;
      if (!key.oauth1) break;  // the copy would be pushed onto the custom client: leave it alone
    }
  }
  if (convert && stays != Reason::custom_issuer) {
    change(Target::application, application.id, owner_of(application.name, 0),
           application.token_type);
  } else if (stays) {
    plan_.left.push_back({false, application.id, *stays, false});
  }
}

void Planner::metadata(const Metadata& metadata) {
  if (metadata.value == "JWT" || !becomes_jwt(metadata.client_id)) return;
  change(Target::metadata, metadata.id, owner_of("client", metadata.client_id), metadata.value);
}

void Planner::portal(const PortalFlags& flags) {
  if (!becomes_jwt(flags.client_id)) return;
  const std::uint64_t owner = owner_of("client", flags.client_id);
  if (flags.user_domain_subject != "1") {
    change(Target::user_domain, flags.sp_id, owner, flags.user_domain_subject);
  }
  if (flags.tenant_domain_subject != "0") {
    change(Target::tenant_domain, flags.sp_id, owner, flags.tenant_domain_subject);
  }
}

Plan Planner::finish() && {
  std::ranges::sort(plan_.changes, {}, place_of);
  return std::move(plan_);
}

Plan make_plan(const apim::Databases& databases, const apim::Catalog& catalog,
               const CustomIssuers& custom,
               const std::function<void(std::int64_t, std::int64_t)>& progress) {
  constexpr std::int64_t tell_every = 1000;
  Planner planner(custom);
  db::Connection& database = databases.identity();
  db::Transaction snapshot(database, db::Transaction::Kind::read);
  std::optional<db::Transaction> other;
  if (databases.separate()) other.emplace(databases.apim(), db::Transaction::Kind::read);
  auto count = database.prepare("SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS");
  const std::int64_t total = count->next() ? count->integer(0) : 0;
  count.reset();
  std::int64_t done = 0;
  for_each_client(databases, catalog, [&](const Client& row) {
    planner.client(row);
    if (++done % tell_every == 0 && progress) progress(done, total);
  });
  for_each_application(databases, catalog,
                       [&](const Application& row) { planner.application(row); });
  for_each_metadata(database, [&](const Metadata& row) { planner.metadata(row); });
  for_each_portal(databases, catalog, [&](const PortalFlags& row) { planner.portal(row); });
  const Identity identity = identity_of(databases, catalog);
  snapshot.commit();
  if (other) other->commit();
  Plan plan = std::move(planner).finish();
  plan.identity = identity;
  plan.custom = custom;
  plan.database = databases.apim().name();
  plan.database_url = databases.apim().url();
  if (databases.separate()) {
    plan.identity_database = database.name();
    plan.identity_database_url = database.url();
  }
  plan.fingerprint = fingerprint_of(plan);
  return plan;
}

}  // namespace tokenshift::apps
