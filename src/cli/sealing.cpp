// SPDX-License-Identifier: Apache-2.0
#include "sealing.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/evaluate.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {
namespace {

std::string name_of(const checks::State& state) {
  const auto host = state.deployment.document->find({"server", "hostname"});
  return host && !host->content.empty() ? host->content : state.deployment.toml_path.string();
}

void require_sound(const Program& program, const checks::State& state) {
  for (const checks::Hit& hit : checks::evaluate({.now = state, .time = program.now()}, {})) {
    if (hit.fate != checks::Fate::open || hit.finding.severity != Severity::error) continue;
    throw Error(state.linted.readable ? ErrorKind::refused : ErrorKind::input,
                fmt::format("{}: {} [{}]", printable(to_string(hit.finding.location)),
                            hit.finding.message, hit.finding.id),
                hit.finding.hint);
  }
}

}  // namespace

checks::Seal sound_seal(const Program& program, const checks::State& state,
                        const std::string& name) {
  require_sound(program, state);
  return checks::seal_of(state, name.empty() ? name_of(state) : name, program.now());
}

void add_counts(checks::Seal& seal, const apps::Plan& clients, Time now) {
  const apps::Census& census = clients.before;
  seal.counts = checks::SealedCounts{.clients = census.total(),
                                     .jwt = census.of(apps::TokenType::jwt),
                                     .opaque = census.of(apps::TokenType::opaque)};
  if (clients.clients_are_jwt()) seal.last_verified = now;
}

void write_seal(const checks::Seal& seal, const std::string& file) {
  os::write_new_file(file, checks::to_json(seal), 0666);
}

}  // namespace tokenshift::cli
