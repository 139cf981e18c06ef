// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/crypto/key.hpp"
#include "tokenshift/issuer/issue.hpp"

#include <string>
#include <vector>

namespace tokenshift::issuer {

// The world of the worked examples of reference tokens.md §1.6.
inline constexpr const char* example_client = "Xh2p3p6jFv5GqN0oGmY3dJb0kT4a";
inline constexpr const char* example_user = "a7d1c0de-7e57-4c3b-8f5a-1d2e3f4a5b6c";
inline constexpr const char* example_owner = "3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11";
inline constexpr const char* example_x5t =
    "Y2E1YzliNTRmOWI2ZDM5ZjM5NmExYWFhN2E3ODA0ODEzOTNjMWRmYmI1NjdjZmFjZmI5NjJlNmE4OGFkNjU4OA";
inline constexpr std::int64_t example_second = 1767225600;  // 2026-01-01T00:00:00Z

/// One RSA key for all tests of this process: making one takes a tenth of a second.
const crypto::SigningKey& test_key();

/// A UUID of one repeated digit: '1' gives 11111111-1111-4111-8111-111111111111.
std::string uuid_of(char digit);

/// A clock that stands still, and UUIDs of these digits, one after the other, again and again.
Sources fixed_sources(const std::string& digits = "123456789",
                      std::int64_t milliseconds = example_second * 1000);

/// The text with <client>, <user>, <owner>, <issuer> and <1> … filled in.
std::string filled(std::string text);

/// The client and the user of the examples.
Request example_request(Grant grant);

/// Header or claims of a token, as text.
std::string header_of(const std::string& token);
std::string claims_of(const std::string& token);

/// An issuer with test_key().
Issuer make_issuer(Settings settings = {}, Sources sources = fixed_sources());

}  // namespace tokenshift::issuer
