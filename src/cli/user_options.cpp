// SPDX-License-Identifier: Apache-2.0
#include "user_options.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/uuid.hpp"

#include "credentials.hpp"
#include "token_input.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {
namespace {

constexpr std::string_view primary_domain = "PRIMARY/";

[[noreturn]] void fail_unknown(const std::string& what, const char* hint) {
  throw Error(ErrorKind::refused, fmt::format("no user {} in the user store", printable(what)),
              hint);
}

}  // namespace

std::vector<Option> UserOptions::options() {
  return {{"--user-id", "UUID",
           "the user, by the id that the server puts into tokens; default: none", &id},
          {"--user", "NAME",
           "the user, by a name that the user store resolves: alice, or alice@acme.com of another "
           "tenant; default: none",
           &name},
          {"--user-db", "URL",
           "the database of the user store (UM_USER); default: shared_db of deployment.toml", &db},
          {"--user-db-password-file", "FILE",
           "the first line of FILE is the password of --user-db; default: that of deployment.toml",
           &db_password_file}};
}

Users::Users(Program& program, const UserOptions& options, const Session* session)
    : program_(program), options_(options), session_(session) {
  require_no_token("--user", options.name);
  require_no_token("--user-db", options.db);
  require_file_name("--user-db-password-file", options.db_password_file);
  if (session_ != nullptr) catalog_ = session_->catalog;
  catalog_.tenants.emplace(apim::super_tenant_id, "carbon.super");
}

db::Connection* Users::try_shared() {
  const apim::Deployment& deployment = *session_->deployment;
  if (deployment.shared_db_url.empty()) return nullptr;
  try {
    own_ = db::open(db::Address{.url = deployment.shared_db_url,
                                .password = deployment.shared_db_password,
                                .home = deployment.home},
                    db::Access::read);
    return issuer::is_user_store(*own_) ? own_.get() : nullptr;
  } catch (const Error& error) {
    program_.say(fmt::format("note: the user store cannot be asked: {}", error.what()));
    return nullptr;
  }
}

void Users::open() {
  if (opened_) return;
  opened_ = true;
  if (!options_.db.empty()) {
    own_ = db::open(address_of(program_, options_.db, {.file = options_.db_password_file}),
                    db::Access::read);
    if (!issuer::is_user_store(*own_)) {
      throw Error(ErrorKind::input,
                  fmt::format("{}: no table UM_USER with UM_USER_ID", printable(own_->url())),
                  "name the database of a JDBC user store of API-M 4.0 or later");
    }
    store_ = own_.get();
    apim::read_tenants(*own_, catalog_);
    return;
  }
  if (session_ == nullptr) return;
  store_ = try_shared();
  if (store_ == nullptr && issuer::is_user_store(*session_->database)) {
    store_ = session_->database.get();
    apim::read_tenants(*store_, catalog_);
  }
}

bool Users::known() {
  open();
  return store_ != nullptr;
}

std::optional<std::int64_t> Users::tenant_id(const std::string& domain) {
  open();
  for (const auto& [id, name] : catalog_.tenants) {
    if (name == domain) return id;
  }
  return std::nullopt;
}

issuer::User Users::by_name(const std::string& name, const std::string& tenant) {
  open();
  if (store_ == nullptr) {
    throw Error(
        ErrorKind::refused,
        fmt::format("the id of {} is not known: no user store can be asked", printable(name)),
        "name its database with --user-db URL, or give the id with --user-id");
  }
  std::string plain = name;
  std::string domain = tenant;
  // A name may be an e-mail address: only what is a tenant is taken for one.
  const std::size_t at = name.rfind('@');
  if (at != std::string::npos && tenant_id(name.substr(at + 1))) {
    plain = name.substr(0, at);
    domain = name.substr(at + 1);
  }
  if (plain.starts_with(primary_domain)) plain.erase(0, primary_domain.size());
  const auto number = tenant_id(domain);
  require_no_token("--tenant", domain);
  if (!number) {
    throw Error(ErrorKind::refused, fmt::format("no tenant {}", printable(domain)),
                "check --tenant");
  }
  const auto user = issuer::find_user(*store_, plain, domain, *number);
  if (!user) {
    fail_unknown(plain + "@" + domain,
                 "check name and tenant, or give the user's id with --user-id");
  }
  return *user;
}

std::optional<issuer::User> Users::by_id(const std::string& id, const std::string& tenant) {
  open();
  const auto number = tenant_id(tenant);
  if (store_ == nullptr || !number) return std::nullopt;
  return issuer::find_user_by_id(*store_, id, tenant, *number);
}

issuer::User Users::chosen(const std::string& tenant) {
  if (options_.id.empty() == options_.name.empty()) {
    throw Error(ErrorKind::usage,
                options_.id.empty() ? "no user is named" : "both --user and --user-id are given",
                "name the user with --user-id UUID, or with --user NAME");
  }
  if (!options_.name.empty()) return by_name(options_.name, tenant);
  if (!is_uuid(options_.id)) {
    throw Error(ErrorKind::usage, "--user-id wants a UUID, and this is none",
                "a name goes to --user, which the user store resolves");
  }
  if (!known()) return {.id = options_.id, .name = {}, .tenant = tenant};
  const auto user = by_id(options_.id, tenant);
  if (!user) {
    fail_unknown(fmt::format("{} of tenant {}", options_.id, tenant),
                 "check the id, and name another tenant with --tenant");
  }
  return *user;
}

}  // namespace tokenshift::cli
