// SPDX-License-Identifier: Apache-2.0
//
// What must hold for any bytes. The fuzzers and the tests call the same functions.
#pragma once

#include <stdexcept>
#include <string_view>

namespace tokenshift::fuzz {

/// Something that must hold does not.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Any bytes are refused as input, or read and kept; and toml++ sees the same, but for what
/// differences() explains.
void check_parse(std::string_view bytes);

/// The first two bytes choose a key and a value, the rest is the document: after the edit the key
/// has its value, all others have theirs, no other byte has changed, and a second edit does
/// nothing.
void check_edit(std::string_view bytes);

/// Any text is judged the same each time, and only what somebody signed verifies: with the keys of
/// the RFCs' examples, not one byte more or less than their tokens.
void check_jws(std::string_view bytes);

/// Any bytes are refused as input, or are keys that can be written and read again.
void check_jwks(std::string_view bytes);

/// Any text gives tokens; those that no JSON response names are words, each of which gives itself
/// again.
void check_pasted(std::string_view bytes);

/// Any bytes are refused as input or for want of a password, or are entries each of which can be
/// found, and whose keys are refused or sign. The two differ in what they start from.
void check_jks(std::string_view bytes);
void check_pkcs12(std::string_view bytes);

}  // namespace tokenshift::fuzz
