// SPDX-License-Identifier: Apache-2.0
// The silent traps of deployment.toml. Facts: reference deployment-toml.md §0, §2 and §3.
#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/text.hpp"

#include "known_names.hpp"
#include "sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::config {
namespace {

using toml::Kind;
using toml::Name;
using toml::Shape;

constexpr std::string_view token_types = "oauth.extensions.token_types";
constexpr std::string_view persistence = "oauth.token_persistence.enable";

bool is_value(const Name& name) { return name.shape == Shape::value; }
bool is_string(const Name& name) { return is_value(name) && name.kind == Kind::string; }

bool is_placeholder(std::string_view content) {
  return content.starts_with("$env{") || content.starts_with("$sys{") ||
         content.starts_with("$ref{") || content.starts_with("$secret{");
}

// The name as it is to be written without quotes.
std::string in_brackets(std::string_view flat) { return fmt::format("[{}]", flat); }

void quoted_dots(const Name& name, Sheet& sheet) {
  if (name.shape == Shape::element || name.path.empty()) return;
  if (name.path.back().find('.') == std::string_view::npos) return;
  const std::string meant = fmt::format("{}", fmt::join(name.path, "."));
  const bool table = name.shape == Shape::table || name.shape == Shape::array_of_tables;
  const bool looks_like_table = table && is_root_table(meant.substr(0, meant.find('.')));
  if (!known_spelling(meant) && !looks_like_table) return;
  const std::string shown = printable(meant);
  sheet.mark(name.position,
             fmt::format("the quotes make one name of \"{}\"; the server ignores it",
                         printable(name.path.back())),
             table ? "write it without quotes: " + in_brackets(shown)
                   : "write it without quotes: " + shown);
}

void single_brackets(const Name& name, Sheet& sheet) {
  if (name.shape != Shape::table || !is_array_of_tables(name.flat)) return;
  sheet.mark(name.position,
             fmt::format("{} is one table here, but the server reads a list of tables", name.flat),
             fmt::format("write [[{}]], once for each entry", name.flat));
}

void letter_case(const Name& name, Sheet& sheet) {
  if (name.shape == Shape::element || name.path.empty()) return;
  const auto known = known_spelling(name.flat);
  if (!known || *known == name.flat) return;
  const std::size_t own = name.path.back().size();
  const std::string_view wanted = known->substr(known->size() - own);
  if (wanted == name.path.back()) return;  // said of the table already
  sheet.mark(name.position,
             fmt::format("{} is another name than {} to the server, which ignores it",
                         printable(name.path.back()), wanted),
             fmt::format("write {}", wanted));
}

void token_type_case(const Name& name, Sheet& sheet) {
  if (!is_string(name) || name.flat != "oauth.extensions.token_types.name") return;
  const std::string content = name.content();
  for (const std::string_view built_in : {"JWT", "Default"}) {
    const bool meant = to_lower(trimmed(content)) == to_lower(built_in);
    if (!meant || content == built_in) continue;
    sheet.mark(name.begin,
               fmt::format("the token type \"{}\" is a new one; {} keeps its built-in issuer",
                           printable(content), built_in),
               fmt::format("write \"{}\"", built_in));
  }
}

// Gathers the entries for the rules below, which judge them when all are known.
void token_type_twice(const Name& name, Sheet& sheet) {
  if (!name.flat.starts_with(token_types)) return;
  if (name.shape == Shape::element && name.flat == token_types) {
    sheet.token_types.push_back({.place = name.position});
    return;
  }
  if (!is_value(name) || !name.in_array || sheet.token_types.empty()) return;
  TokenType& entry = sheet.token_types.back();
  if (name.flat.substr(token_types.size()) == ".issuer") entry.issuer = name.content();
  if (name.flat.substr(token_types.size()) != ".name") return;
  entry.name = name.content();
  const auto [before, is_new] = sheet.token_type_places.try_emplace(*entry.name, entry.place);
  if (is_new) return;
  sheet.mark(name.begin,
             fmt::format("the token type {} is in {} already; the last entry wins",
                         printable(*entry.name), sheet.line(before->second)),
             "keep one of them");
  before->second = entry.place;
}

void token_type_incomplete(Sheet& sheet) {
  for (const TokenType& entry : sheet.token_types) {
    if (entry.name && entry.issuer) continue;
    sheet.mark(
        entry.place, fmt::format("a token type without {}", entry.name ? "an issuer" : "a name"),
        entry.name ? "add issuer = \"the class that issues the tokens\"" : "add name = \"JWT\"");
  }
}

void identity_server_keys(const Name& name, Sheet& sheet) {
  constexpr std::string_view table = "oauth.token_persistence.";
  constexpr std::array<std::string_view, 3> keys{"persist_access_token", "persist_refresh_token",
                                                 "retain_revoked_access_token"};
  if (!is_value(name) || !name.flat.starts_with(table)) return;
  if (std::ranges::find(keys, name.flat.substr(table.size())) == keys.end()) return;
  sheet.mark(name.position,
             fmt::format("{} is a key of WSO2 Identity Server; API-M ignores it", name.path.back()),
             "API-M reads enable only: enable = false stops storing tokens");
}

void no_boolean(const Name& name, Sheet& sheet) {
  if (!is_value(name) || name.in_array || name.kind == Kind::boolean) return;
  if (!is_switch(name.flat)) return;
  const std::string content = name.content();
  if (content.empty() || is_placeholder(content)) return;
  if (apim::is_java_true(content) || to_lower(content) == "false") return;
  const std::string_view effect =
      name.flat == persistence ? ", which switches the optimization on" : "";
  sheet.mark(name.begin,
             fmt::format("the server reads this value of {} as false{}", name.flat, effect),
             "write true or false");
}

void empty_value(const Name& name, Sheet& sheet) {
  if (!is_value(name)) return;
  const bool empty_text =
      name.kind == Kind::string && name.literal.size() <= 6 && trimmed(name.content()).empty();
  const bool empty_list = name.kind == Kind::array && is_array_of_tables(name.flat) &&
                          name.literal.find_first_not_of("[] \t\r\n,") == std::string_view::npos;
  if (!empty_text && !empty_list) return;
  if (const auto known = known_spelling(name.flat); !known || *known != name.flat) return;
  sheet.mark(name.begin,
             empty_list
                 ? fmt::format("an empty {} replaces what the server has built in", name.flat)
                 : fmt::format("{} is empty; how the server reads that is not defined", name.flat),
             "write a value, or remove the line to get the default");
}

void plain_secret(const Name& name, Sheet& sheet) {
  if (!is_string(name) || name.path.front() != "secrets" || name.path.size() < 2) return;
  const std::string content = name.content();
  if (!content.starts_with('[') || !content.ends_with(']')) return;
  sheet.mark(name.begin,
             fmt::format("the secret {} is plain text; the server does not start with it",
                         printable(name.path.back())),
             "encrypt it: start the server once with -DencryptSecrets, or run bin/ciphertool.sh");
}

void encryption_and_hashing(const Name& name, Sheet& sheet) {
  if (!is_value(name) || name.in_array) return;
  const bool encryption = name.flat == "apim.oauth_config.enable_token_encryption";
  const bool hashing = name.flat == "apim.oauth_config.enable_token_hashing";
  if ((!encryption && !hashing) || !apim::is_java_true(name.content())) return;
  (encryption ? sheet.token_encryption : sheet.token_hashing) = name.begin;
  if (!sheet.token_encryption || !sheet.token_hashing) return;
  const std::size_t first = std::min(*sheet.token_encryption, *sheet.token_hashing);
  sheet.mark(std::max(*sheet.token_encryption, *sheet.token_hashing),
             fmt::format("tokens cannot be both encrypted and hashed ({} asks for the other); "
                         "which of the two wins is chance",
                         sheet.line(first)),
             "set one of the two to false");
}

void reference_in_array(const Name& name, Sheet& sheet) {
  if (!is_value(name) || !name.in_array) return;
  if (name.kind != Kind::string && name.kind != Kind::array) return;
  const std::size_t at = name.literal.find("$ref{");
  if (at == std::string_view::npos) return;
  sheet.mark(name.begin + at,
             "$ref{} is not resolved inside an array of tables; it stays as it is written",
             "write the value itself, or $env{NAME}");
}

void empty_braces(const Name& name, Sheet& sheet) {
  if (name.shape != Shape::table || name.literal.empty()) return;
  if (name.literal.find_first_not_of("{} \t") != std::string_view::npos) return;
  sheet.mark(name.begin,
             fmt::format("the empty {{}} of {} sets nothing: defaults stay", printable(name.flat)),
             "write the keys that are meant, or remove the line");
}

void nothing_set(const Name& name, Sheet& sheet) {
  if (is_value(name)) ++sheet.values;
}

void conclude_nothing_set(Sheet& sheet) {
  if (sheet.values > 0) return;
  sheet.mark(0, "the file sets nothing; the server would start with defaults alone",
             "check that the file was not cut off or replaced");
}

void invalid_utf8(Sheet& sheet) {
  const toml::InvalidUtf8 invalid = toml::invalid_utf8(sheet.text());
  if (invalid.count == 0) return;
  const auto others = static_cast<std::int64_t>(invalid.count - 1);
  const std::string more = others == 0 ? "" : fmt::format(", and {} more", with_thousands(others));
  sheet.mark(invalid.first,
             fmt::format("invalid UTF-8 (byte offset {}{}); the server reads U+FFFD there",
                         invalid.first, more),
             "save the file as UTF-8");
}

// The feature, where the file itself switches it on.
struct Companion {
  std::string_view key;
  bool wrong;
  std::string_view says;
};
constexpr auto companions = std::to_array<Companion>({
    {"apim.access_token_binding.enable", true, "token binding does not work with it"},
    {"oauth.jwt.renew_token_without_revoking_existing.enable", true,
     "nothing is revoked on renewal then, and token binding, which this uses, does not work"},
    {"oauth.token_renewal.renew_access_token_per_request", true, "it has no effect then"},
    {"oauth.token_renewal.renew_refresh_token", false,
     "refresh tokens that were used stay valid until they expire then"},
});

void beside_optimization(const Name& name, Sheet& sheet) {
  if (!is_value(name) || name.in_array) return;
  if (name.flat == persistence) {
    const std::string content = name.content();
    const bool off = !content.empty() && !is_placeholder(content) && !apim::is_java_true(content);
    if (off) sheet.persistence_off = name.begin;
    return;
  }
  for (const Companion& row : companions) {
    if (row.key != name.flat || is_placeholder(name.content())) continue;
    if (apim::is_java_true(name.content()) != row.wrong) continue;
    sheet.beside_optimization.push_back(
        {.place = name.begin,
         .message =
             fmt::format("{} = {} beside the optimization: {}", row.key, row.wrong, row.says),
         .hint = fmt::format("set it to {}, or remove it", !row.wrong)});
  }
}

void conclude_beside_optimization(Sheet& sheet) {
  if (!sheet.persistence_off) return;
  for (const Mark& mark : sheet.beside_optimization) {
    sheet.mark(mark.place, mark.message, mark.hint);
  }
}

void issuer_missing(Sheet& sheet) {
  if (!sheet.persistence_off) return;
  const auto jwt = std::find_if(sheet.token_types.rbegin(), sheet.token_types.rend(),
                                [](const TokenType& entry) { return entry.name == "JWT"; });
  const bool listed = jwt != sheet.token_types.rend();
  if (listed && jwt->issuer != apim::plain_jwt_issuer) return;
  sheet.mark(
      listed ? jwt->place : *sheet.persistence_off,
      "tokens are not stored, but JWT has no issuer that can do without: every refresh "
      "fails",
      fmt::format("run tokenshift config enable; it sets the issuer {}", apim::extended_issuer));
}

constexpr Severity warning = Severity::warning;
constexpr Severity note = Severity::note;

constexpr auto rules = std::to_array<LintRule>({
    {"quoted-dots", warning, "a name in quotes that would mean something without them",
     "dots inside quotes do not separate, so it is another name", quoted_dots, nullptr},
    {"single-brackets", warning, "[name] where the server reads a list of tables",
     "the one table is no list, so the server takes what it has built in", single_brackets,
     nullptr},
    {"letter-case", warning, "a known name in other letter case",
     "names are compared exactly; unknown ones are ignored", letter_case, nullptr},
    {"token-type-case", warning, "a built-in token type in other letter case, or with spaces",
     "names of token types are compared exactly; another spelling is another type", token_type_case,
     nullptr},
    {"token-type-twice", warning, "two entries for one token type",
     "the server keeps the last one only", token_type_twice, nullptr},
    {"token-type-incomplete", warning, "a token type without name or issuer",
     "the type is registered with nothing that could issue it", nullptr, token_type_incomplete},
    {"identity-server-key", warning, "a key of Identity Server below oauth.token_persistence",
     "API-M up to 4.7 does not read it", identity_server_keys, nullptr},
    {"no-boolean", warning, "a value that is neither true nor false for a switch",
     "Java takes everything but true for false", no_boolean, nullptr},
    {"empty-value", warning, "an empty value of a known key",
     "an empty text is no default, and an empty list replaces the built-in one", empty_value,
     nullptr},
    {"plain-secret", warning, "a secret that is not encrypted yet",
     "the server refuses plain text in [secrets]", plain_secret, nullptr},
    {"encryption-and-hashing", warning, "tokens both encrypted and hashed",
     "both set the same inner key, and the order is not defined", encryption_and_hashing, nullptr},
    {"reference-in-array", warning, "$ref{} inside an array of tables",
     "the server resolves references outside of such arrays only", reference_in_array, nullptr},
    {"invalid-utf8", warning, "bytes that are no UTF-8", "the server replaces them by U+FFFD",
     nullptr, invalid_utf8},
    {"issuer-missing", warning, "optimization on, and no issuer for JWT that supports it",
     "the built-in issuer makes refresh tokens that are only good when stored", nullptr,
     issuer_missing},
    {"beside-optimization", warning, "a setting that does not go with the optimization",
     "it relies on stored tokens", beside_optimization, conclude_beside_optimization},
    {"nothing-set", warning, "a file without any setting",
     "an empty file is read without a word, and every setting has its default", nothing_set,
     conclude_nothing_set},
    {"empty-braces", note, "an empty {}", "an empty table adds nothing, and resets nothing",
     empty_braces, nullptr},
});

}  // namespace

std::span<const LintRule> lint_rules() { return rules; }

}  // namespace tokenshift::config
