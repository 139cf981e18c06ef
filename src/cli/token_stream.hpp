// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/issuer/issue.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace tokenshift::cli {

/// The answer to a request for tokens as a token endpoint gives it (RFC 6749 §5.1), on one line.
std::string token_response(const issuer::Issued& issued);

/// Issues `count` tokens with that many threads and writes each as a line as soon as there are a
/// few; nothing is kept. `make_issuer` is called once in each thread, `line_of` gives a line
/// without its end. Stops when `out` takes no more. Gives how many were written.
/// Throws what the threads throw.
std::int64_t stream_tokens(std::ostream& out, std::int64_t count, std::int64_t threads,
                           const std::function<issuer::Issuer()>& make_issuer,
                           const issuer::Request& request,
                           std::string (*line_of)(const issuer::Issued&));

}  // namespace tokenshift::cli
