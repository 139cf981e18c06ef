// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/time.hpp"
#include "tokenshift/db/connection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::revocation {

/// Who asks. The two keep tables of their own and compare differently, so that a token can be
/// revoked for one and good for the other (reference tokens.md §4.6, §5.6).
///
/// | | key_manager | gateway, after a start |
/// |---|---|---|
/// | token | IDN_INVALID_TOKENS, jti and azp | AM_REVOKED_JWT, jti |
/// | client | IDN_APP_REVOKED_EVENT, time >= iat | AM_APP_REVOKED_EVENT, time > iat |
/// | subject | IDN_SUBJECT_…, entity_id, time >= iat | AM_SUBJECT_…, sub and type, time > iat |
enum class View { key_manager, gateway };

/// "key manager" or "gateway".
std::string_view to_string(View view);

/// What the rules look at.
struct Token {
  std::string jti;
  std::string client;       ///< azp; the gateway reads client_id, which is the same
  std::string entity_id;    ///< whom the key manager looks up
  std::string sub;          ///< whom the gateway looks up
  std::int64_t issued = 0;  ///< iat, seconds since 1970
};

/// Why a token is revoked: itself, all of its client until a time, or all of its user.
enum class Rule { token, client, subject };

/// "token", "client" or "subject".
std::string_view to_string(Rule rule);

/// A row that revokes a token; of several of one rule the latest.
struct Hit {
  Rule rule = Rule::token;
  std::optional<Time> cut_off;  ///< of a client or subject
  std::string organization;     ///< that the row names; not part of the comparison

  bool operator==(const Hit&) const = default;
};

struct Verdict {
  std::vector<Hit> hits;  ///< in the order of Rule, at most one each
  /// A row differs from the token in nothing but upper and lower case. It is not counted here;
  /// a database whose collation ignores case would make the server count it (§4.7).
  bool differs_in_case = false;

  bool revoked() const { return !hits.empty(); }
};

/// Whether a cut-off reaches a token. `iat` has whole seconds, so a token issued after the event
/// but in the same second is reached, too: that is what the server does (§4.7).
bool reaches(Time cut_off, std::int64_t issued, View view);

/// Looks tokens up. Every look-up reads the database anew: nothing is kept.
class Reader {
 public:
  /// Throws Error{input} when a table is missing.
  Reader(db::Connection& database, View view);

  Verdict look_up(const Token& token);

 private:
  void token_rule(const Token& token, Verdict& verdict);
  void cut_off_rule(Rule rule, db::Statement& rows, const std::string& key, const Token& token,
                    Verdict& verdict) const;

  View view_;
  std::unique_ptr<db::Statement> tokens_;
  std::unique_ptr<db::Statement> clients_;
  std::unique_ptr<db::Statement> subjects_;
};

}  // namespace tokenshift::revocation
