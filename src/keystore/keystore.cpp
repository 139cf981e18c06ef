// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/keystore/keystore.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "readers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::keystore {
namespace {

constexpr std::string_view jks_magic = "\xFE\xED\xFE\xED";
constexpr std::string_view jceks_magic = "\xCE\xCE\xCE\xCE";
constexpr char der_sequence = '\x30';

bool has_pem(std::string_view bytes) { return bytes.find("-----BEGIN ") != std::string_view::npos; }

KeyStore refuse_jceks(std::string_view /*bytes*/, const crypto::Secret* /*password*/,
                      const std::string& place) {
  throw Error(ErrorKind::input,
              fmt::format("{} is a JCEKS key store, which API-M does not use", place),
              "convert it: keytool -importkeystore -srcstoretype jceks -deststoretype pkcs12 …");
}

KeyStore refuse_unknown(std::string_view /*bytes*/, const crypto::Secret* /*password*/,
                        const std::string& place) {
  throw Error(ErrorKind::input,
              fmt::format("{} is no key store, key or certificate that is known", place),
              "give a JKS, a PKCS#12 or a PEM file");
}

// A format, how it is told from the others, and its reader. To add one, add a line.
struct Row {
  Format format;
  std::string_view name;
  bool (*is)(std::string_view bytes);
  KeyStore (*read)(std::string_view, const crypto::Secret*, const std::string&);
};

constexpr std::array rows{
    Row{Format::jks, "JKS", [](std::string_view bytes) { return bytes.starts_with(jks_magic); },
        read_jks},
    Row{Format::jceks, "JCEKS",
        [](std::string_view bytes) { return bytes.starts_with(jceks_magic); }, refuse_jceks},
    Row{Format::pkcs12, "PKCS#12", looks_like_pkcs12, read_pkcs12},
    Row{Format::der_certificate, "DER certificate",
        [](std::string_view bytes) { return bytes.starts_with(der_sequence); },
        read_der_certificate},
    Row{Format::pem, "PEM", has_pem, read_pem},
    Row{Format::unknown, "unknown", [](std::string_view) { return true; }, refuse_unknown},
};

const Row& row_of(std::string_view bytes) {
  return *std::ranges::find_if(rows, [bytes](const Row& row) { return row.is(bytes); });
}

const crypto::Secret& needed(const crypto::Secret* password, const Entry& entry) {
  if (password != nullptr) return *password;
  throw Error(
      ErrorKind::usage,
      fmt::format("the private key of \"{}\" wants a password", printable(entry.alias)),
      "give it with --keystore-password-file FILE, or --key-password-file FILE where it differs");
}

}  // namespace

std::string_view to_string(Format format) {
  return std::ranges::find(rows, format, &Row::format)->name;
}

std::string_view to_string(EntryKind kind) {
  static constexpr std::array<std::string_view, 3> names{"private key", "certificate",
                                                         "public key"};
  return names.at(static_cast<std::size_t>(kind));
}

Format format_of(std::string_view bytes) { return row_of(bytes).format; }

const Entry* KeyStore::find(std::string_view alias) const {
  const auto found = std::ranges::find_if(
      entries, [&](const Entry& entry) { return to_lower(entry.alias) == to_lower(alias); });
  return found == entries.end() ? nullptr : &*found;
}

KeyStore read(std::string_view bytes, const crypto::Secret* password, const std::string& place) {
  if (bytes.size() > max_bytes) {
    throw Error(ErrorKind::input, fmt::format("{} has more than {} bytes", place, max_bytes),
                "give a key store; a shipped one has 200 KB");
  }
  return row_of(bytes).read(bytes, password, place);
}

crypto::SigningKey signing_key(const Entry& entry, const crypto::Secret* password) {
  if (entry.kind != EntryKind::private_key) {
    throw Error(ErrorKind::input,
                fmt::format("\"{}\" is a {}: it signs nothing", printable(entry.alias),
                            to_string(entry.kind)),
                "name an entry with a private key: tokenshift keystore list FILE");
  }
  switch (entry.protection) {
    case Protection::none:
      return crypto::SigningKey::from_pkcs8(entry.key.view());
    case Protection::pem:
      return crypto::SigningKey::from_pem(entry.key.view(), password);
    case Protection::jks:
      return crypto::SigningKey::from_pkcs8(
          open_jks_key(entry.key.view(), needed(password, entry)).view());
    case Protection::pkcs8:
      return crypto::SigningKey::from_pkcs8(
          open_pkcs8_key(entry.key.view(), needed(password, entry)).view());
  }
  throw Error(ErrorKind::internal, "a protection of private keys is not handled", "report this");
}

crypto::VerificationKey verification_key(const Entry& entry, const crypto::Secret* password) {
  if (!entry.chain.empty()) return entry.chain.front().key();
  if (entry.kind == EntryKind::public_key) {
    return crypto::VerificationKey::from_spki(entry.public_key);
  }
  return signing_key(entry, password).verification_key();
}

std::string_view shipped_with(const crypto::Certificate& certificate) {
  struct Shipped {
    std::string_view thumbprint;
    std::string_view version;
  };
  static constexpr std::array shipped{
      Shipped{"1b2429b16ef58301b74ff16253655ae85537e3a5bfd159085a5a8e23e5a3b22a", "4.2"},
      Shipped{"80f154f2c82d4f5e8fb96a6374cc2310eb141bdcb168787cad9efa5b4407f385", "4.3"},
      Shipped{"5d094d2099ac6e670e537d50853b60fbee3dd08858e50db06e22ffe3ad92646d", "4.4"},
      Shipped{"1e1bcdeb0a46472150c55542a9cc02f39481e5dd1e6ea493c82b023cbe03b44c", "4.5"},
      Shipped{"30311c84503c955d084d9093c171b82dede7c6cb98ddd3da2b0201c2e0bc67f7", "4.6"},
      Shipped{"ca5c9b54f9b6d39f396a1aaa7a780481393c1dfbb567cfacfb962e6a88ad6588", "4.7"},
  };
  const std::string thumbprint = certificate.sha256_hex();
  const auto found = std::ranges::find(shipped, thumbprint, &Shipped::thumbprint);
  return found == shipped.end() ? std::string_view() : found->version;
}

}  // namespace tokenshift::keystore
