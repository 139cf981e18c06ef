// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/inventory.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/report/table.hpp"

#include "../conversion.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <deque>
#include <ostream>
#include <vector>

namespace tokenshift::cli {
namespace {

struct Options {
  apim::DeploymentRequest deployment;
  std::string type;
  std::string tenant;
  std::string kind;
  std::string output = "table";
};

const report::TableSpec spec{
    .name = "clients",
    .columns = {{"consumer_key", "CONSUMER KEY"},
                {"name", "NAME"},
                {"kind", "KIND"},
                {"application", "APPLICATION"},
                {"tenant", "TENANT"},
                {"type", "TYPE"},
                {"stored", "STORED"},
                {"state", "STATE"},
                {"owner", "OWNER"}},
};

std::string type_name(const apps::Client& client) {
  return client.oauth1 ? "oauth1" : std::string(to_string(apps::type_of(client.types)));
}

// What the rows say, as they say it: "JWT", "Default,JWT", "NULL"; "(no row)" where there is none.
std::string stored(const apps::Client& client) {
  std::string text;
  for (const apps::TypeRow& row : client.types) {
    text += (text.empty() ? "" : ",") + row.value.value_or("NULL");
  }
  if (text.empty() && client.types.empty()) text = "(no row)";
  if (client.invisible_types > 0) text += " (row of another tenant)";
  return text;
}

bool matches(const Options& options, const apps::Client& client, const std::string& tenant) {
  return (options.type.empty() || options.type == type_name(client)) &&
         (options.kind.empty() || options.kind == to_string(client.kind)) &&
         (options.tenant.empty() || options.tenant == tenant ||
          options.tenant == std::to_string(client.tenant_id));
}

// A tenant that does not exist is a slip of the pen, not an empty list.
void require_tenant(const Session& session, const std::string& tenant) {
  std::vector<std::string> domains;
  for (const auto& [id, domain] : session.catalog.tenants) {
    if (tenant == domain || tenant == std::to_string(id)) return;
    domains.push_back(domain);
  }
  auto ids = session.databases().identity().prepare(
      "SELECT DISTINCT TENANT_ID FROM IDN_OAUTH_CONSUMER_APPS");
  while (ids->next()) {
    if (tenant == ids->text(0)) return;
  }
  const auto near = nearest(tenant, domains);
  throw Error(ErrorKind::usage, fmt::format("there is no tenant \"{}\"", printable(tenant)),
              near ? fmt::format("did you mean {}?", *near)
                   : fmt::format("known by name: {}; others by number", fmt::join(domains, ", ")));
}

int run(Program& program, const Options& options) {
  const Session session = open_session(program, options.deployment, db::Access::read);
  if (!options.tenant.empty()) require_tenant(session, options.tenant);
  const auto writer = report::row_writer(options.output, program.out(), spec);
  apps::ApplicationNames names(*session.database);
  std::int64_t shown = 0;
  std::int64_t all = 0;
  std::deque<db::Transaction> snapshots;
  for (db::Connection* const database : session.databases().all()) {
    snapshots.emplace_back(*database, db::Transaction::Kind::read);
  }
  apps::for_each_client(session.databases(), session.catalog, [&](const apps::Client& client) {
    ++all;
    const std::string tenant = session.catalog.tenant_name(client.tenant_id);
    if (!matches(options, client, tenant)) return;
    ++shown;
    writer->row({client.key, client.name, std::string(to_string(client.kind)),
                 client.application_id == 0 ? report::Cell()
                                            : report::Cell(names.name_of(client.application_id)),
                 tenant, type_name(client), stored(client), client.state, client.owner});
  });
  writer->finish();
  program.say(shown == all
                  ? counted(all, "client")
                  : fmt::format("{} of {}", with_thousands(shown), counted(all, "client")));
  program.next("tokenshift apps plan" + deployment_words(options.deployment));
  return 0;
}

}  // namespace

Command apps_list() {
  auto options = std::make_shared<Options>();
  return {
      .name = "apps list",
      .details =
          "Every row of IDN_OAUTH_CONSUMER_APPS: applications of the developer portal, the "
          "portals' own "
          "clients, and what was registered through DCR or apictl. The type is what the server "
          "makes of the "
          "rows that it sees, with the exact spelling it wants.",
      .options = joined(
          deployment_options(options->deployment),
          {{"--type",
            "TYPE",
            "only clients of this type; default: all",
            &options->type,
            {"JWT", "opaque", "custom", "oauth1"}},
           {"--tenant", "TENANT", "only clients of this tenant, by domain or number; default: all",
            &options->tenant},
           {"--kind",
            "KIND",
            "only clients of this kind; default: all",
            &options->kind,
            {"devportal", "portal", "dcr"}},
           {"-o,--output",
            "FORMAT",
            "how the list is printed; default table",
            &options->output,
            {"table", "json", "jsonl", "csv"}}}),
      .examples = {{"what is not JWT yet", "tokenshift apps list --home /opt/wso2am --type opaque"},
                   {"the portals' own clients, for a script",
                    "tokenshift apps list --home /opt/wso2am --kind portal -o json"}},
      .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
