// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/apim/deployment.hpp"

#include <filesystem>
#include <string>

namespace tokenshift::apim {

/// The key store that a deployment signs tokens with.
struct KeyStoreSetting {
  std::filesystem::path file;
  std::string alias;
  std::string password;      ///< empty where `open` says why it is not known
  std::string key_password;  ///< the same
  std::string open;          ///< the placeholder of a password that is not resolved: "$secret{x}"
  std::string why;           ///< why not, one clause
  std::string source;        ///< `path:line:column` of the file's name, or "built-in default"
};

/// `[keystore.primary]`, of which each key that is not set has the value of `[keystore.tls]`, then
/// that of the pack, then `wso2carbon` (tokens.md §6.1). The file lies below
/// `repository/resources/security` of the home.
/// Throws Error{usage} when the deployment has no home, Error{input} when file name or alias hold a
/// placeholder that is not resolved.
KeyStoreSetting key_store_setting(const Deployment& deployment);

}  // namespace tokenshift::apim
