// SPDX-License-Identifier: Apache-2.0
#include "key.hpp"

#include "tokenshift/apim/key_store.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::survey {

const keystore::Entry& OwnKey::entry() const {
  // A PEM has no aliases: its only key is meant.
  const keystore::Entry* found = store.find(alias);
  if (found == nullptr && store.format == keystore::Format::pem) {
    const auto key =
        std::ranges::find(store.entries, keystore::EntryKind::private_key, &keystore::Entry::kind);
    if (key != store.entries.end()) found = &*key;
  }
  if (found != nullptr) return *found;
  throw Error(ErrorKind::input, fmt::format("the key store has no entry {}", printable(alias)),
              "list it with tokenshift keystore list");
}

OwnKey own_key(const apim::Deployment& deployment) {
  apim::KeyStoreSetting setting = apim::key_store_setting(deployment);
  if (!setting.open.empty()) {
    throw Error(ErrorKind::usage,
                fmt::format("the password of {} is {}: {}", printable(setting.file.string()),
                            printable(setting.open), setting.why),
                "look at the key store with tokenshift keystore list");
  }
  const crypto::Secret password = crypto::taken(setting.password);
  const std::string bytes = os::read_file(setting.file, keystore::max_bytes);
  return {.store = keystore::read(bytes, &password, printable(setting.file.string())),
          .alias = setting.alias,
          .password = crypto::taken(setting.key_password)};
}

}  // namespace tokenshift::survey
