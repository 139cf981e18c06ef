// SPDX-License-Identifier: Apache-2.0
#include "key_options.hpp"

#include "tokenshift/apim/key_store.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include "token_input.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::cli {
namespace {

using keystore::Entry;
using keystore::EntryKind;

constexpr std::size_t max_password_bytes = 4096;

std::optional<crypto::Secret> password_of(const std::string& file) {
  if (file.empty()) return std::nullopt;
  std::string text = os::read_file(file, max_password_bytes);
  return crypto::taken(text).without_line_end();
}

std::optional<crypto::Secret> password_of_setting(std::string& text, bool open) {
  if (open && text.empty()) return std::nullopt;
  return crypto::taken(text);
}

// The store's alias is right only in the store that the same configuration names.
OpenStore store_of_deployment(const KeyOptions& options, const apim::Deployment& deployment) {
  apim::KeyStoreSetting setting = apim::key_store_setting(deployment);
  OpenStore open{.place = setting.file.string(),
                 .alias = options.alias.empty() ? setting.alias : options.alias,
                 .password = password_of(options.password_file),
                 .key_password = password_of(options.key_password_file)};
  const bool unresolved = !setting.open.empty();
  if (!open.password) open.password = password_of_setting(setting.password, unresolved);
  if (!open.key_password) open.key_password = password_of_setting(setting.key_password, unresolved);
  if (!open.password && unresolved) {
    throw Error(ErrorKind::usage,
                fmt::format("the password of {} is {}: {}", printable(open.place),
                            printable(setting.open), setting.why),
                "give it with --keystore-password-file FILE");
  }
  open.store = keystore::read(os::read_file(setting.file, keystore::max_bytes),
                              open.password ? &*open.password : nullptr, printable(open.place));
  // A PEM has no aliases; the setting's name means the only key in it.
  if (open.store.format == keystore::Format::pem && options.alias.empty()) open.alias.clear();
  return open;
}

OpenStore store_of_file(const KeyOptions& options, std::string_view bytes) {
  OpenStore open{.place = options.file,
                 .alias = options.alias,
                 .password = password_of(options.password_file),
                 .key_password = password_of(options.key_password_file)};
  open.store =
      keystore::read(bytes, open.password ? &*open.password : nullptr, printable(open.place));
  return open;
}

bool is_json(std::string_view bytes) { return trimmed(bytes.substr(0, 64)).starts_with('{'); }

std::string place_of(const OpenStore& open, const Entry& entry) {
  return fmt::format("{}, {}", printable(open.place), printable(entry.alias));
}

std::string aliases_of(const keystore::KeyStore& store, EntryKind kind) {
  std::string text;
  for (const Entry& entry : store.entries) {
    if (entry.kind != kind || text.size() > 200) continue;
    text += (text.empty() ? "" : ", ") + printable(entry.alias);
  }
  return text;
}

void append_keys(Program& program, const OpenStore& open, std::vector<jwt::TrustedKey>& keys) {
  for (const Entry* entry : signers_of(open)) {
    jwt::TrustedKey key{.key = keystore::verification_key(*entry, open.for_keys()),
                        .place = place_of(open, *entry)};
    if (!entry->chain.empty()) {
      key.kid = jwt::server_kid(entry->chain.front().der, crypto::Algorithm::rs256);
      warn_if_shipped(program, entry->chain.front(), key.place);
    }
    keys.push_back(std::move(key));
  }
}

}  // namespace

std::vector<Option> KeyOptions::options() {
  return {
      {"--key", "FILE",
       "the key: a PEM, a certificate, a JWK or JWKS, a PKCS#12 or JKS key store, told by its "
       "content; default: the primary key store of --home",
       &file},
      {"--alias", "NAME", "the entry of a key store; default: the one with a private key", &alias},
      {"--keystore-password-file", "FILE",
       "the first line of FILE is the password of the key store; default: that of deployment.toml",
       &password_file},
      {"--key-password-file", "FILE",
       "the first line of FILE is the password of the private key; default: that of "
       "deployment.toml, else of the key store",
       &key_password_file}};
}

const crypto::Secret* OpenStore::for_keys() const {
  if (key_password) return &*key_password;
  return password ? &*password : nullptr;
}

OpenStore open_store(const KeyOptions& options, const apim::Deployment* deployment) {
  require_file_name("the option for keys", options.file);
  if (!options.file.empty()) {
    return store_of_file(options, os::read_file(options.file, keystore::max_bytes));
  }
  if (deployment != nullptr) return store_of_deployment(options, *deployment);
  throw Error(ErrorKind::usage, "no key is named",
              "name it with --key FILE, or the deployment with --home DIR");
}

std::vector<const Entry*> signers_of(const OpenStore& open) {
  std::vector<const Entry*> entries;
  if (!open.alias.empty()) {
    const Entry* entry = open.store.find(open.alias);
    if (entry != nullptr) return {entry};
    throw Error(ErrorKind::usage,
                fmt::format("{} has no entry \"{}\"", printable(open.place), printable(open.alias)),
                fmt::format("choose one of: {}", aliases_of(open.store, EntryKind::private_key)));
  }
  for (const Entry& entry : open.store.entries) {
    if (entry.kind == EntryKind::private_key) entries.push_back(&entry);
  }
  if (!entries.empty()) return entries;
  const bool all = open.store.format == keystore::Format::pem || open.store.entries.size() == 1;
  if (!all) {
    // A trust store: whom it trusts to talk to, it does not trust to issue tokens.
    throw Error(ErrorKind::usage, fmt::format("{} has no private key", printable(open.place)),
                "choose the certificate that tokens are verified with: --alias NAME");
  }
  for (const Entry& entry : open.store.entries) entries.push_back(&entry);
  return entries;
}

std::vector<jwt::TrustedKey> trusted_keys(Program& program, const KeyOptions& options,
                                          const apim::Deployment* deployment) {
  std::vector<jwt::TrustedKey> keys;
  require_file_name("--key", options.file);
  if (!options.file.empty()) {
    const std::string bytes = os::read_file(options.file, keystore::max_bytes);
    if (is_json(bytes)) return jwt::read_jwks(bytes, printable(options.file));
    append_keys(program, store_of_file(options, bytes), keys);
    return keys;
  }
  append_keys(program, open_store(options, deployment), keys);
  return keys;
}

SigningChoice signing_choice(Program& program, const KeyOptions& options,
                             const apim::Deployment* deployment) {
  const OpenStore open = open_store(options, deployment);
  const auto entries = signers_of(open);
  if (entries.size() > 1) {
    throw Error(
        ErrorKind::usage, fmt::format("{} has several keys", printable(open.place)),
        fmt::format("choose one with --alias: {}", aliases_of(open.store, EntryKind::private_key)));
  }
  const Entry& entry = *entries.front();
  SigningChoice choice{.key = keystore::signing_key(entry, open.for_keys()),
                       .place = place_of(open, entry)};
  if (!entry.chain.empty()) {
    choice.certificate = entry.chain.front();
    warn_if_shipped(program, entry.chain.front(), choice.place);
  }
  return choice;
}

void warn_if_shipped(Program& program, const crypto::Certificate& certificate,
                     const std::string& place) {
  const std::string_view version = keystore::shipped_with(certificate);
  if (version.empty()) return;
  program.tell(
      {.severity = Severity::warning,
       .id = "shipped-key",
       .message = fmt::format("{} is the certificate that ships with API-M {}: its private key "
                              "is public, so anybody can make tokens that it verifies",
                              place, version),
       .hint = "give the deployment a key of its own before it serves others"});
}

}  // namespace tokenshift::cli
