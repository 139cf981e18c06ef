// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/keystore/keystore.hpp"

#include "tokenshift/crypto/signature.hpp"

#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tokenshift::keystore::test {
namespace {

using crypto::Secret;
using tokenshift::test::error_of;
using tokenshift::test::slurp;
using tokenshift::test::TempDir;

// Made by Java's keytool; the commands are in make.sh beside them.
std::string fixture(const std::string& name) {
  return slurp(std::filesystem::path(FIXTURES) / "keystore" / "fixtures" / name);
}

const Secret& store_password() {
  static const Secret password("storepass");
  return password;
}

// The key signs, and the certificate of its entry verifies.
void check_pair(const Entry& entry, const Secret* password, crypto::Algorithm algorithm) {
  CAPTURE(entry.alias);
  const crypto::SigningKey key = signing_key(entry, password);
  crypto::Signer signer(key, algorithm);
  crypto::Verifier verifier(entry.chain.front().key(), algorithm);
  CHECK(verifier.verify("text", signer.sign("text")));
  CHECK_FALSE(verifier.verify("Text", signer.sign("text")));
}

void openssl(const TempDir& dir, const std::string& arguments) {
  const std::string command =
      "cd '" + dir.path().string() + "' && openssl " + arguments + " >openssl.log 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c)
}

}  // namespace

TEST_CASE("a JKS of keytool: aliases, keys of their own passwords, trusted certificates") {
  const std::string bytes = fixture("store.jks");
  CHECK(format_of(bytes) == Format::jks);
  const KeyStore store = read(bytes, &store_password(), "store.jks");
  CHECK(store.integrity == Integrity::checked);
  REQUIRE(store.entries.size() == 3);
  const Entry* gateway = store.find("GATEWAY");
  REQUIRE(gateway != nullptr);
  CHECK(gateway->alias == "gateway");
  CHECK(gateway->kind == EntryKind::private_key);
  CHECK(gateway->chain.front().subject == "CN=localhost,O=Example");
  CHECK(gateway->chain.front().key_text() == "RSA 2048");
  CHECK(to_rfc3339(*gateway->created).starts_with("20"));
  const Secret key_password("keypass");
  check_pair(*gateway, &key_password, crypto::Algorithm::rs256);
  check_pair(*store.find("ec"), &store_password(), crypto::Algorithm::es256);
  const Entry* trusted = store.find("zürich 🗝");
  REQUIRE(trusted != nullptr);
  CHECK(trusted->kind == EntryKind::certificate);
  CHECK(trusted->chain.front().sha256_hex() == gateway->chain.front().sha256_hex());
}

TEST_CASE("a JKS without its password is read, but its checksum is not checked") {
  const KeyStore store = read(fixture("store.jks"), nullptr, "s");
  CHECK(store.integrity == Integrity::no_password);
  CHECK(store.entries.size() == 3);
  CHECK(error_of([&] { signing_key(*store.find("gateway"), nullptr); }).kind() == ErrorKind::usage);
}

TEST_CASE("a JKS: wrong passwords and changed bytes are told") {
  std::string bytes = fixture("store.jks");
  const Secret wrong("Storepass");
  CHECK(error_of([&] { read(bytes, &wrong, "s"); }).kind() == ErrorKind::input);
  const KeyStore store = read(bytes, &store_password(), "s");
  const Error error = error_of([&] { signing_key(*store.find("gateway"), &store_password()); });
  CHECK(error.kind() == ErrorKind::input);
  CHECK(std::string(error.what()).find("storepass") == std::string::npos);
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  CHECK(error_of([&] { read(bytes, &store_password(), "s"); }).kind() == ErrorKind::input);
}

TEST_CASE("a JKS cut at any place is refused") {
  const std::string bytes = fixture("store.jks");
  for (std::size_t length = 4; length < bytes.size(); ++length) {
    CAPTURE(length);
    CHECK_THROWS_AS(read(std::string_view(bytes).substr(0, length), nullptr, "s"), Error);
  }
}

TEST_CASE("a JKS that promises more entries than there may be is refused at once") {
  std::string bytes = fixture("store.jks").substr(0, 8) + std::string("\xff\xff\xff\xff", 4);
  bytes += std::string(20, '\0');
  CHECK(std::string(error_of([&] { read(bytes, nullptr, "s"); }).what()) ==
        "s: it says that it has 4294967295 entries");
}

TEST_CASE("PKCS#12 of keytool: of today, of before 8u301 with RC2, and without any checksum") {
  for (const char* name : {"modern.p12", "legacy.p12", "bare.p12"}) {
    CAPTURE(name);
    const std::string bytes = fixture(name);
    CHECK(format_of(bytes) == Format::pkcs12);
    const KeyStore store = read(bytes, &store_password(), name);
    CHECK(store.integrity ==
          (std::string(name) == "bare.p12" ? Integrity::absent : Integrity::checked));
    REQUIRE(store.entries.size() == 2);
    const Entry* gateway = store.find("gateway");
    REQUIRE(gateway != nullptr);
    REQUIRE(gateway->chain.size() == 1);
    check_pair(*gateway, &store_password(), crypto::Algorithm::ps256);
    REQUIRE(store.find("Zürich") != nullptr);
    CHECK(store.find("Zürich")->kind == EntryKind::certificate);
  }
}

TEST_CASE("PKCS#12: a wrong password is told apart from none") {
  const Secret wrong("x");
  for (const char* name : {"modern.p12", "legacy.p12"}) {
    CAPTURE(name);
    CHECK(error_of([&] { read(fixture(name), &wrong, name); }).kind() == ErrorKind::input);
    CHECK(error_of([&] { read(fixture(name), nullptr, name); }).kind() == ErrorKind::usage);
  }
  // Its certificates are not encrypted, as those of the packs of 4.4 and 4.5.
  const KeyStore bare = read(fixture("bare.p12"), nullptr, "bare.p12");
  CHECK(bare.entries.size() == 2);
  CHECK(error_of([&] { signing_key(bare.entries.front(), &wrong); }).kind() == ErrorKind::input);
}

TEST_CASE("PKCS#12 of openssl: with a checksum, without, and by old ciphers") {
  const TempDir dir;
  openssl(dir, "req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=one -days 2");
  openssl(dir, "pkcs12 -export -inkey k.pem -in c.pem -name one -passout pass:p -out new.p12");
  openssl(dir,
          "pkcs12 -export -inkey k.pem -in c.pem -name one -passout pass:p -nomac -out nomac.p12");
  openssl(dir,
          "pkcs12 -export -inkey k.pem -in c.pem -name one -passout pass:p -keypbe "
          "PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out des.p12");
  openssl(dir, "pkcs12 -export -inkey k.pem -in c.pem -name one -passout pass: -out empty.p12");
  const Secret password("p");
  const Secret empty("");
  for (const char* name : {"new.p12", "nomac.p12", "des.p12", "empty.p12"}) {
    CAPTURE(name);
    const Secret& right = std::string(name) == "empty.p12" ? empty : password;
    const KeyStore store = read(slurp(dir / name), &right, name);
    REQUIRE(store.find("one") != nullptr);
    check_pair(*store.find("one"), &right, crypto::Algorithm::rs512);
  }
}

TEST_CASE("PEM of openssl: all its forms of a private key, encrypted or not") {
  const TempDir dir;
  openssl(dir, "genrsa -out k.pem 2048");
  openssl(dir, "rsa -in k.pem -traditional -out pkcs1.pem");
  openssl(dir, "rsa -in k.pem -traditional -aes128 -passout pass:p -out pkcs1-encrypted.pem");
  openssl(dir, "pkcs8 -topk8 -in k.pem -passout pass:p -out pkcs8-encrypted.pem");
  openssl(dir, "rsa -in k.pem -pubout -out public.pem");
  openssl(dir, "rsa -in k.pem -RSAPublicKey_out -out public-pkcs1.pem");
  const std::string spki =
      signing_key(read(slurp(dir / "k.pem"), nullptr, "k").entries.front(), nullptr)
          .verification_key()
          .spki();
  const Secret password("p");
  for (const char* name : {"pkcs1.pem", "pkcs1-encrypted.pem", "pkcs8-encrypted.pem"}) {
    CAPTURE(name);
    const KeyStore store = read(slurp(dir / name), nullptr, name);
    REQUIRE(store.entries.size() == 1);
    CHECK(signing_key(store.entries.front(), &password).verification_key().spki() == spki);
    if (std::string(name) == "pkcs1.pem") continue;
    const Secret wrong("q");
    CHECK(error_of([&] { signing_key(store.entries.front(), nullptr); }).kind() ==
          ErrorKind::usage);
    CHECK(error_of([&] { signing_key(store.entries.front(), &wrong); }).kind() == ErrorKind::input);
  }
  for (const char* name : {"public.pem", "public-pkcs1.pem"}) {
    CAPTURE(name);
    const KeyStore store = read(slurp(dir / name), nullptr, name);
    REQUIRE(store.entries.size() == 1);
    CHECK(verification_key(store.entries.front(), nullptr).spki() == spki);
  }
}

TEST_CASE("PEM: a certificate belongs to the key that it certifies, wherever it stands") {
  const TempDir dir;
  openssl(dir,
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout k.pem -out c.pem "
          "-subj /CN=a -days 2");
  openssl(dir, "req -x509 -newkey ed25519 -nodes -keyout k2.pem -out c2.pem -subj /CN=b -days 2");
  const KeyStore store =
      read(slurp(dir / "c2.pem") + slurp(dir / "c.pem") + slurp(dir / "k.pem"), nullptr, "all");
  REQUIRE(store.entries.size() == 2);
  CHECK(store.entries[1].alias == "key 2");
  CHECK(store.entries[1].chain.front().subject == "CN=a");
  check_pair(store.entries[1], nullptr, crypto::Algorithm::es384);
}

TEST_CASE("key stores are told by their content, and what is none is refused") {
  CHECK(format_of(fixture("store.jceks")) == Format::jceks);
  CHECK(std::string(error_of([] { read(fixture("store.jceks"), nullptr, "s.jks"); }).what()) ==
        "s.jks is a JCEKS key store, which API-M does not use");
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string("\x30"), std::string("\x30\x80"),
        std::string("-----BEGIN"), std::string("-----BEGIN X-----")}) {
    CAPTURE(bytes);
    CHECK(error_of([&] { read(bytes, nullptr, "s"); }).kind() == ErrorKind::input);
  }
  CHECK(error_of([] { read(std::string(max_bytes + 1, 'x'), nullptr, "s"); }).kind() ==
        ErrorKind::input);
}

}  // namespace tokenshift::keystore::test
