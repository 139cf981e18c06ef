// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/checks/evaluate.hpp"
#include "tokenshift/config/enable.hpp"
#include "tokenshift/survey/database.hpp"

#include "conversion.hpp"
#include "session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

// What doctor, migrate and the guard ask before a switch that has no way back.

/// What doctor is asked.
struct DoctorQuestions {
  CustomOptions custom;
  std::vector<std::string> nodes;  ///< further nodes of the deployment, as --node names them
  bool fresh = false;              ///< a new deployment without clients
  bool count_tokens = false;       ///< however long it takes
};

/// How a finding concerns the switch.
enum class Concern { will_break, will_change, good_to_know };
/// "will_break", "will_change", "good_to_know".
std::string_view to_string(Concern concern);

/// All that is known of a deployment before the switch.
struct Diagnosis {
  checks::State now;
  survey::Facts facts;
  checks::Examined examined;
  std::optional<Error> database_problem;  ///< why a database that is named was not asked
  bool practice = false;

  bool on() const { return now.is_on(); }

  /// What breaks by the switch; what `migrate` puts right by itself only changes.
  Concern concern_of(const checks::Hit& hit) const;

  /// The findings of a concern that no comment ignores, the worst first.
  std::vector<const checks::Hit*> hits_of(Concern concern) const;
};

/// Reads and examines all that can be. Throws Error{usage} when no deployment.toml is named,
/// Error{refused} on a node that issues no tokens and for a version without the feature.
Diagnosis diagnose(Program& program, const apim::DeploymentRequest& request,
                   const DoctorQuestions& questions);

/// The same of a deployment that somebody else reads the database of: of the file, as `edit` makes
/// it, and the home.
Diagnosis diagnose_switch(Program& program, const apim::Deployment& deployment,
                          const config::EditPlan& edit);

/// Looks at the database of a session for what guard check compares with.
survey::Facts use_of(const Session& session);

/// The words that name a deployment to a command, each kind with the blank before it.
struct Where {
  std::string deployment;  ///< " --home /opt/wso2am"
  std::string custom;      ///< " --accept-custom AcmeJWT"
  std::string file;        ///< " /opt/wso2am/repository/conf/deployment.toml"
};
Where where_of(const apim::DeploymentRequest& request, const CustomOptions& custom);

/// The command that puts a finding right, for this deployment; its action where there is none.
std::string fix_of(const Diagnosis& diagnosis, const checks::Hit& hit, const Where& where);

}  // namespace tokenshift::cli
