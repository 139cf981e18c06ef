// SPDX-License-Identifier: Apache-2.0
#include "conversion.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "progress.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {
namespace {

using report::Node;

Node::List drift_list(const apps::Outcome& outcome) {
  Node::List list;
  for (const apps::Drift& row : outcome.drift) {
    list.push_back(
        Node::Object{{"table", std::string(apps::spec_of(row.target).table)}, {"row", row.row}});
  }
  return list;
}

std::string left_lines(const Program& program, const apps::Plan& plan) {
  std::string text;
  for (const bool clients : {true, false}) {
    for (std::size_t i = 0; i < apps::reason_names.size(); ++i) {
      const auto reason = static_cast<apps::Reason>(i);
      std::int64_t count = 0;
      bool blocks = false;
      for (const apps::Left& left : plan.left) {
        if (left.is_client != clients || left.reason != reason) continue;
        ++count;
        blocks = blocks || left.blocks;
      }
      if (count == 0) continue;
      text += fmt::format("  {} {:>9} {:<26} {}\n",
                          blocks ? program.paint_out(Tone::bad, "blocks ") : "leave  ",
                          with_thousands(count),
                          clients ? (count == 1 ? "client" : "clients")
                                  : (count == 1 ? "application" : "applications"),
                          apps::explain(reason));
    }
  }
  for (const auto& [name, count] : plan.before.custom) {
    text += fmt::format("  custom issuer {}: {}\n", printable(name), counted(count, "client"));
  }
  return text;
}

}  // namespace

std::vector<Option> CustomOptions::options() {
  return {{"--convert-custom", "NAME",
           "convert the clients of this custom issuer too; may be repeated", &convert},
          {"--accept-custom", "NAME",
           "leave the clients of this custom issuer, without blocking the move; may be repeated",
           &accept}};
}

apps::CustomIssuers CustomOptions::issuers() const {
  return {.convert = {convert.begin(), convert.end()}, .accept = {accept.begin(), accept.end()}};
}

std::string CustomOptions::words() const { return words_of(issuers()); }

std::string words_of(const apps::CustomIssuers& issuers) {
  std::string words;
  for (const std::string& name : issuers.convert) words += " --convert-custom " + shell_word(name);
  for (const std::string& name : issuers.accept) words += " --accept-custom " + shell_word(name);
  return words;
}

apps::Plan plan_of(Program& program, const Session& session, const apps::CustomIssuers& custom) {
  Progress progress(program, "reading clients");
  return apps::make_plan(session.databases(), session.catalog, custom,
                         [&](std::int64_t done, std::int64_t total) { progress.at(done, total); });
}

std::string census_text(const Program& program, const apps::Census& census) {
  std::string text =
      program.paint_out(Tone::strong, fmt::format("{:<12}{:>11}{:>11}{:>11}{:>11}", "CLIENTS",
                                                  "JWT", "OPAQUE", "CUSTOM", "ALL")) +
      "\n";
  const auto line = [&](std::string_view name, std::int64_t jwt, std::int64_t opaque,
                        std::int64_t custom, std::int64_t all) {
    text += fmt::format("{:<12}{:>11}{:>11}{:>11}{:>11}\n", name, with_thousands(jwt),
                        with_thousands(opaque), with_thousands(custom), with_thousands(all));
  };
  for (std::size_t i = 0; i < apps::client_kind_names.size(); ++i) {
    const auto& row = census.clients.at(i);
    line(apps::client_kind_names.at(i), row[0], row[1], row[2],
         census.of(static_cast<apps::ClientKind>(i)));
  }
  line("all", census.of(apps::TokenType::jwt), census.of(apps::TokenType::opaque),
       census.of(apps::TokenType::custom), census.total() - census.oauth1);
  if (census.oauth1 > 0) {
    text += fmt::format("and {} of OAuth 1.0a, without a token type\n",
                        counted(census.oauth1, "client"));
  }
  if (census.invisible_types > 0) {
    text += fmt::format("and {} of a tenant that is not its client's, which the server ignores\n",
                        counted(census.invisible_types, "tokenType row"));
  }
  return text;
}

Node::Object census_node(const apps::Census& census) {
  Node::Object kinds;
  for (std::size_t i = 0; i < apps::client_kind_names.size(); ++i) {
    const auto& row = census.clients.at(i);
    kinds.emplace_back(std::string(apps::client_kind_names.at(i)),
                       Node::Object{{"jwt", row[0]}, {"opaque", row[1]}, {"custom", row[2]}});
  }
  Node::Object custom;
  for (const auto& [name, count] : census.custom) custom.emplace_back(name, count);
  return {{"total", census.total()},
          {"jwt", census.of(apps::TokenType::jwt)},
          {"opaque", census.of(apps::TokenType::opaque)},
          {"custom", census.of(apps::TokenType::custom)},
          {"oauth1", census.oauth1},
          {"by_kind", kinds},
          {"custom_issuers", custom},
          {"wrong_tenant_rows", census.invisible_types}};
}

std::string plan_text(const Program& program, const apps::Plan& plan) {
  std::string text =
      fmt::format("plan for {} ({})\n", program.paint_out(Tone::strong, plan.database),
                  printable(plan.database_url));
  if (!plan.identity_database.empty()) {
    text += fmt::format("  clients in {} ({})\n",
                        program.paint_out(Tone::strong, printable(plan.identity_database)),
                        printable(plan.identity_database_url));
  }
  text += fmt::format("  convert {:>9} clients\n", with_thousands(plan.clients_to_convert));
  for (const apps::TargetSpec& spec : apps::targets()) {
    const std::int64_t count = plan.count(spec.target);
    if (count == 0) continue;
    text += fmt::format("  {} {:>9} {:<26} {}\n",
                        spec.target == apps::Target::missing_type ? "insert " : "update ",
                        with_thousands(count), count == 1 ? spec.noun : spec.nouns,
                        fmt::format("{}.{} = '{}'", spec.table, spec.column, spec.value));
  }
  text += left_lines(program, plan);
  text += fmt::format("  fingerprint {}\n", plan.fingerprint.substr(0, 16));
  return text;
}

Node::Object plan_node(const apps::Plan& plan) {
  Node::Object changes;
  for (const apps::TargetSpec& spec : apps::targets()) {
    changes.emplace_back(std::string(spec.name), plan.count(spec.target));
  }
  Node::List left;
  for (const apps::Left& item : plan.left) {
    left.push_back(Node::Object{{"kind", item.is_client ? "client" : "application"},
                                {"id", item.id},
                                {"reason", std::string(apps::to_string(item.reason))},
                                {"blocks", item.blocks}});
  }
  return {
      {"database", plan.database},
      {"url", plan.database_url},
      {"identity_database", plan.identity_database.empty() ? Node() : Node(plan.identity_database)},
      {"identity_url", plan.identity_database.empty() ? Node() : Node(plan.identity_database_url)},
      {"fingerprint", plan.fingerprint},
      {"clients_to_convert", plan.clients_to_convert},
      {"blocking_clients", plan.blocking()},
      {"rows", static_cast<std::int64_t>(plan.changes.size())},
      {"rows_by_target", changes},
      {"left", left},
      {"clients", census_node(plan.before)}};
}

std::string outcome_text(const apps::Outcome& outcome, std::string_view verb) {
  if (outcome.run == 0) return "nothing to change; nothing was written\n";
  std::string text =
      fmt::format("{} {} in run {}{}\n", verb, counted(outcome.done, "row"), outcome.run,
                  outcome.continued ? ", which had been cut off before" : "");
  if (outcome.drifted > 0) {
    text += fmt::format("left {} that had changed meanwhile:\n", counted(outcome.drifted, "row"));
    for (const apps::Drift& row : outcome.drift) {
      const apps::TargetSpec& spec = apps::spec_of(row.target);
      text +=
          row.target == apps::Target::missing_type
              ? fmt::format("  a token type of client {}\n", row.row)
              : fmt::format("  {}.{} where {} = {}\n", spec.table, spec.column, spec.id, row.row);
    }
    if (outcome.drifted > static_cast<std::int64_t>(outcome.drift.size())) text += "  …\n";
  }
  return text;
}

namespace {

Node chunks_node(const apps::ChunkTimes& chunks) {
  const auto ms = [&](double share) { return chunks.quantile(share).count() / 1000; };
  return Node::Object{{"count", chunks.count()},
                      {"median_ms", ms(0.5)},
                      {"p99_ms", ms(0.99)},
                      {"longest_ms", ms(1)}};
}

}  // namespace

Node::Object outcome_node(const apps::Outcome& outcome) {
  return {{"run", outcome.run == 0 ? Node() : Node(outcome.run)},
          {"rows", outcome.done},
          {"continued", outcome.continued},
          {"interrupted", outcome.interrupted},
          {"chunks", chunks_node(outcome.chunks)},
          {"drifted", outcome.drifted},
          {"drift", drift_list(outcome)}};
}

std::string outcome_in(std::string_view format, const apps::Outcome& outcome,
                       std::string_view verb) {
  if (format == "json") return report::to_json(outcome_node(outcome));
  if (format != "jsonl") return outcome_text(outcome, verb);
  report::Node::Object event = outcome_node(outcome);
  event.insert(event.begin(), {"event", outcome.interrupted ? "interrupted" : "done"});
  return report::to_json_line(event);
}

void require_complete(const apps::Outcome& outcome) {
  if (outcome.interrupted) {
    throw Error(ErrorKind::interrupted,
                fmt::format("stopped after {}; run {} is recorded up to here",
                            counted(outcome.done, "row"), outcome.run),
                "run the same command again: it continues where this stopped");
  }
  if (outcome.drifted > 0) {
    throw Error(ErrorKind::refused,
                fmt::format("{} had changed since the plan and {} left",
                            counted(outcome.drifted, "row"), outcome.drifted == 1 ? "was" : "were"),
                "make sure that the servers are stopped, then run the same command again");
  }
}

}  // namespace tokenshift::cli
