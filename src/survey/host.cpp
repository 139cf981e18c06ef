// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/crypto/signature.hpp"
#include "tokenshift/survey/home.hpp"

#include "ask.hpp"
#include "key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace tokenshift::survey {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds measured_for{200};

// About as long as the header and the claims of an access token.
const std::string& text_to_sign() {
  static const std::string text(1'000, 'x');
  return text;
}

double signatures_per_second(crypto::Signer& signer) {
  signer.sign(text_to_sign());  // the first one prepares what the others use
  const Clock::time_point start = Clock::now();
  int signatures = 0;
  Clock::duration spent{};
  while (spent < measured_for) {
    signer.sign(text_to_sign());
    ++signatures;
    spent = Clock::now() - start;
  }
  return signatures / std::chrono::duration<double>(spent).count();
}

// RS256 is what the server signs with (tokens.md §1.1).
SigningSpeed measure(const apim::Deployment& deployment) {
  const OwnKey own = own_key(deployment);
  const crypto::SigningKey key = keystore::signing_key(own.entry(), &own.password);
  crypto::Signer signer(key, crypto::Algorithm::rs256);
  return {.key = fmt::format("{} {}", to_string(key.type()), key.verification_key().bits()),
          .per_second = signatures_per_second(signer),
          .processors = std::max(1U, std::thread::hardware_concurrency())};
}

}  // namespace

HostFacts look_at_host(const apim::Deployment& deployment) {
  return {.signing = ask([&] { return measure(deployment); })};
}

}  // namespace tokenshift::survey
