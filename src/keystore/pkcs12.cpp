// SPDX-License-Identifier: Apache-2.0
//
// PKCS#12 (RFC 7292), taken apart bag by bag: PKCS12_parse() of OpenSSL refuses stores without a
// checksum, which the packs of API-M 4.4 and 4.5 have, and knows one private key alone.
#include "tokenshift/base/error.hpp"

#include "pbe.hpp"
#include "readers.hpp"

#include <fmt/format.h>
#include <openssl/pkcs12.h>

#include <algorithm>

namespace tokenshift::keystore {
namespace {

using crypto::as_bytes;
using crypto::FreedBy;
using X509Ptr = std::unique_ptr<X509, FreedBy<X509_free>>;
using Store = std::unique_ptr<PKCS12, FreedBy<PKCS12_free>>;
using Signature = std::unique_ptr<X509_SIG, FreedBy<X509_SIG_free>>;
using Object = std::unique_ptr<ASN1_OBJECT, FreedBy<ASN1_OBJECT_free>>;

void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreedBy<free_bags>>;
using Safes = std::unique_ptr<STACK_OF(PKCS7), FreedBy<free_safes>>;

// Java's mark of a certificate that is an entry of its own.
constexpr const char* trusted_key_usage = "2.16.840.1.113894.746875.1.1";

struct Bag {
  std::string alias;
  std::string local_id;  // the same for a key and its certificate
  bool trusted = false;
  std::optional<crypto::Certificate> certificate;
  Protection protection = Protection::none;
  crypto::Secret key;
};

struct Reading {
  const std::string& place;
  const crypto::Secret* password;
  std::vector<Bag> bags = {};

  [[noreturn]] void refuse(const std::string& what) const {
    ERR_clear_error();
    throw Error(ErrorKind::input, fmt::format("{}: {}", place, what),
                "check the store and its password: keytool -list -keystore FILE");
  }
};

std::string_view bytes_of(const ASN1_OCTET_STRING& octets) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&octets)),
          static_cast<std::size_t>(ASN1_STRING_length(&octets))};
}

std::string attribute_text(const PKCS12_SAFEBAG* bag, int nid) {
  const ASN1_TYPE* attribute = PKCS12_SAFEBAG_get0_attr(bag, nid);
  if (attribute == nullptr) return {};
  if (attribute->type == V_ASN1_OCTET_STRING)
    return std::string(bytes_of(*attribute->value.octet_string));
  if (attribute->type != V_ASN1_BMPSTRING) return {};
  const ASN1_BMPSTRING* wide = attribute->value.bmpstring;
  char* text = OPENSSL_uni2utf8(ASN1_STRING_get0_data(wide), ASN1_STRING_length(wide));
  std::string result = text == nullptr ? "" : text;
  OPENSSL_free(text);
  return result;
}

bool is_trusted(const PKCS12_SAFEBAG* bag) {
  const Object mark(OBJ_txt2obj(trusted_key_usage, 1));
  return X509at_get_attr_by_OBJ(PKCS12_SAFEBAG_get0_attrs(bag), mark.get(), -1) >= 0;
}

template <typename T>
std::string der_of(const T* object, int (*encode)(const T*, unsigned char**)) {
  unsigned char* der = nullptr;
  const int size = encode(object, &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  return bytes;
}

void collect(Reading& reading, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth);

void collect_one(Reading& reading, const PKCS12_SAFEBAG* safe_bag, int depth) {
  Bag bag{.alias = attribute_text(safe_bag, NID_friendlyName),
          .local_id = attribute_text(safe_bag, NID_localKeyID),
          .trusted = is_trusted(safe_bag)};
  const int kind = PKCS12_SAFEBAG_get_nid(safe_bag);
  if (kind == NID_keyBag) {
    std::string der = der_of(PKCS12_SAFEBAG_get0_p8inf(safe_bag), i2d_PKCS8_PRIV_KEY_INFO);
    bag.key = crypto::taken(der);
  } else if (kind == NID_pkcs8ShroudedKeyBag) {
    bag.protection = Protection::pkcs8;
    std::string der = der_of(PKCS12_SAFEBAG_get0_pkcs8(safe_bag), i2d_X509_SIG);
    bag.key = crypto::taken(der);
  } else if (kind == NID_certBag) {
    if (PKCS12_SAFEBAG_get_bag_nid(safe_bag) != NID_x509Certificate) return;
    const X509Ptr certificate(PKCS12_SAFEBAG_get1_cert(safe_bag));
    if (!certificate) reading.refuse("a certificate in it cannot be read");
    bag.certificate = crypto::certificate_from_der(der_of<X509>(certificate.get(), i2d_X509));
  } else if (kind == NID_safeContentsBag) {
    return collect(reading, PKCS12_SAFEBAG_get0_safes(safe_bag), depth + 1);
  } else {
    return;  // a secret or a revocation list
  }
  if (reading.bags.size() >= max_entries)
    reading.refuse(fmt::format("it has more than {} entries", max_entries));
  reading.bags.push_back(std::move(bag));
}

void collect(Reading& reading, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
  if (depth > max_nesting) reading.refuse("its bags are nested too deeply");
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
    collect_one(reading, sk_PKCS12_SAFEBAG_value(bags, i), depth);
  }
}

Bags opened(const Reading& reading, PKCS7* safe) {
  if (PKCS7_type_is_data(safe)) return Bags(PKCS12_unpack_p7data(safe));
  if (!PKCS7_type_is_encrypted(safe)) reading.refuse("it is encrypted with a public key");
  if (reading.password == nullptr) {
    throw Error(ErrorKind::usage, fmt::format("{}: its certificates are encrypted", reading.place),
                "give the store's password with --keystore-password-file FILE");
  }
  const PKCS7_ENC_CONTENT* content = safe->d.encrypted->enc_data;
  if (content->enc_data == nullptr) reading.refuse("a part of it is empty");
  const auto plain =
      decrypted(*content->algorithm, bytes_of(*content->enc_data), *reading.password);
  if (!plain) reading.refuse("the password is wrong, or the key store is damaged");
  const unsigned char* at = as_bytes(plain->view());
  return Bags(reinterpret_cast<STACK_OF(PKCS12_SAFEBAG)*>(ASN1_item_d2i(
      nullptr, &at, static_cast<long>(plain->view().size()), ASN1_ITEM_rptr(PKCS12_SAFEBAGS))));
}

Integrity check(const Reading& reading, PKCS12* store) {
  if (PKCS12_mac_present(store) != 1) return Integrity::absent;
  if (reading.password == nullptr) return Integrity::no_password;
  const ASN1_INTEGER* rounds = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, store);
  require_few_rounds(rounds == nullptr ? 1 : ASN1_INTEGER_get(rounds));
  const std::string_view text = reading.password->view();
  // An empty password is written in two ways (RFC 7292 §B.1 is silent).
  const bool good = PKCS12_verify_mac(store, text.data(), static_cast<int>(text.size())) == 1 ||
                    (text.empty() && PKCS12_verify_mac(store, nullptr, 0) == 1);
  if (!good) reading.refuse("the password is wrong, or the key store is damaged");
  return Integrity::checked;
}

const Bag* certificate_of(const std::vector<Bag>& bags, const Bag& key) {
  const auto fits = [&](const Bag& bag) {
    if (!bag.certificate) return false;
    if (!key.local_id.empty() || !bag.local_id.empty()) return bag.local_id == key.local_id;
    return bag.alias == key.alias;
  };
  const auto found = std::ranges::find_if(bags, fits);
  return found == bags.end() ? nullptr : &*found;
}

// The certificate and those that issued it, as far as they are in the store; `used` gets them.
std::vector<crypto::Certificate> chain_of(const std::vector<Bag>& bags, const Bag* first,
                                          std::vector<const Bag*>& used) {
  std::vector<crypto::Certificate> chain;
  for (const Bag* bag = first; bag != nullptr && chain.size() < max_chain;) {
    chain.push_back(*bag->certificate);
    used.push_back(bag);
    if (bag->certificate->self_issued()) break;
    const std::string& issuer = bag->certificate->issuer;
    const auto next = std::ranges::find_if(bags, [&](const Bag& other) {
      return other.certificate && other.certificate->subject == issuer;
    });
    bag = next == bags.end() ? nullptr : &*next;
  }
  return chain;
}

std::vector<Entry> entries_of(std::vector<Bag>& bags) {
  std::vector<Entry> entries;
  std::vector<const Bag*> used;
  for (Bag& bag : bags) {
    if (bag.certificate) continue;
    entries.push_back({.alias = bag.alias,
                       .kind = EntryKind::private_key,
                       .chain = chain_of(bags, certificate_of(bags, bag), used),
                       .protection = bag.protection,
                       .key = std::move(bag.key)});
  }
  for (const Bag& bag : bags) {
    const bool in_chain = std::ranges::find(used, &bag) != used.end();
    if (!bag.certificate || (in_chain && !bag.trusted)) continue;
    entries.push_back({.alias = bag.alias, .chain = {*bag.certificate}});
  }
  return entries;
}

}  // namespace

bool looks_like_pkcs12(std::string_view bytes) {
  constexpr std::string_view version = "\x02\x01\x03";
  return bytes.starts_with('\x30') && bytes.substr(0, 16).find(version) != std::string_view::npos;
}

KeyStore read_pkcs12(std::string_view bytes, const crypto::Secret* password,
                     const std::string& place) {
  crypto::prepare_openssl();
  Reading reading{.place = place, .password = password};
  const unsigned char* at = as_bytes(bytes);
  const Store store(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
  if (!store) reading.refuse("it is no PKCS#12 that can be read");
  KeyStore result{.format = Format::pkcs12, .integrity = check(reading, store.get())};
  const Safes safes(PKCS12_unpack_authsafes(store.get()));
  if (!safes) reading.refuse("it is no PKCS#12 that can be read");
  for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
    const Bags bags = opened(reading, sk_PKCS7_value(safes.get(), i));
    if (!bags) reading.refuse("a part of it cannot be read");
    collect(reading, bags.get(), 0);
  }
  ERR_clear_error();
  result.entries = entries_of(reading.bags);
  return result;
}

crypto::Secret open_pkcs8_key(std::string_view encrypted, const crypto::Secret& password) {
  const unsigned char* at = as_bytes(encrypted);
  const Signature info(d2i_X509_SIG(nullptr, &at, static_cast<long>(encrypted.size())));
  const X509_ALGOR* algorithm = nullptr;
  const ASN1_OCTET_STRING* octets = nullptr;
  if (info) X509_SIG_get0(info.get(), &algorithm, &octets);
  if (algorithm != nullptr && octets != nullptr) {
    if (auto key = decrypted(*algorithm, bytes_of(*octets), password)) return *std::move(key);
  }
  throw Error(
      ErrorKind::input, "the private key does not open with this password",
      "a key may have a password other than its store: give it with --key-password-file FILE");
}

}  // namespace tokenshift::keystore
