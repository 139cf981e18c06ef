// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tokenshift::issuer {

/// A member of a JSON object: its name, and its value as JSON.
struct Member {
  std::string name;
  std::string json;
};

/// The members in the order in which the server writes them. Its library collects them in a
/// java.util.HashMap, which iterates by the hash of the name, in as many buckets as the number of
/// members makes it grow to; names of one bucket stay in the order in which they were put in.
/// So one claim more or less can move all others (reference tokens.md §1.6: the refresh token with
/// and without is_consented).
std::vector<Member> in_server_order(std::vector<Member> members);

}  // namespace tokenshift::issuer
