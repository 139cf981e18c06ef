// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/crypto/key.hpp"
#include "tokenshift/jwt/keys.hpp"
#include "tokenshift/keystore/keystore.hpp"

#include "command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// How keys are named on the command line: files, and what opens them.
struct KeyOptions {
  std::string file;  ///< a PEM, a certificate, a JWK or JWKS, a PKCS#12 or a JKS
  std::string alias;
  std::string password_file;
  std::string key_password_file;

  std::vector<Option> options();
};

/// A key store that is open, with what was needed to open it.
struct OpenStore {
  keystore::KeyStore store;
  std::string place;  ///< its file, for people
  std::string alias;  ///< of the entry that is meant; empty when none is named
  std::optional<crypto::Secret> password;
  std::optional<crypto::Secret> key_password;

  /// The password of private keys: their own, else the store's; nullptr when neither is known.
  const crypto::Secret* for_keys() const;
};

/// Opens --key FILE, else the primary key store of the deployment, with its passwords unless others
/// are given. Throws Error{usage} when neither is named, and what keystore::read() throws.
OpenStore open_store(const KeyOptions& options, const apim::Deployment* deployment);

/// The entries that sign: the one named by an alias, else all with a private key; in files without
/// any, all entries of a PEM, or the only one. Throws Error{usage} when the alias is unknown, or
/// one has to be chosen.
std::vector<const keystore::Entry*> signers_of(const OpenStore& open);

/// The keys that verify tokens, of --key FILE (which may be a JWK or JWKS here) and of the
/// deployment. Warns of certificates whose private key is public. Throws as open_store().
std::vector<jwt::TrustedKey> trusted_keys(Program& program, const KeyOptions& options,
                                          const apim::Deployment* deployment);

/// The key that signs tokens, and its certificate.
struct SigningChoice {
  crypto::SigningKey key;
  std::optional<crypto::Certificate> certificate;
  std::string place;
};

/// Throws as open_store(), and Error{usage} when several keys could be meant.
SigningChoice signing_choice(Program& program, const KeyOptions& options,
                             const apim::Deployment* deployment);

/// Says on stderr when a certificate is one that ships with API-M: anybody can sign with its key.
void warn_if_shipped(Program& program, const crypto::Certificate& certificate,
                     const std::string& place);

}  // namespace tokenshift::cli
