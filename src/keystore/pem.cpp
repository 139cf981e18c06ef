// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/base64url.hpp"

#include "readers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::keystore {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";

struct Block {
  std::string_view label;
  std::string_view whole;  // with its two lines
  std::string_view body;
};

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
  throw Error(ErrorKind::input, fmt::format("{}: {}", place, what),
              "give a PEM file with a private key, a public key or a certificate");
}

// The next block from `at` on, which is moved behind it; nothing when there is none.
std::optional<Block> next_block(std::string_view text, std::size_t& at, const std::string& place) {
  const std::size_t begin = text.find(begin_mark, at);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t label = begin + begin_mark.size();
  const std::size_t label_end = text.find(dashes, label);
  if (label_end == std::string_view::npos) refuse(place, "a line BEGIN is not complete");
  Block block{.label = text.substr(label, label_end - label)};
  const std::string closing = fmt::format("{}{}{}", end_mark, block.label, dashes);
  const std::size_t body = label_end + dashes.size();
  const std::size_t end = text.find(closing, body);
  if (end == std::string_view::npos) refuse(place, "a block has no line END");
  at = end + closing.size();
  block.whole = text.substr(begin, at - begin);
  block.body = text.substr(body, end - body);
  return block;
}

std::optional<Entry> entry_of(const Block& block, const std::string& place) {
  if (block.label.ends_with("PRIVATE KEY")) {
    return Entry{.kind = EntryKind::private_key,
                 .protection = Protection::pem,
                 .key = crypto::Secret(block.whole)};
  }
  if (block.label.ends_with("PUBLIC KEY")) {
    std::string pem(block.whole);
    return Entry{.kind = EntryKind::public_key,
                 .public_key = crypto::VerificationKey::from_pem(pem + "\n").spki()};
  }
  if (block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE") {
    const auto der = crypto::from_base64(block.body);
    if (!der) refuse(place, "a certificate is no base64");
    return Entry{.chain = {crypto::certificate_from_der(*der)}};
  }
  return std::nullopt;  // parameters, a request, a revocation list
}

// A certificate of the same key is the key's own.
void pair_up(KeyStore& store, const crypto::Secret* password) {
  const bool alone =
      std::ranges::none_of(store.entries, &std::vector<crypto::Certificate>::size, &Entry::chain);
  if (alone) return;  // reading a key takes longer than all else that happens at the start
  for (Entry& entry : store.entries) {
    if (entry.kind != EntryKind::private_key) continue;
    std::string spki;
    try {
      spki = signing_key(entry, password).verification_key().spki();
    } catch (const Error&) {
      continue;  // it is encrypted, and whoever needs it will say so
    }
    for (Entry& other : store.entries) {
      if (other.kind != EntryKind::certificate || other.chain.empty()) continue;
      try {
        if (other.chain.front().key().spki() == spki) entry.chain = std::move(other.chain);
      } catch (const Error&) {  // a certificate of a key that signs no tokens
      }
    }
  }
  std::erase_if(store.entries, [](const Entry& entry) {
    return entry.kind == EntryKind::certificate && entry.chain.empty();
  });
}

}  // namespace

KeyStore read_pem(std::string_view bytes, const crypto::Secret* password,
                  const std::string& place) {
  KeyStore store{.format = Format::pem};
  std::size_t at = 0;
  while (const auto block = next_block(bytes, at, place)) {
    if (auto entry = entry_of(*block, place)) store.entries.push_back(*std::move(entry));
    if (store.entries.size() > max_entries) refuse(place, "it has too many entries");
  }
  if (store.entries.empty()) refuse(place, "it holds neither key nor certificate");
  pair_up(store, password);
  std::size_t number = 0;
  for (Entry& entry : store.entries) {
    entry.alias = fmt::format("{} {}", entry.kind == EntryKind::certificate ? "certificate" : "key",
                              ++number);
  }
  return store;
}

KeyStore read_der_certificate(std::string_view bytes, const crypto::Secret* /*password*/,
                              const std::string& /*place*/) {
  KeyStore store{.format = Format::der_certificate};
  store.entries.push_back(
      {.alias = "certificate 1", .chain = {crypto::certificate_from_der(bytes)}});
  return store;
}

}  // namespace tokenshift::keystore
