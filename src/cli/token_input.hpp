// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/pasted.hpp"

#include "command.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// Where a command gets its tokens from: arguments, a file, or standard input.
struct TokenInput {
  std::vector<std::string> arguments;
  std::string file;

  std::vector<Option> options();
};

/// The tokens that were given, as find_tokens() finds them. Warns of tokens on the command line.
/// Throws Error{usage} when both an argument and a file are given, or nothing is and standard input
/// is a terminal; Error{input} when the text is too large.
std::vector<jwt::Pasted> read_tokens(Program& program, const TokenInput& input);

/// Throws Error{usage}, without the name, when what is given as a file's name looks like a token:
/// an error about a missing file would print it.
void require_file_name(const char* option, const std::string& name);

/// The same for any other name that a message may repeat.
void require_no_token(const char* option, const std::string& value);

/// Overwrites the tokens.
void wipe(std::vector<jwt::Pasted>& tokens);

/// The words that say which token of several is meant: "token 2, refresh_token"; empty for a single
/// one without label.
std::string name_of(const std::vector<jwt::Pasted>& tokens, std::size_t index);

}  // namespace tokenshift::cli
