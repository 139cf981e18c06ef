// SPDX-License-Identifier: Apache-2.0
#include "revoking.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/uuid.hpp"
#include "tokenshift/issuer/client.hpp"
#include "tokenshift/jwt/recognise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

using jwt::Claim;
using revocation::CutOff;
using revocation::TokenEntry;
using revocation::Whose;
using std::chrono::seconds;

Time time_of_second(std::int64_t second) {
  return Time{seconds{std::clamp<std::int64_t>(second, 0, issuer::never_expires)}};
}

const Session* session_of(const OpenRevocations& store) {
  return store.session ? &*store.session : nullptr;
}

std::string tenant_or_super(const std::string& tenant) {
  return tenant.empty() ? "carbon.super" : tenant;
}

// Adds a token, where it belongs.
void add(Meant& meant, const TokenEntry& entry, const issuer::Origin& origin, bool refresh) {
  (refresh ? meant.unseen : meant.seen).tokens.push_back(entry);
  if (!refresh) meant.events.push_back({{.tokens = {entry}}, origin});
}

// Why a token cannot be revoked by a row of these tables.
void require_revocable(jwt::Kind kind, const std::string& name) {
  if (kind == jwt::Kind::access || kind == jwt::Kind::refresh) return;
  const std::string which = name.empty() ? "the token" : name;
  if (kind == jwt::Kind::opaque || kind == jwt::Kind::persisted_access) {
    throw Error(ErrorKind::refused,
                fmt::format("{} is {}: its state is a row of IDN_OAUTH2_ACCESS_TOKEN", which,
                            kind == jwt::Kind::opaque ? "opaque" : "one that was stored"),
                "revoke it at the server's /oauth2/revoke");
  }
  throw Error(ErrorKind::refused, which + " is neither an access nor a refresh token of API-M",
              "tokenshift token decode shows what it is");
}

struct Read {
  TokenEntry entry;
  std::string tenant;
  bool refresh = false;
};

Read read_token(const std::string& text, const std::string& name) {
  jwt::CompactToken token;
  const bool readable = token.read(text, false);
  const jwt::KnownClaims header(token.header());
  const jwt::KnownClaims claims(token.claims());
  const jwt::Recognition recognition = jwt::recognise(token, header, claims);
  const std::string prefix = name.empty() ? "" : name + ": ";
  const bool opaque = recognition.kind == jwt::Kind::opaque;
  if (!opaque && (!readable || !token.failures().empty())) {
    const auto& failures = token.failures();
    const std::string why =
        failures.empty() ? "unreadable" : std::string(jwt::id_of(failures.front().reason));
    throw Error(ErrorKind::input, fmt::format("{}a malformed token ({})", prefix, why),
                "tokenshift token decode shows what is wrong with it");
  }
  require_revocable(recognition.kind, name);
  const jwt::JsonValue* exp = claims[Claim::exp];
  const auto end = exp == nullptr ? std::nullopt : jwt::milliseconds_of(*exp);
  const std::string jti = claims.text(Claim::jti);
  const std::string azp = claims.text(Claim::azp);
  if (!end || jti.empty() || azp.empty()) {
    throw Error(ErrorKind::input, prefix + "jti, azp or exp is missing, by which it is revoked",
                "tokenshift token decode shows its claims");
  }
  const jwt::JsonValue* tenant = token.claims().find("app_td");
  const bool named = tenant != nullptr && tenant->type == jwt::JsonType::string;
  return {.entry = {.jti = jti, .client = azp, .expires = time_of_second(*end / 1000)},
          .tenant = named ? tenant->string().text() : std::string(),
          .refresh = recognition.kind == jwt::Kind::refresh};
}

Meant tokens_meant(Program& program, const RevokeOptions& options, Users& users) {
  std::vector<jwt::Pasted> tokens = read_tokens(program, options.input);
  if (tokens.empty()) {
    throw Error(ErrorKind::input, "no token is in the text",
                "give the token on standard input, or name it with --jti and --client");
  }
  Meant meant{.what = tokens.size() == 1 ? std::string("this token")
                                         : fmt::format("these {} tokens", tokens.size())};
  std::size_t expired = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Read read = read_token(tokens[i].token, name_of(tokens, i));
    const std::string tenant = tenant_or_super(read.tenant.empty() ? options.tenant : read.tenant);
    read.entry.tenant_id = users.tenant_id(tenant).value_or(-1);
    if (read.entry.expires <= program.now()) ++expired;
    add(meant, read.entry, {.tenant = tenant, .tenant_id = read.entry.tenant_id, .user = {}},
        read.refresh);
  }
  wipe(tokens);
  if (expired > 0) {
    meant.remarks.push_back(fmt::format("{} had expired already",
                                        counted(static_cast<std::int64_t>(expired), "token")));
  }
  if (!meant.unseen.tokens.empty() && meant.seen.tokens.empty()) {
    meant.remarks.emplace_back(
        "the access tokens that came with a refresh token stay valid, as at the server");
  }
  return meant;
}

// The client as its rows say, or as far as the options do.
issuer::Client client_of(const RevokeOptions& options, const Session* session) {
  if (session != nullptr) {
    return issuer::read_client(session->databases().identity(), session->catalog, options.client);
  }
  issuer::Client client{.key = options.client};
  client.tenant = tenant_or_super(options.tenant);
  return client;
}

// When a token of the client ends at the latest that was issued just now.
Time latest_end(const issuer::Settings& settings, const issuer::Client& client, Time now) {
  const std::array periods{
      issuer::access_validity(settings,
                              {.grant = issuer::Grant::client_credentials, .client = client}),
      issuer::access_validity(settings, {.grant = issuer::Grant::password, .client = client}),
      issuer::refresh_validity(settings, client)};
  const std::int64_t second = std::chrono::floor<seconds>(now).time_since_epoch().count();
  std::int64_t latest = 0;
  for (const seconds period : periods) latest = std::max(latest, issuer::expiry(second, period));
  return time_of_second(latest);
}

Meant jti_meant(const Program& program, const RevokeOptions& options,
                const OpenRevocations& store) {
  const issuer::Client client = client_of(options, session_of(store));
  Time end;
  if (options.expires.empty()) {
    end = latest_end(settings_for(store.deployment.get(), {}), client, program.now());
  } else if (const auto time = parse_time(options.expires)) {
    end = *time;
  } else {
    throw Error(ErrorKind::usage, "--expires: no time", "write it as 2026-04-23T10:18:00Z");
  }
  Meant meant{
      .what = fmt::format("token {} of client {}", to_lower(options.jti), printable(client.key))};
  add(meant,
      {.jti = to_lower(options.jti),
       .client = client.key,
       .expires = end,
       .tenant_id = client.tenant_id},
      {.tenant = client.tenant, .tenant_id = client.tenant_id, .user = {}}, false);
  return meant;
}

void add(Meant& meant, CutOff cut_off, const issuer::Origin& origin) {
  meant.events.push_back({{.cut_offs = {cut_off}}, origin});
  meant.seen.cut_offs.push_back(std::move(cut_off));
}

Meant client_meant(const Program& program, const RevokeOptions& options,
                   const OpenRevocations& store) {
  const issuer::Client client = client_of(options, session_of(store));
  Meant meant{.what = fmt::format("all tokens of client {}", printable(client.key))};
  add(meant,
      {.whose = Whose::client,
       .key = client.key,
       .organization = client.tenant,
       .at = program.now()},
      {.tenant = client.tenant, .tenant_id = client.tenant_id, .user = {}});
  return meant;
}

// The server writes a row for the user, and one for each client that the user owns (§5.2).
Meant user_meant(const Program& program, const RevokeOptions& options, const OpenRevocations& store,
                 Users& users) {
  const issuer::User user = users.chosen(tenant_or_super(options.tenant));
  const std::int64_t tenant_id = users.tenant_id(user.tenant).value_or(-1);
  const issuer::Origin origin{.tenant = user.tenant, .tenant_id = tenant_id, .user = {}};
  Meant meant{.what = fmt::format("all tokens of user {}", printable(user.id))};
  const auto cut_off = [&](Whose whose, const std::string& key) {
    return CutOff{.whose = whose, .key = key, .organization = user.tenant, .at = program.now()};
  };
  add(meant, cut_off(Whose::user, user.id), origin);
  const Session* session = session_of(store);
  if (session == nullptr || user.name.empty()) {
    meant.remarks.emplace_back(
        "client_credentials tokens of the user's own clients are not revoked: nothing tells which "
        "they are");
    return meant;
  }
  for (const std::string& key :
       issuer::clients_of(session->databases().identity(), user.name, tenant_id)) {
    add(meant, cut_off(Whose::users_client, key), origin);
  }
  meant.what = fmt::format(
      "all tokens of user {}@{} and of {}", printable(user.name), printable(user.tenant),
      counted(static_cast<std::int64_t>(meant.events.size()) - 1, "client that is the user's own",
              "clients that are the user's own"));
  return meant;
}

}  // namespace

void require_one_thing(const RevokeOptions& options) {
  const bool token = !options.input.arguments.empty() || !options.input.file.empty();
  const int things =
      (token ? 1 : 0) + (options.client.empty() ? 0 : 1) + (options.user.given() ? 1 : 0);
  if (things > 1) {
    throw Error(ErrorKind::usage, "more than one thing is named: a token, a client or a user",
                "revoke one after the other");
  }
  if (!options.jti.empty() && options.client.empty()) {
    throw Error(ErrorKind::usage, "--jti needs the client, too: the server compares both",
                "name it with --client KEY");
  }
  if (!options.jti.empty() && !is_uuid(options.jti)) {
    throw Error(ErrorKind::usage, "--jti wants the jti of a token, a UUID, and this is none",
                "a whole token goes to standard input");
  }
  if (!options.expires.empty() && options.jti.empty()) {
    throw Error(ErrorKind::usage, "--expires belongs to --jti", "leave it out");
  }
}

Meant what_is_meant(Program& program, const RevokeOptions& options, const OpenRevocations& store) {
  Users users(program, options.user, session_of(store));
  if (options.user.given()) return user_meant(program, options, store, users);
  if (options.client.empty()) return tokens_meant(program, options, users);
  require_client_key(options.client);
  if (!options.jti.empty()) return jti_meant(program, options, store);
  return client_meant(program, options, store);
}

}  // namespace tokenshift::cli
