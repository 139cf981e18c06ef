// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"

#include "../key_options.hpp"
#include "../session.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  KeyOptions keys;
  apim::DeploymentRequest deployment;
  std::vector<std::string> algorithms;
};

// The algorithms that are asked for, or the one that the server uses by default for such a key.
std::vector<crypto::Algorithm> algorithms_of(const Options& options,
                                             const crypto::VerificationKey& key) {
  std::vector<crypto::Algorithm> algorithms;
  for (const std::string& name : options.algorithms) {
    const auto algorithm = crypto::find_algorithm(name);
    if (!algorithm) {
      throw Error(ErrorKind::usage, fmt::format("--alg {}: no such algorithm", name),
                  "write it as RS256");
    }
    if (fits(key, *algorithm)) algorithms.push_back(*algorithm);
  }
  if (!options.algorithms.empty()) return algorithms;
  for (const crypto::AlgorithmRow& row : crypto::algorithms()) {
    if (fits(key, row.algorithm)) return {row.algorithm};
  }
  return {};
}

int run(Program& program, const Options& options) {
  std::shared_ptr<const apim::Deployment> deployment;
  if (options.keys.file.empty() && !options.deployment.home.empty()) {
    deployment = load_shared(program, options.deployment);
  }
  const OpenStore open = open_store(options.keys, deployment.get());
  std::vector<jwt::PublishedKey> keys;
  for (const keystore::Entry* entry : signers_of(open)) {
    const crypto::VerificationKey key = keystore::verification_key(*entry, open.for_keys());
    if (!entry->chain.empty()) warn_if_shipped(program, entry->chain.front(), open.place);
    for (const crypto::Algorithm algorithm : algorithms_of(options, key)) {
      keys.push_back(
          {.key = key,
           .algorithm = algorithm,
           .certificate = entry->chain.empty() ? std::string() : entry->chain.front().der});
    }
  }
  if (keys.empty()) {
    throw Error(ErrorKind::input, "no key fits the algorithms that are asked for",
                "leave out --alg, or name one that fits the key");
  }
  program.out() << jwt::write_jwks(keys);
  program.next("tokenshift token verify --key FILE reads this again");
  return exit_ok;
}

}  // namespace

Command token_jwks() {
  auto options = std::make_shared<Options>();
  return {.name = "token jwks",
          .details =
              "As the server's /oauth2/jwks: kid is base64url of the hexadecimal SHA-256 of the "
              "certificate, "
              "and the algorithm; x5t#S256 is base64url of the hexadecimal text as well, which is "
              "not what "
              "RFC 7517 says. A key without certificate gets its thumbprint (RFC 7638) as kid.",
          .options = joined(
              options->keys.options(),
              joined({{"--alg", "NAME",
                       "an algorithm to publish the key for; may be repeated; default RS256, or "
                       "the first that fits the key",
                       &options->algorithms}},
                     configuration_options(options->deployment))),
          .examples = {{"of a deployment", "tokenshift token jwks --home /opt/wso2am"},
                       {"of one key", "tokenshift token jwks --key public.pem"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
