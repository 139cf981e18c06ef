// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"

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
  bool all = false;
  std::string output = "table";
};

const report::TableSpec spec{.name = "entries",
                             .columns = {{"alias", "ALIAS"},
                                         {"kind", "KIND"},
                                         {"key", "KEY"},
                                         {"subject", "SUBJECT"},
                                         {"not_before", "FROM"},
                                         {"not_after", "UNTIL"},
                                         {"sha256", "SHA-256"},
                                         {"kid", "KID"},
                                         {"shipped_with", "SHIPPED WITH"}}};

report::Cell cell(std::string text) {
  if (text.empty()) return std::monostate{};
  return text;
}

std::vector<report::Cell> row_of(const keystore::Entry& entry) {
  std::vector<report::Cell> cells{entry.alias, std::string(to_string(entry.kind))};
  if (entry.chain.empty()) {
    cells.resize(spec.columns.size());
    return cells;
  }
  const crypto::Certificate& certificate = entry.chain.front();
  const bool signs = entry.kind == keystore::EntryKind::private_key;
  cells.insert(cells.end(),
               {cell(certificate.key_text()), cell(certificate.subject),
                cell(to_rfc3339(certificate.not_before)), cell(to_rfc3339(certificate.not_after)),
                cell(certificate.sha256_hex()),
                cell(signs && certificate.key_text().starts_with("RSA")
                         ? jwt::server_kid(certificate.der, crypto::Algorithm::rs256)
                         : std::string()),
                cell(std::string(keystore::shipped_with(certificate)))});
  return cells;
}

void tell_about(Program& program, const OpenStore& open, const keystore::Entry& entry) {
  if (entry.kind != keystore::EntryKind::private_key || entry.chain.empty()) return;
  const crypto::Certificate& certificate = entry.chain.front();
  const std::string place = fmt::format("{}, {}", printable(open.place), printable(entry.alias));
  warn_if_shipped(program, certificate, place);
  const Time now = program.now();
  if (certificate.not_after < now || certificate.not_before > now) {
    program.tell({.severity = Severity::warning,
                  .id = "certificate-time",
                  .message = fmt::format("{}: the certificate is valid from {} to {}", place,
                                         to_rfc3339(certificate.not_before),
                                         to_rfc3339(certificate.not_after)),
                  .hint = "the server does not look at it when it verifies tokens; others may"});
  }
}

std::string integrity_text(keystore::Integrity integrity) {
  switch (integrity) {
    case keystore::Integrity::checked:
      return "checksum good";
    case keystore::Integrity::no_password:
      return "checksum not checked: no password was given";
    case keystore::Integrity::absent:
      return "without a checksum";
  }
  return {};
}

int run(Program& program, const Options& options) {
  std::shared_ptr<const apim::Deployment> deployment;
  if (options.keys.file.empty() && !options.deployment.home.empty()) {
    deployment = load_shared(program, options.deployment);
  }
  const OpenStore open = open_store(options.keys, deployment.get());
  program.say(
      fmt::format("{}: {}, {}, {}", printable(open.place), to_string(open.store.format),
                  counted(static_cast<std::int64_t>(open.store.entries.size()), "entry", "entries"),
                  integrity_text(open.store.integrity)));
  std::int64_t left_out = 0;
  bool any_key = false;
  for (const keystore::Entry& entry : open.store.entries) {
    any_key = any_key || entry.kind == keystore::EntryKind::private_key;
  }
  const auto writer = report::row_writer(options.output, program.out(), spec);
  for (const keystore::Entry& entry : open.store.entries) {
    if (any_key && !options.all && entry.kind == keystore::EntryKind::certificate) {
      ++left_out;
      continue;
    }
    writer->row(row_of(entry));
  }
  writer->finish();
  if (left_out > 0) {
    program.say(
        fmt::format("{} not shown; --all shows them", counted(left_out, "trusted certificate")));
  }
  for (const keystore::Entry& entry : open.store.entries) tell_about(program, open, entry);
  program.next("tokenshift token jwks" + (options.keys.file.empty()
                                              ? deployment_words(options.deployment)
                                              : " --key " + shell_word(options.keys.file)));
  return exit_ok;
}

}  // namespace

Command keystore_list() {
  auto options = std::make_shared<Options>();
  std::vector<Option> keys = options->keys.options();
  keys.front() = {"FILE", "", "the key store, key or certificate; default: that of --home",
                  &options->keys.file};
  return {
      .name = "keystore list",
      .details =
          "Reads JKS, PKCS#12 (with and without checksum, old ciphers too) and PEM, told by "
          "the content: "
          "the wso2carbon.jks of API-M 4.4 and 4.5 are PKCS#12. A JKS is listed without its "
          "password, too, "
          "but its checksum is not checked then. Warns of certificates that ship with API-M.",
      .options =
          joined(keys, joined({{"--all", "", "show trusted certificates beside private keys, too",
                                &options->all},
                               {"-o,--output",
                                "FORMAT",
                                "how the list is printed; default table",
                                &options->output,
                                {"table", "json", "jsonl", "csv"}}},
                              configuration_options(options->deployment))),
      .examples = {{"of a deployment", "tokenshift keystore list --home /opt/wso2am"},
                   {"of a file",
                    "tokenshift keystore list wso2carbon.jks --keystore-password-file pass.txt"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
