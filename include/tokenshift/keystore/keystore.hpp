// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/crypto/certificate.hpp"
#include "tokenshift/crypto/key.hpp"
#include "tokenshift/crypto/secret.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::keystore {

/// How much of a key store is read before it is refused. A shipped store has 200 KB and 146
/// entries.
inline constexpr std::size_t max_bytes = std::size_t{16} << 20U;
inline constexpr std::size_t max_entries = 10'000;
inline constexpr std::size_t max_chain = 32;
/// Rounds of a key derivation. Java writes 10,000; more than this would only keep the processor
/// busy.
inline constexpr long max_rounds = 5'000'000;
/// PKCS#12 bags in each other. Nobody writes more than one level.
inline constexpr int max_nesting = 4;

enum class Format { pem, der_certificate, pkcs12, jks, jceks, unknown };

/// "PEM", "DER certificate", "PKCS#12", "JKS", "JCEKS", "unknown".
std::string_view to_string(Format format);

/// Told by the first bytes, never by a file's name: the wso2carbon.jks of 4.4 and 4.5 are PKCS#12.
Format format_of(std::string_view bytes);

enum class EntryKind { private_key, certificate, public_key };

/// "private key", "certificate", "public key".
std::string_view to_string(EntryKind kind);

/// How a private key lies in the store.
enum class Protection {
  none,   ///< PKCS#8 DER
  pkcs8,  ///< EncryptedPrivateKeyInfo, DER
  jks,    ///< the same with Sun's key protector (tokens.md §6.3)
  pem,    ///< a PEM that may be encrypted
};

struct Entry {
  std::string alias;  ///< in PEM files, which have none: "key 1", "certificate 2"
  EntryKind kind = EntryKind::certificate;
  std::optional<Time> created = std::nullopt;
  std::vector<crypto::Certificate> chain;  ///< its own first; empty where there is none
  std::string public_key;                  ///< DER, of an entry that is nothing else
  Protection protection = Protection::none;
  crypto::Secret key;  ///< of a private key, as it lies in the store
};

/// What is known of a store's bytes being what was written.
enum class Integrity {
  checked,      ///< the checksum fits the password
  no_password,  ///< there is one, but no password to check it with
  absent,       ///< the format, or this file, has none
};

struct KeyStore {
  Format format = Format::unknown;
  Integrity integrity = Integrity::absent;
  std::vector<Entry> entries;

  /// The entry of that alias, upper and lower case alike (Java lower-cases them); nullptr where
  /// there is none.
  const Entry* find(std::string_view alias) const;
};

/// Reads a key store of any of the formats. `password` is the store's; without it a JKS is read
/// all the same, and so much of a PKCS#12 as is not encrypted. `place` names it in errors.
/// Throws Error{input} when it is malformed, too large, a JCEKS, or the password is wrong;
/// Error{usage} when nothing can be read without a password.
KeyStore read(std::string_view bytes, const crypto::Secret* password, const std::string& place);

/// The private key of an entry. `password` is the key's own. Throws Error{usage} when it wants a
/// password and none is given, Error{input} when the password is wrong or the entry has no key.
crypto::SigningKey signing_key(const Entry& entry, const crypto::Secret* password);

/// The key that verifies what the entry's key signs: of its certificate where it has one.
/// Throws Error{input}, and what signing_key() throws for a private key without certificate.
crypto::VerificationKey verification_key(const Entry& entry, const crypto::Secret* password);

/// "4.6" when the certificate is the one that ships with that version of API-M: its private key is
/// public, so anybody can sign with it (tokens.md §1.1). Empty for all others.
std::string_view shipped_with(const crypto::Certificate& certificate);

}  // namespace tokenshift::keystore
