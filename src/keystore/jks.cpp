// SPDX-License-Identifier: Apache-2.0
//
// Sun's key store. The layout is described in the reference, tokens.md §6.3.
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/digest.hpp"

#include "bytes.hpp"
#include "readers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::keystore {
namespace {

constexpr std::size_t digest_size = 20;
constexpr std::string_view white_lie = "Mighty Aphrodite";  // Sun's constant
constexpr std::uint64_t tag_private_key = 1;
constexpr std::uint64_t tag_certificate = 2;

// A hash over several pieces of which the first is secret.
std::string hash_of(std::string_view secret, std::string_view second, std::string_view third = {}) {
  std::string all;
  all.reserve(secret.size() + second.size() + third.size());
  all.append(secret).append(second).append(third);
  std::string digest = crypto::sha1(all);
  crypto::wipe(all);
  return digest;
}

crypto::Certificate read_certificate(Bytes& bytes, std::uint64_t version) {
  if (version == 2) {
    const std::string_view type = bytes.take(bytes.number(2));
    if (type != "X.509") bytes.refuse(fmt::format("a certificate is not of the type X.509"));
  }
  return crypto::certificate_from_der(bytes.take(bytes.number(4)));
}

Entry read_entry(Bytes& bytes, std::uint64_t version) {
  Entry entry;
  const std::uint64_t tag = bytes.number(4);
  entry.alias = from_modified_utf8(bytes.take(bytes.number(2)));
  entry.created = Time{std::chrono::milliseconds{static_cast<std::int64_t>(bytes.number(8))}};
  if (tag == tag_certificate) {
    entry.chain.push_back(read_certificate(bytes, version));
    return entry;
  }
  if (tag != tag_private_key) bytes.refuse(fmt::format("an entry of the unknown kind {}", tag));
  entry.kind = EntryKind::private_key;
  entry.protection = Protection::jks;
  entry.key = crypto::Secret(bytes.take(bytes.number(4)));
  const std::uint64_t length = bytes.number(4);
  if (length > max_chain) bytes.refuse(fmt::format("a chain of {} certificates", length));
  for (std::uint64_t i = 0; i < length; ++i)
    entry.chain.push_back(read_certificate(bytes, version));
  return entry;
}

Integrity check(std::string_view bytes, const crypto::Secret* password, const std::string& place) {
  if (password == nullptr) return Integrity::no_password;
  const std::size_t end = bytes.size() - digest_size;
  std::string wide = to_utf16be(password->view());
  const std::string digest = hash_of(wide, white_lie, bytes.substr(0, end));
  crypto::wipe(wide);
  if (crypto::equal_in_constant_time(digest, bytes.substr(end))) return Integrity::checked;
  throw Error(ErrorKind::input,
              fmt::format("{}: the password is wrong, or the key store is damaged", place),
              "check the password of the store: keytool -list -keystore FILE");
}

// The contents of a DER element with that tag; takes the element off the front. Empty when it is
// another one, or its length does not fit.
std::optional<std::string_view> take_der(std::string_view& der, unsigned char tag) {
  if (der.size() < 2 || static_cast<unsigned char>(der[0]) != tag) return std::nullopt;
  std::size_t length = static_cast<unsigned char>(der[1]);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length - 0x80;
    if (count == 0 || count > 4 || der.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) {
      length = length << 8U | static_cast<unsigned char>(der[2 + i]);
    }
    header += count;
  }
  if (der.size() - header < length) return std::nullopt;
  const std::string_view contents = der.substr(header, length);
  der.remove_prefix(header + length);
  return contents;
}

constexpr unsigned char der_sequence = 0x30;
constexpr unsigned char der_octets = 0x04;
constexpr unsigned char der_identifier = 0x06;
// 1.3.6.1.4.1.42.2.17.1.1
constexpr std::string_view key_protector = "\x2B\x06\x01\x04\x01\x2A\x02\x11\x01\x01";

// What Sun's key protector made: salt, encrypted key, checksum.
std::string_view protected_bytes(std::string_view encrypted) {
  const auto info = take_der(encrypted, der_sequence);
  std::string_view inner = info.value_or(std::string_view());
  const auto algorithm = take_der(inner, der_sequence);
  const auto octets = take_der(inner, der_octets);
  std::string_view identifier = algorithm.value_or(std::string_view());
  const bool known = take_der(identifier, der_identifier) == key_protector;
  if (!known || !octets || octets->size() < 2 * digest_size) {
    throw Error(ErrorKind::input, "the private key is not protected in a way that is known",
                "convert the store: keytool -importkeystore -deststoretype pkcs12 …");
  }
  return *octets;
}

}  // namespace

KeyStore read_jks(std::string_view bytes, const crypto::Secret* password,
                  const std::string& place) {
  KeyStore store{.format = Format::jks};
  if (bytes.size() < digest_size) Bytes(bytes, place).refuse("the key store is cut short");
  // The checksum first: with it, what follows was written by who knows the password.
  store.integrity = check(bytes, password, place);
  Bytes body(bytes.substr(0, bytes.size() - digest_size), place);
  body.number(4);  // the magic, by which it came here
  const std::uint64_t version = body.number(4);
  if (version != 1 && version != 2)
    body.refuse(fmt::format("JKS of the unknown version {}", version));
  const std::uint64_t count = body.number(4);
  if (count > max_entries) body.refuse(fmt::format("it says that it has {} entries", count));
  for (std::uint64_t i = 0; i < count; ++i) store.entries.push_back(read_entry(body, version));
  if (body.left() > 0) body.refuse(fmt::format("{} bytes follow the last entry", body.left()));
  return store;
}

crypto::Secret open_jks_key(std::string_view encrypted, const crypto::Secret& password) {
  const std::string_view all = protected_bytes(encrypted);
  const std::string_view salt = all.substr(0, digest_size);
  const std::string_view cipher = all.substr(digest_size, all.size() - 2 * digest_size);
  const std::string_view checksum = all.substr(all.size() - digest_size);
  std::string wide = to_utf16be(password.view());
  std::string plain(cipher);
  std::string block(salt);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i % digest_size == 0) block = hash_of(wide, block);
    plain[i] = static_cast<char>(plain[i] ^ block[i % digest_size]);
  }
  const bool good = crypto::equal_in_constant_time(hash_of(wide, plain), checksum);
  crypto::wipe(wide);
  crypto::wipe(block);
  crypto::Secret key = crypto::taken(plain);
  if (good) return key;
  throw Error(
      ErrorKind::input, "the private key does not open with this password",
      "a key may have a password other than its store: give it with --key-password-file FILE");
}

}  // namespace tokenshift::keystore
