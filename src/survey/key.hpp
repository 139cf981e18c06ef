// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/crypto/secret.hpp"
#include "tokenshift/keystore/keystore.hpp"

#include <string>

namespace tokenshift::survey {

/// The key that a deployment signs with, in its store.
struct OwnKey {
  keystore::KeyStore store;
  std::string alias;
  crypto::Secret password;  ///< of the key

  /// Throws Error{input} when the store has no entry of that alias.
  const keystore::Entry& entry() const;
};

/// Throws Error{usage} when the password is known to the server alone, Error{environment} when
/// there is no such file, and what keystore::read() throws.
OwnKey own_key(const apim::Deployment& deployment);

}  // namespace tokenshift::survey
