// SPDX-License-Identifier: Apache-2.0
#include "practice_key.hpp"

#include "tokenshift/apim/key_store.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/base64url.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace tokenshift::cli {
namespace {

constexpr unsigned private_mode = 0600;
constexpr std::size_t pem_line = 64;

std::string pem_of(const crypto::Certificate& certificate) {
  const std::string base64 = crypto::to_base64(certificate.der);
  std::string text = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < base64.size(); at += pem_line) {
    text += base64.substr(at, pem_line) + "\n";
  }
  return text + "-----END CERTIFICATE-----\n";
}

SigningChoice make(Program& program) {
  const auto key = crypto::SigningKey::generate_rsa();
  const Time from = std::chrono::floor<std::chrono::days>(program.now());
  return {.key = key,
          .certificate = crypto::self_signed(key, "practice", from, from + std::chrono::days{3650}),
          .place = "a throw-away key"};
}

void keep(Program& program, const SigningChoice& choice, const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  std::string pem(choice.key.to_pem().view());
  pem += pem_of(*choice.certificate);
  os::write_new_file(file, pem, private_mode);
  crypto::wipe(pem);
  program.say(
      fmt::format("note: made a throw-away key for this practice deployment alone, in {} "
                  "(a PEM, whatever its name says)",
                  printable(file.string())));
}

}  // namespace

SigningChoice signing_choice_or_throw_away(Program& program, const KeyOptions& options,
                                           const apim::Deployment* deployment,
                                           const Session* session) {
  const bool practice = session != nullptr && session->practice && options.file.empty();
  if (!practice) return signing_choice(program, options, deployment);
  if (deployment->home.empty()) {
    program.say(
        "note: made a throw-away key, which is kept nowhere: nothing can verify these tokens "
        "later; --key FILE names one, as openssl genrsa 2048 makes it");
    return make(program);
  }
  const std::filesystem::path file = apim::key_store_setting(*deployment).file;
  if (!std::filesystem::exists(file)) {
    SigningChoice choice = make(program);
    keep(program, choice, file);
    choice.place = printable(file.string());
    return choice;
  }
  return signing_choice(program, options, deployment);
}

}  // namespace tokenshift::cli
