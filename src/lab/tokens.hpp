// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"
#include "tokenshift/lab/lab.hpp"

#include "random.hpp"

#include <memory>
#include <string_view>

namespace tokenshift::lab {

/// Whom a token was issued to.
struct TokenOwner {
  std::int64_t client_id;
  std::string_view user;
  int tenant_id;
  bool jwt;
};

/// Writes rows of IDN_OAUTH2_ACCESS_TOKEN: a sample of at most 200, however many clients there are.
class Tokens {
 public:
  Tokens(db::Connection& connection, Time now, std::int64_t clients);

  /// Gives every n-th client one token, of changing state and age.
  void maybe_issue(const TokenOwner& owner, Random& random, Counts& counts);

  void finish() { insert_->finish(); }

 private:
  std::unique_ptr<db::BulkInsert> insert_;
  Time now_;
  std::int64_t step_;
  bool endless_issued_ = false;
};

}  // namespace tokenshift::lab
