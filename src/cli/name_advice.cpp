// SPDX-License-Identifier: Apache-2.0
#include "name_advice.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

constexpr auto names = std::to_array<NameAdvice>({
    {"ambiguous-choice", "several tables of an array fit the field that chooses one",
     "remove the others; the server takes the last one", "config set, unset"},
    {"bad-date", "a date or time that there is not", "correct it, or put it in quotes",
     "config lint"},
    {"bad-escape", "a backslash that the server does not know", "double it, or use single quotes",
     "config lint"},
    {"bad-number", "a number that the server cannot read", "correct it, or put it in quotes",
     "config lint"},
    {"byte-order-mark", "the file begins with a byte order mark, at which the server stops",
     "save the file as UTF-8 without BOM", "config lint"},
    {"certificate-time", "the certificate of the key is not valid now",
     "renew it: the server does not look at it when it verifies tokens, but others may",
     "keystore list"},
    {"clients-beside", "the database of --db has clients of its own, which nobody reads",
     "check what [identity] data_source of deployment.toml names", "all that read clients"},
    {"clients-stay-opaque", "on 4.7 clients that are not JWT go on as before, with stored tokens",
     "convert them when they are to gain: tokenshift migrate", "config enable"},
    {"clients-unknown", "on 4.7 it depends on the clients which keys are needed",
     "name the database: --db, or --home", "config diff, enable"},
    {"custom-issuer", "a class of your own issues JWTs, and nobody has looked at its source",
     "see that it extends the server's ExtendedJWTTokenIssuer: with another every refresh fails",
     "config enable, migrate"},
    {"custom-token-type", "deployment.toml defines a token type besides Default and JWT",
     "convert its clients with --convert-custom NAME, or leave them with --accept-custom NAME",
     "migrate"},
    {"database-not-asked", "the database that is named could not be asked",
     "put right what the message says; all that was asked of files counts all the same", "doctor"},
    {"database-not-read", "the diff was made without the clients",
     "put right what the message says; it matters on 4.7 alone", "config diff"},
    {"duplicate", "a name that is there already, at which the server stops",
     "keep one of the two, with the keys of both", "config lint"},
    {"duplicate-jwt", "two entries of [[oauth.extensions.token_types]] are named JWT",
     "remove the first: the server takes the last one", "config enable, migrate"},
    {"embedded", "the file holds a deployment.toml or makes one, but is none",
     "change the values or the template, and check what is rendered", "config lint"},
    {"empty-header", "a [table] without a name", "name it, or remove the line", "config lint"},
    {"key-manager-is", "Identity Server is the resident key manager",
     "stay as you are, or name its database with --identity-db URL --force-is-km",
     "all that read clients"},
    {"mixed-array", "an array with values of several types, at which the server stops",
     "write all of one type, such as text", "config lint"},
    {"no-effect-here", "a node that issues no tokens, so the keys do nothing there",
     "name the nodes that answer /oauth2/token; if this is one: --issues-tokens",
     "config diff, enable"},
    {"no-such-unit", "systemd does not know the service",
     "check the name: systemctl list-unit-files", "guard install"},
    {"no-way-back", "a sign that a server has run with the optimization on",
     "go forward; to undo all the same: --accept-irreversible TICKET", "apps undo"},
    {"nodes-disagree", "nodes that issue tokens differ in a key that has to be the same",
     "make them alike, then look again: tokenshift config show NODE NODE", "config show, enable"},
    {"optimization-changes", "the key that was set changes whether the optimization is on",
     "use tokenshift config enable to switch it on; never switch it off again",
     "config set, unset"},
    {"other-deployment", "a setting that is left out: a stronger place names another deployment",
     "nothing, when that is meant; else name all of the deployment in one place", "settings"},
    {"password-in-variable", "a variable TOKENSHIFT_… holds a password, and no command takes it",
     "put the password into a file, and say TOKENSHIFT_PASSWORD_FILE=FILE", "settings"},
    {"quote-in-key", "a name with a quote in it, at which the server stops", "use another name",
     "config lint"},
    {"rest-not-read", "reading ended at an error whose meaning is not clear",
     "repair it, then check the file again", "config lint"},
    {"servers-running", "a sign that a server of this deployment runs",
     "make sure that every node is stopped: they keep clients in memory",
     "migrate, apps apply, apps undo"},
    {"shared-braces", "a table in braces that is continued elsewhere",
     "write all keys inside the braces, or a [table] instead", "config lint"},
    {"shipped-key", "the key pair that ships with API-M, whose private key everybody has",
     "give the deployment a key of its own before it serves others", "keystore list, token …"},
    {"sign-of-no-return",
     "the rows that a revocation writes make an undo one past the point of "
     "no return",
     "undo first if that is still wanted", "token revoke"},
    {"still-opaque", "the server would give this client an opaque token as yet",
     "convert it: tokenshift apps apply", "token issue"},
    {"syntax", "text that the server cannot read", "the hint says what to write there",
     "config lint"},
    {"table-order", "a table behind its own sub-table: TOML allows it, the server stops",
     "move it with its keys above the first of its sub-tables", "config lint"},
    {"type-changes", "the new value has another type than the old one",
     "say --string when it was text and should stay text", "config set"},
    {"type-clash", "one name is used for two kinds of things",
     "rename one of the two, or remove it", "config lint"},
    {"unknown-variable", "a variable TOKENSHIFT_… that is no setting and does nothing",
     "unset it, or correct its name: tokenshift settings lists them", "settings"},
});

struct Advice {
  std::string_view id;
  std::string_view next;
};

constexpr std::string_view take_whole = "take the whole token, from its source, as one line";
constexpr std::string_view not_of_server =
    "no server of API-M makes such a token: treat it as an attack, or as one of another system";
constexpr std::string_view look_at_issuer = "see which server issued it: tokenshift token decode";

constexpr auto reasons = std::to_array<Advice>({
    {"opaque", "ask the server's /oauth2/introspect, or get a new token once its client is JWT"},
    {"encrypted", "its receiver alone can read it; API-M issues none"},
    {"json-serialization", "get it in the compact form: three parts with dots"},
    {"too-large", take_whole},
    {"wrong-parts", take_whole},
    {"bad-base64url", take_whole},
    {"bad-json", take_whole},
    {"bad-utf8", take_whole},
    {"too-deep", not_of_server},
    {"too-many-values", not_of_server},
    {"not-an-object", not_of_server},
    {"duplicate-member", not_of_server},
    {"alg-missing", not_of_server},
    {"alg-none", not_of_server},
    {"alg-unknown", look_at_issuer},
    {"alg-hmac-with-public-key", not_of_server},
    {"alg-not-for-key", "name the key of the issuer: --key or --home"},
    {"alg-not-for-server", "let the issuer sign with RS256"},
    {"crit", not_of_server},
    {"compressed", not_of_server},
    {"no-key", "name it: --key FILE, or --home DIR"},
    {"key-not-found",
     "the key may have been changed since: tokenshift token jwks shows those of "
     "the deployment; name another with --key"},
    {"key-too-weak", "use an RSA key of 2048 bits or more, or a curve that is known"},
    {"bad-signature",
     "the token was altered or is of another deployment; see its iss and kid: "
     "tokenshift token decode"},
    {"wrong-kind", "give an access or a refresh token, not an id token or a backend JWT"},
    {"claim-missing", look_at_issuer},
    {"claim-type", look_at_issuer},
    {"wrong-issuer", "name the issuer that is meant: --issuer URL"},
    {"wrong-audience", "name the audience that is meant, or leave out --audience"},
    {"expired",
     "get a new token; if it should be good, compare the clocks; for another moment: --at"},
    {"not-yet-valid", "compare the clocks of issuer and verifier; for another moment: --at"},
    {"wrong-token-type", "give the refresh token of the response, not the access token"},
    {"wrong-typ", "4.7 does not take refresh tokens of 4.3 to 4.6: log in anew; or name --profile"},
    {"migrated", "ask the server: its row tells whether it is good"},
    {"revoked-token", "get a new token: log in anew"},
    {"revoked-client", "get a new token; this one was issued before the moment of the revocation"},
    {"revoked-user", "log in anew; this one was issued before the moment of the revocation"},
});

}  // namespace

std::span<const NameAdvice> name_advice() { return names; }

std::string_view reason_advice(std::string_view id) {
  const auto* const row = std::ranges::find(reasons, id, &Advice::id);
  return row == reasons.end() ? std::string_view() : row->next;
}

}  // namespace tokenshift::cli
