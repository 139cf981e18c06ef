// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/keystore/keystore.hpp"

#include "checks.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace tokenshift::fuzz {
namespace {

using crypto::Secret;

void require_refusal(const Error& error) {
  if (error.kind() != ErrorKind::input && error.kind() != ErrorKind::usage) {
    throw Broken(fmt::format("refused, but not as input: {}", error.what()));
  }
  if (error.hint().empty()) throw Broken(fmt::format("refused without a hint: {}", error.what()));
}

std::optional<keystore::KeyStore> read(std::string_view bytes, const Secret* password) {
  try {
    return keystore::read(bytes, password, "f");
  } catch (const Error& error) {
    require_refusal(error);
    return std::nullopt;
  }
}

void check_keys(const keystore::Entry& entry, const Secret* password) {
  try {
    if (keystore::verification_key(entry, password).spki().empty()) throw Broken("an empty key");
    if (entry.kind == keystore::EntryKind::private_key) keystore::signing_key(entry, password);
  } catch (const Error& error) {
    require_refusal(error);
  }
}

// `storepass` and `keypass` are the passwords of what the fuzzers start from.
void check_store(std::string_view bytes) {
  static const std::array<Secret, 2> passwords{Secret("storepass"), Secret("keypass")};
  for (const Secret* password : {static_cast<const Secret*>(nullptr), passwords.data()}) {
    const auto store = read(bytes, password);
    if (!store) continue;
    if (store->entries.size() > keystore::max_entries) throw Broken("too many entries");
    for (const keystore::Entry& entry : store->entries) {
      if (store->find(entry.alias) == nullptr) throw Broken("an entry that is not found");
      if (entry.chain.size() > keystore::max_chain) throw Broken("too long a chain");
      check_keys(entry, password);
      check_keys(entry, &passwords[1]);
    }
  }
}

}  // namespace

void check_jks(std::string_view bytes) { check_store(bytes); }
void check_pkcs12(std::string_view bytes) { check_store(bytes); }

}  // namespace tokenshift::fuzz
