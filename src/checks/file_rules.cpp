// SPDX-License-Identifier: Apache-2.0
// What is wrong with the text of a deployment.toml: TS0xx about our own comments, TS1xx about what
// the server does not read as it was meant. Facts: reference deployment-toml.md §0, §2 and §3.
#include "tokenshift/base/text.hpp"

#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::checks {
namespace {

void malformed_comment(const Subject& subject, const Rule& rule, Sheet& sheet) {
  for (const Suppression& one : subject.now.suppressions) {
    if (one.problem.empty()) continue;
    sheet.add(rule, one.location, "comment",
              fmt::format("this comment ignores nothing: {}", one.problem));
  }
}

void expired_comment(const Subject& subject, const Rule& rule, Sheet& sheet) {
  for (const Suppression& one : subject.now.suppressions) {
    if (!one.problem.empty() || subject.time < one.until) continue;
    sheet.add(rule, one.location, fmt::format("{}", fmt::join(one.ids, ",")),
              fmt::format("this comment counted until {}; what it ignored counts again", one.day));
  }
}

// Numbers change when lines move; what is wrong does not.
std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

void take_over(const Finding& finding, const Rule& rule, Sheet& sheet) {
  sheet.add(rule, finding.location, without_digits(finding.message), finding.message, finding.hint);
}

void from_lint(const Subject& subject, const Rule& rule, Sheet& sheet) {
  for (const Finding& finding : subject.now.linted.findings) {
    if (finding.id == rule.relays) take_over(finding, rule, sheet);
  }
}

// Errors that have no rule of their own.
void unreadable(const Subject& subject, const Rule& rule, Sheet& sheet) {
  for (const Finding& finding : subject.now.linted.findings) {
    const bool own = finding.id == "table-order" || finding.id == "embedded";
    if (finding.severity == Severity::error && !own) take_over(finding, rule, sheet);
  }
}

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;
constexpr std::string_view mapper = "WSO2 config-mapper with cava-toml 0.5.0";

// A row whose findings config lint makes.
constexpr Rule relayed(std::string_view id, Severity severity, std::string_view lint_rule,
                       std::string_view title, std::string_view why, std::string_view action,
                       std::string_view reference = mapper) {
  return {.id = id,
          .severity = severity,
          .title = title,
          .why = why,
          .action = action,
          .reference = reference,
          .check = from_lint,
          .relays = lint_rule};
}

constexpr auto rows = std::to_array<Rule>({
    {.id = "TS001",
     .severity = warning,
     .title = "a comment for tokenshift that ignores nothing",
     .why = "without a known rule, a reason and a last day it does not count, and what cannot be "
            "taken back is never ignored",
     .action = "write # tokenshift: ignore TS214 until=2027-01-31 reason=\"why\"",
     .reference = "tokenshift guard check --help",
     .check = malformed_comment},
    {.id = "TS002",
     .severity = warning,
     .title = "a comment for tokenshift whose last day is over",
     .why = "what it ignored counts again",
     .action = "repair what it was about, or give it a new day and reason",
     .reference = "tokenshift guard check --help",
     .check = expired_comment},
    {.id = "TS101",
     .severity = error,
     .title = "a file that the server cannot read",
     .why = "the server does not start with it",
     .action = "repair the file at this place",
     .reference = mapper,
     .check = unreadable},
    relayed("TS102", error, "table-order", "a table after its own sub-table",
            "it is legal TOML, but the server's parser runs out of stack and the server does not "
            "start",
            "move the table before its sub-tables", "product-is#13485, product-apim#9040"),
    relayed("TS103", error, "embedded", "a template or manifest in place of a deployment.toml",
            "it holds one or makes one, but is none", "check what is rendered from it"),
    relayed("TS104", warning, "quoted-dots", "a name in quotes that means something without them",
            "dots inside quotes do not separate, so the server ignores the setting",
            "write the name without quotes"),
    relayed("TS105", warning, "single-brackets", "[name] where the server reads a list of tables",
            "one table is no list, so the server takes what it has built in",
            "write it with double brackets"),
    relayed("TS106", warning, "letter-case", "a known name in other letter case",
            "names are compared exactly, and unknown ones are ignored",
            "write the name as the server knows it"),
    relayed("TS107", warning, "token-type-case",
            "a built-in token type in other letter case, or with spaces",
            "it is a new type, and the built-in one keeps its issuer", "write JWT or Default",
            "OAuthServerConfiguration"),
    relayed("TS108", warning, "token-type-twice", "two entries for one token type",
            "the server keeps the last one only", "keep one of them", "OAuthServerConfiguration"),
    relayed("TS109", warning, "token-type-incomplete", "a token type without name or issuer",
            "it is registered with nothing that could issue it", "give it both",
            "OAuthServerConfiguration"),
    relayed("TS110", warning, "identity-server-key",
            "a key of Identity Server below oauth.token_persistence", "API-M up to 4.7 ignores it",
            "set oauth.token_persistence.enable", "product-is#27077"),
    relayed("TS111", warning, "no-boolean", "a switch that is neither true nor false",
            "the server takes everything but true for false, which switches the optimization on",
            "write true or false", "Boolean.parseBoolean"),
    relayed("TS112", warning, "empty-value", "an empty value of a known key",
            "an empty text is no default, and an empty list replaces the built-in one",
            "write a value, or remove the line"),
    relayed("TS113", warning, "plain-secret", "a secret that is not encrypted yet",
            "the server refuses plain text in [secrets]", "encrypt it with bin/ciphertool.sh"),
    relayed("TS114", warning, "encryption-and-hashing", "tokens both encrypted and hashed",
            "both set the same inner key, and which of them wins is chance",
            "set one of the two to false", "infer.json of API-M"),
    relayed("TS115", warning, "reference-in-array", "$ref{} inside an array of tables",
            "the server leaves it as it is written", "write the value itself, or $env{NAME}"),
    relayed("TS116", warning, "invalid-utf8", "bytes that are no UTF-8", "the server replaces them",
            "save the file as UTF-8"),
    relayed("TS117", warning, "nothing-set", "a file without any setting",
            "the server starts with defaults alone, as when the file was cut off or replaced",
            "check where the settings went"),
    relayed("TS118", note, "empty-braces", "an empty {}",
            "an empty table adds nothing, and resets nothing",
            "write the keys that are meant, or remove it"),
});

}  // namespace

std::span<const Rule> file_rules() { return rows; }

}  // namespace tokenshift::checks
