// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/notification.hpp"

#include "tokenshift/issuer/issue.hpp"
#include "tokenshift/jwt/write.hpp"

#include <limits>

namespace tokenshift::issuer {
namespace {

using revocation::CutOff;
using revocation::TokenEntry;
using revocation::Whose;

std::int64_t milliseconds(Time time) { return time.time_since_epoch().count(); }

jwt::ObjectWriter event(std::string_view type, const Origin& origin, Time now,
                        const std::string& id) {
  jwt::ObjectWriter writer;
  writer.add("eventId", id)
      .add("timeStamp", milliseconds(now))
      .add("type", type)
      .add("tenantId", origin.tenant_id)
      .add("tenantDomain", origin.tenant)
      .add_json("properties", "{}");
  return writer;
}

std::string token_event(const TokenEntry& entry, const Origin& origin, Time now,
                        const std::string& id) {
  const std::int64_t end = milliseconds(entry.expires);
  const bool ends = end / 1000 < never_expires;
  jwt::ObjectWriter writer = event("token_revocation", origin, now, id);
  writer.add("accessToken", entry.jti)
      .add("expiryTime", ends ? end : std::numeric_limits<std::int64_t>::max());
  if (!origin.user.empty()) writer.add("user", origin.user);
  writer.add("consumerKey", entry.client).add("tokenType", "JWT");
  return writer.json();
}

std::string cut_off_event(const CutOff& cut_off, const Origin& origin, Time now,
                          const std::string& id) {
  if (cut_off.whose == Whose::client) {
    jwt::ObjectWriter writer = event("consumer_app_revocation_event", origin, now, id);
    writer.add("consumerKey", cut_off.key).add("revocationTime", milliseconds(cut_off.at));
    return writer.json();
  }
  jwt::ObjectWriter writer = event("subject_entity_revocation_event", origin, now, id);
  writer.add("entityId", cut_off.key)
      .add("entityType", cut_off.whose == Whose::user ? "USER_ID" : "CLIENT_ID")
      .add("revocationTime", milliseconds(cut_off.at));
  return writer.json();
}

}  // namespace

std::vector<std::string> notifications(const revocation::Revocation& revocation,
                                       const Origin& origin, Time now,
                                       const std::function<std::string()>& new_id) {
  std::vector<std::string> texts;
  for (const TokenEntry& entry : revocation.tokens) {
    texts.push_back(token_event(entry, origin, now, new_id()));
  }
  for (const CutOff& cut_off : revocation.cut_offs) {
    texts.push_back(cut_off_event(cut_off, origin, now, new_id()));
  }
  return texts;
}

}  // namespace tokenshift::issuer
