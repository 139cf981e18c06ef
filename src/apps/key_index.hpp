// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/dialect.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tokenshift::apps {

/// What one table says of a consumer key, for who reads another table: a join in memory. It holds
/// 16 bytes a key and no key: it tells keys apart by their 64-bit fingerprint (owner_of()).
class KeyIndex {
 public:
  struct Entry {
    std::int64_t id = 0;  ///< 0: the key is not there
    bool oauth1 = false;
  };

  /// Keys are alike that are alike to this kind of database.
  explicit KeyIndex(const db::Dialect& dialect) : ignores_case_(db::ignores_case(dialect)) {}

  /// Of a key that is added several times the smallest id is kept. Ids are positive.
  void add(std::string_view key, Entry entry);

  /// To be called once, when all are added.
  void finish();

  Entry find(std::string_view key) const;

 private:
  struct Slot {
    std::uint64_t fingerprint;
    std::int64_t id_and_flag;  // the flag is the lowest bit
    auto operator<=>(const Slot&) const = default;
  };
  std::uint64_t fingerprint_of(std::string_view key) const;

  bool ignores_case_;
  std::vector<Slot> slots_;  // by fingerprint, then id
};

}  // namespace tokenshift::apps
