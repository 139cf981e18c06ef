// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

namespace tokenshift::revocation {
namespace {

constexpr Tables key_manager_tables{
    .tokens = {"IDN_INVALID_TOKENS", "TOKEN_IDENTIFIER", "CONSUMER_KEY"},
    .clients = {"IDN_APP_REVOKED_EVENT", "CONSUMER_KEY", false, true},
    .subjects = {"IDN_SUBJECT_ENTITY_REVOKED_EVENT", "ENTITY_ID", true, true}};

constexpr Tables gateway_tables{
    .tokens = {"AM_REVOKED_JWT", "SIGNATURE", ""},
    .clients = {"AM_APP_REVOKED_EVENT", "CONSUMER_KEY", false, false},
    .subjects = {"AM_SUBJECT_ENTITY_REVOKED_EVENT", "ENTITY_ID", true, false}};

}  // namespace

const Tables& tables_of(View view) {
  return view == View::key_manager ? key_manager_tables : gateway_tables;
}

std::string_view entity_type(Whose whose) {
  switch (whose) {
    case Whose::user:
      return "USER_ID";
    case Whose::users_client:
      return "CLIENT_ID";
    case Whose::client:
      break;
  }
  return "";
}

const CutOffTable& table_of(const Tables& tables, Whose whose) {
  return whose == Whose::client ? tables.clients : tables.subjects;
}

void require(db::Connection& database, const Tables& tables) {
  for (const std::string_view name :
       {tables.tokens.name, tables.clients.name, tables.subjects.name}) {
    if (!database.columns(name).empty()) continue;
    throw Error(ErrorKind::input, fmt::format("{}: no table {}", printable(database.url()), name),
                "name the apim_db of API-M 4.3 or later, or a store that tokenshift made");
  }
}

}  // namespace tokenshift::revocation
