// SPDX-License-Identifier: Apache-2.0
#include "diagnosis.hpp"

#include "tokenshift/apim/node.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/switch.hpp"
#include "tokenshift/os/files.hpp"
#include "tokenshift/survey/home.hpp"

#include "switching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

using checks::Hit;
using Shared = std::shared_ptr<const apim::Deployment>;

// A database that can be asked, and what the switch needs to know of its clients.
struct Asked {
  survey::Known<survey::DatabaseFacts> facts;
  config::Clients clients;
  std::optional<Error> problem;
  bool practice = false;
};

config::Clients clients_of_facts(const Session& session, const survey::DatabaseFacts& facts) {
  if (!facts.clients.value) return {};
  apps::Plan plan;
  plan.before = facts.clients.value->census;
  return clients_of(session, plan, true);
}

Asked ask_database(Program& program, const Shared& deployment, const DoctorQuestions& questions) {
  Asked asked;
  const bool named = !deployment->db_url.empty() || deployment->db_problem.has_value();
  if (!named) {
    asked.facts.why_not = "no database is named (--db URL or --home DIR)";
    return asked;
  }
  try {
    const Session session = open_session(deployment, db::Access::read);
    asked.practice = session.practice;
    asked.facts = survey::known(survey::look_at_database(
        session.databases(), session.catalog,
        {.now = program.now(),
         .custom = questions.custom.issuers(),
         .patience = questions.count_tokens ? std::chrono::milliseconds{0}
                                            : survey::DatabaseQuestions{}.patience,
         .usual_limit = deployment->db_limits.statement}));
    asked.clients = clients_of_facts(session, *asked.facts.value);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) throw;
    asked.facts.why_not = error.what();
    if (questions.fresh) {
      asked.facts.why_not =
          "a new deployment has no clients (--fresh), and its database could not "
          "be asked";
    } else {
      asked.problem = error;
    }
  }
  return asked;
}

void look_at_home(Program& program, const apim::DeploymentRequest& request,
                  const Shared& deployment, const std::vector<std::string>& nodes,
                  survey::Facts& facts) {
  if (deployment->home.empty()) {
    facts.home.why_not = "no home is named (--home DIR)";
    facts.host.signing.why_not = facts.home.why_not;
    return;
  }
  std::vector<Shared> others;
  for (const std::string& node : nodes) {
    // Only its files: a password on the standard input has been read already.
    apim::DeploymentRequest other{.resolve_env = request.resolve_env};
    std::error_code ignored;
    const bool is_home = std::filesystem::is_directory(node, ignored);
    other.home = is_home ? node : "";
    other.deployment_toml = is_home ? "" : node;
    if (!is_home) other.apim_version = request.apim_version;
    others.push_back(load_shared(program, other));
    require_document(*others.back());
  }
  facts.home = survey::known(survey::look_at_home(*deployment, others));
}

// The text with the keys set. An own issuer stays: what it extends is a question of its own.
std::string text_after(const checks::State& now, const config::Clients& clients,
                       std::optional<survey::SwitchProblem>& problem) {
  std::string text = now.deployment.document->text();
  if (now.is_on()) return text;
  try {
    return config::plan_enable(now.deployment,
                               {.clients = clients, .allow_issuer = now.feature.jwt_issuer.issuer})
        .after;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) throw;
    problem = survey::SwitchProblem{error.what(), error.hint()};
    return text;
  }
}

void require_switchable(const checks::State& now) {
  apim::require_feature(now.deployment);
  if (now.node.issues_tokens) return;
  throw Error(ErrorKind::refused,
              fmt::format("this is no node that issues tokens: {}", printable(now.node.why)),
              "look at the control plane or the key manager");
}

std::string file_of(const apim::DeploymentRequest& request) {
  if (!request.deployment_toml.empty()) return request.deployment_toml;
  if (!request.home.empty()) return request.home + "/repository/conf/deployment.toml";
  throw Error(ErrorKind::usage, "no deployment is named",
              "name it with --home DIR, or with --deployment-toml FILE and --apim-version V");
}

}  // namespace

std::string_view to_string(Concern concern) {
  static constexpr std::array<std::string_view, 3> names{"will_break", "will_change",
                                                         "good_to_know"};
  return names.at(static_cast<std::size_t>(concern));
}

Concern Diagnosis::concern_of(const Hit& hit) const {
  const checks::Remedy* remedy = checks::remedy_of(*hit.rule);
  const bool migrate_does_it = remedy != nullptr && remedy->by_migrate && !on();
  if (hit.finding.severity == Severity::note) return Concern::good_to_know;
  if (hit.finding.severity == Severity::warning || migrate_does_it) return Concern::will_change;
  return Concern::will_break;
}

std::vector<const Hit*> Diagnosis::hits_of(Concern concern) const {
  std::vector<const Hit*> hits;
  for (const Hit& hit : examined.hits) {
    if (hit.fate == checks::Fate::open && concern_of(hit) == concern) hits.push_back(&hit);
  }
  std::ranges::stable_sort(hits, [](const Hit* left, const Hit* right) {
    return left->finding.severity > right->finding.severity;
  });
  return hits;
}

Diagnosis diagnose(Program& program, const apim::DeploymentRequest& request,
                   const DoctorQuestions& questions) {
  const std::string file = file_of(request);
  Diagnosis diagnosis{.now = checks::state_of(os::read_file(file), file,
                                              apim::load_pack(request.home, request.apim_version))};
  diagnosis.facts.fresh = questions.fresh;
  if (!diagnosis.now.linted.readable) {
    diagnosis.facts.database.why_not = "the server cannot read deployment.toml";
    diagnosis.facts.home.why_not = diagnosis.facts.database.why_not;
    diagnosis.facts.host.signing.why_not = diagnosis.facts.database.why_not;
    diagnosis.examined = checks::examine({.now = diagnosis.now, .time = program.now()}, {});
    return diagnosis;
  }
  const Shared deployment = load_shared(program, request);
  diagnosis.now.deployment = *deployment;
  diagnosis.now.feature = apim::feature_state(*deployment);  // with what --resolve-env resolves
  require_switchable(diagnosis.now);
  diagnosis.facts.switching = !diagnosis.on();
  Asked asked = ask_database(program, deployment, questions);
  diagnosis.facts.database = std::move(asked.facts);
  diagnosis.database_problem = std::move(asked.problem);
  diagnosis.practice = asked.practice;
  look_at_home(program, request, deployment, questions.nodes, diagnosis.facts);
  if (!deployment->home.empty()) diagnosis.facts.host = survey::look_at_host(*deployment);
  const std::string after =
      text_after(diagnosis.now, asked.clients, diagnosis.facts.switch_problem);
  diagnosis.examined = checks::examine_switch(
      {.now = diagnosis.now, .after = after, .facts = diagnosis.facts, .time = program.now()});
  return diagnosis;
}

Diagnosis diagnose_switch(Program& program, const apim::Deployment& deployment,
                          const config::EditPlan& edit) {
  Diagnosis diagnosis{.now =
                          checks::state_of(edit.before, deployment.toml_path.string(), deployment)};
  diagnosis.facts.switching = !diagnosis.on();
  diagnosis.facts.database.why_not = "migrate reads the clients itself";
  diagnosis.facts.host.signing.why_not = "migrate does not measure";
  if (deployment.home.empty()) {
    diagnosis.facts.home.why_not = "no home is named (--home DIR)";
  } else {
    diagnosis.facts.home = survey::known(survey::look_at_home(deployment, {}));
  }
  diagnosis.examined = checks::examine_switch(
      {.now = diagnosis.now, .after = edit.after, .facts = diagnosis.facts, .time = program.now()});
  return diagnosis;
}

survey::Facts use_of(const Session& session) {
  survey::Facts facts;
  facts.database = survey::known(survey::look_for_use(session.databases()));
  return facts;
}

Where where_of(const apim::DeploymentRequest& request, const CustomOptions& custom) {
  return {.deployment = deployment_words(request),
          .custom = custom.words(),
          .file = " " + shell_word(file_of(request))};
}

std::string fix_of(const Diagnosis& diagnosis, const Hit& hit, const Where& where) {
  const checks::Remedy* remedy = checks::remedy_of(*hit.rule);
  if (remedy == nullptr) return hit.finding.hint;
  if (remedy->by_migrate && !diagnosis.on()) {
    return "tokenshift migrate" + where.deployment + where.custom;
  }
  const std::string command = fmt::format("tokenshift {}", remedy->command);
  if (remedy->given == checks::Given::file) return command + where.file;
  return command + where.deployment +
         (remedy->given == checks::Given::clients ? where.custom : std::string());
}

}  // namespace tokenshift::cli
