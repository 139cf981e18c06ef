// SPDX-License-Identifier: Apache-2.0
#include "claims.hpp"

#include <algorithm>

namespace tokenshift::issuer {
namespace {

Member text(std::string name, std::string_view value) {
  return {std::move(name), jwt::quoted(value)};
}
Member number(std::string name, std::int64_t value) {
  return {std::move(name), std::to_string(value)};
}
Member truth(std::string name, bool value) { return {std::move(name), value ? "true" : "false"}; }

std::string written(std::vector<Member> members) {
  jwt::ObjectWriter writer;
  for (const Member& member : in_server_order(std::move(members))) {
    writer.add_json(member.name, member.json);
  }
  return writer.json();
}

// The client's key first; a scope named `aud` puts the scopes in the place of all of it.
Member audience(const Common& common) {
  const Request& request = common.request;
  std::vector<std::string> all{request.client.key};
  for (const auto* more :
       {&request.client.audiences, &request.audiences, &common.settings.audiences}) {
    for (const std::string& each : *more) {
      if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    }
  }
  if (std::ranges::find(request.scopes, "aud") != request.scopes.end()) all = request.scopes;
  if (all.size() == 1) return text("aud", all.front());
  std::string json = "[";
  for (const std::string& each : all) json += (json.size() > 1 ? "," : "") + jwt::quoted(each);
  return {"aud", json + "]"};
}

bool is_consented(const Request& request) {
  return request.consented.value_or(request.grant == Grant::authorization_code);
}

// 4.3 to 4.6 say yes or no, 4.7 says yes or nothing.
void add_flag(std::vector<Member>& members, const Common& common, const char* name, bool value) {
  if (value || common.settings.profile == Profile::p43) members.push_back(truth(name, value));
}

// What both tokens begin with; the order matters only among names of one bucket.
std::vector<Member> common_claims(const Common& common, const Facts& facts,
                                  std::string_view subject) {
  const Request& request = common.request;
  return {text("sub", subject),
          text("iss", common.settings.issuer_of(request.client.tenant)),
          text("azp", request.client.key),
          text("usid", common.usid),
          number("iat", facts.issued),
          number("exp", facts.expires),
          text("jti", facts.jti),
          text("client_id", request.client.key)};
}

std::string entity_id(const Request& request) {
  return is_application(request.grant) ? request.client.key : request.user.id;
}

void add_realm(std::vector<Member>& members, const Common& common) {
  if (common.settings.sign_with_client_tenant) return;
  jwt::ObjectWriter realm;
  realm.add("signing_tenant", common.request.user.tenant);
  members.push_back({"realm", realm.json()});
}

}  // namespace

bool is_application(Grant grant) { return grant == Grant::client_credentials; }

std::string access_claims(const Common& common, const Facts& facts) {
  const Request& request = common.request;
  const bool by_name = common.settings.user_name_as_sub && !request.user.name.empty();
  const std::string subject = request.subject.value_or(request.user.id);
  auto members = common_claims(common, facts, by_name ? request.user.name : subject);
  members.push_back(
      text("aut", is_application(request.grant) ? "APPLICATION" : "APPLICATION_USER"));
  members.push_back(audience(common));
  members.push_back(number("nbf", facts.issued));
  if (!common.scope.empty()) members.push_back(text("scope", common.scope));
  members.push_back(text("entity_id", entity_id(request)));
  add_flag(members, common, "is_consented", is_consented(request));
  if (common.settings.tenant_domains) {
    members.push_back(text("app_td", request.client.tenant));
    members.push_back(text("user_td", request.user.tenant));
  }
  add_flag(members, common, "is_federated", request.federated);
  add_realm(members, common);
  for (const Member& custom : request.custom) members.push_back(custom);
  return written(std::move(members));
}

std::string refresh_claims(const Common& common, const Facts& facts) {
  const Request& request = common.request;
  const bool p43 = common.settings.profile == Profile::p43;
  auto members = common_claims(common, facts, request.subject.value_or(request.user.id));
  if (!common.scope.empty()) {  // before usid, whose bucket rt_scope shares
    members.insert(members.begin(), text(p43 ? "scope" : "rt_scope", common.scope));
  }
  members.push_back(text("token_type", "refresh_token"));
  members.push_back(text("entity_id", entity_id(request)));
  members.push_back(p43 ? audience(common)
                        : text("aud", common.settings.issuer_of(request.client.tenant)));
  add_flag(members, common, "is_consented", is_consented(request));
  add_flag(members, common, "is_federated", request.federated);
  add_realm(members, common);
  return written(std::move(members));
}

std::string header(const std::string& x5t, crypto::Algorithm algorithm, std::string_view typ) {
  const std::string_view name = to_string(algorithm);
  return written({text("x5t", x5t), text("kid", x5t + "_" + std::string(name)), text("typ", typ),
                  text("alg", name)});
}

}  // namespace tokenshift::issuer
