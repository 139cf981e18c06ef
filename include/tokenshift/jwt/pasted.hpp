// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::jwt {

/// The most text that is searched for tokens, and the most tokens that are taken from it.
inline constexpr std::size_t max_pasted_bytes = std::size_t{4} << 20U;
inline constexpr std::size_t max_pasted_tokens = 100'000;

/// A token as it was found in a text.
struct Pasted {
  std::string token;
  std::string label;  ///< "access_token" where the text says so; else empty
};

/// The tokens in what people paste: a token alone, quoted, behind `Bearer` or a whole header line,
/// one on each line, folded over lines, or the JSON of an OAuth response.
///
/// What looks like a token is found anywhere in the text. Where nothing does, each line that is one
/// word is a token, too: an opaque one, or one that is spoilt; further text is left out. Text that
/// holds no token gives an empty list. Of a text above max_pasted_bytes nothing is read.
std::vector<Pasted> find_tokens(std::string_view text);

}  // namespace tokenshift::jwt
