// SPDX-License-Identifier: Apache-2.0
// verify_tokens KEY.pem TOKENS: verifies each line for about a second, by all rules that need
// no database, and prints the verifications a second of processor time.
#include "tokenshift/jwt/verify.hpp"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace crypto = tokenshift::crypto;
namespace jwt = tokenshift::jwt;

int main(int count, char** arguments) {
  if (count != 3) return 2;
  std::ifstream key(arguments[1]);
  const std::string pem{std::istreambuf_iterator<char>(key), {}};
  std::vector<std::string> tokens;
  std::ifstream file(arguments[2]);
  for (std::string line; std::getline(file, line);) tokens.push_back(line);
  if (tokens.empty()) return 2;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  jwt::TokenVerifier verifier({{.key = crypto::SigningKey::from_pem(pem).verification_key()}},
                              {.now = now});
  const std::clock_t begin = std::clock();
  long done = 0;
  while (std::clock() - begin < CLOCKS_PER_SEC) {
    for (const std::string& token : tokens) {
      if (!verifier.verify(token).accepted()) return 1;
    }
    done += static_cast<long>(tokens.size());
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%.0f\n", static_cast<double>(done) / seconds);
}
