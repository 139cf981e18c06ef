// SPDX-License-Identifier: Apache-2.0
#include "switching.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/report/unified_diff.hpp"

#include "shown_diff.hpp"

#include <fmt/format.h>

#include <ostream>

namespace tokenshift::cli {
namespace {

// 20261123T194512Z: sorts by time and fits into a file name.
std::string stamp_of(Time now) {
  std::string stamp = to_rfc3339(now);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  return stamp;
}

// The file as a patch names it: relative to the home, to be applied there; or as it was named, to
// be applied here; or its name alone.
std::string patch_path(const apim::Deployment& deployment, bool one_of_many) {
  const auto& path = deployment.toml_path;
  if (one_of_many) return path.lexically_normal().string();
  if (deployment.home.empty()) return path.filename().string();
  const auto relative = path.lexically_relative(deployment.home);
  return relative.empty() || *relative.begin() == ".." ? path.filename().string()
                                                       : relative.string();
}

}  // namespace

config::Clients clients_of(const Session& session, const apps::Plan& plan, bool after_conversion) {
  const apps::Census& census = plan.before;
  const auto jwt = [&](apps::ClientKind kind) {
    const auto& row = census.clients.at(static_cast<std::size_t>(kind));
    return row[0] + (after_conversion ? row[1] : 0);
  };
  auto tenants = session.databases().identity().prepare(
      "SELECT 1 FROM IDN_OAUTH_CONSUMER_APPS WHERE TENANT_ID > 0 LIMIT 1");
  return {.known = true,
          .tenants = session.catalog.tenants.size() > 1 || tenants->next(),
          .jwt_portals = jwt(apps::ClientKind::portal) + jwt(apps::ClientKind::dcr) > 0};
}

std::vector<Option> enable_options(config::EnableOptions& options) {
  return {
      {"--allow-issuer", "CLASS",
       "keep this class as the issuer of JWT; default: a class of your own is refused",
       &options.allow_issuer},
      {"--issues-tokens", "", "take the node for one that issues tokens, whatever the file says",
       &options.issues_tokens},
      {"--force", "", "overwrite placeholders such as $env{…}, too", &options.force}};
}

std::string enable_words(const config::EnableOptions& options) {
  std::string words;
  if (!options.allow_issuer.empty()) words += " --allow-issuer " + shell_word(options.allow_issuer);
  if (options.issues_tokens) words += " --issues-tokens";
  if (options.force) words += " --force";
  return words;
}

std::string diff_text(const apim::Deployment& deployment, const config::EditPlan& plan,
                      bool one_of_many) {
  return report::unified_diff(plan.before, plan.after, patch_path(deployment, one_of_many));
}

void show_edit(Program& program, const apim::Deployment& deployment, const config::EditPlan& plan,
               bool one_of_many) {
  for (const Finding& finding : plan.findings) program.tell(finding);
  show_diff(program, diff_text(deployment, plan, one_of_many));
}

std::string write_edit(Program& program, const apim::Deployment& deployment,
                       const config::EditPlan& plan) {
  const os::Replaced done =
      os::replace_file(deployment.toml_path, plan.before, plan.after, stamp_of(program.now()));
  return fmt::format("wrote {}: {} changed\nbackup {}\n", printable(done.target.string()),
                     counted(static_cast<std::int64_t>(plan.changes.size()), "key"),
                     printable(done.backup.string()));
}

void tell_what_remains(Program& program) {
  program.say("running servers are not told: the change takes effect when they start");
  program.next(
      "start the servers, then look for \"Token persistence is not enabled. Registering related "
      "services\" in wso2carbon.log, log in to each portal, and get a token with one application");
}

void require_document(const apim::Deployment& deployment) {
  if (deployment.document) return;
  throw Error(ErrorKind::usage, "no deployment.toml is named",
              "name it with --home DIR or --deployment-toml FILE");
}

}  // namespace tokenshift::cli
