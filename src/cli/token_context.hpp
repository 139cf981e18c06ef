// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/issue.hpp"
#include "tokenshift/issuer/settings.hpp"
#include "tokenshift/jwt/verify.hpp"

#include "command.hpp"
#include "session.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tokenshift::cli {

// What the commands share that issue, judge and revoke tokens.

/// The clock, and UUIDs from the kernel's random source. May be used by several threads.
issuer::Sources sources_of(const Program& program);

/// Whether any option names a deployment or a part of one.
bool names_deployment(const apim::DeploymentRequest& request);

/// The form of tokens to issue: --profile and --issuer.
struct FormOptions {
  std::string profile;
  std::string issuer;

  std::vector<Option> options();
};

/// What a deployment's configuration says about tokens; the defaults where none is named.
/// Where no --profile is given, the form is that of the version, else of 4.7.
issuer::Settings settings_for(const apim::Deployment* deployment, const FormOptions& options);

/// The demands of a server with these settings, now, on a token of the tenant's clients.
jwt::Demands demands_of(const issuer::Settings& settings, const std::string& tenant, Time now);

/// --client NAME, without being repeated when it looks like a token. Throws Error{usage}.
void require_client_key(const std::string& key);

/// Where revocations are kept: --store FILE, or the database of a deployment.
struct StoreOptions {
  std::string file;

  std::vector<Option> options();
  /// The words again for "next: …".
  std::string words() const;
};

/// The store of tokenshift's own that the options name, or the default one below
/// `$XDG_STATE_HOME`, else `~/.local/state`. Throws Error{usage} when neither is known.
std::filesystem::path own_store_path(const Program& program, const StoreOptions& options);

/// A store of revocations that is open.
struct OpenRevocations {
  std::shared_ptr<const apim::Deployment> deployment;  ///< nullptr where none is named
  std::optional<Session> session;                      ///< where it is that of a deployment
  std::unique_ptr<db::Connection> own;  ///< else; nullptr where nothing was revoked yet
  std::string place;                    ///< for people

  /// Of the tables IDN_*, which the key manager asks; nullptr where nothing was revoked yet.
  db::Connection* database() const {
    return session ? &session->databases().identity() : own.get();
  }
  /// Opens the store of tokenshift's own for writing, and makes it where there is none: not before
  /// something is to be written. Does nothing where it is the database of a deployment.
  void prepare_writing();
  /// Whether nothing that matters to others is written.
  bool harmless() const { return !session || session->practice; }
};

/// Opens the database of the deployment, or the store where none is named or a store is; that for
/// reading, whatever `access` says.
/// Throws Error{usage} when --db and --store are both given.
OpenRevocations open_revocations(Program& program, const apim::DeploymentRequest& request,
                                 const StoreOptions& options, db::Access access);

}  // namespace tokenshift::cli
