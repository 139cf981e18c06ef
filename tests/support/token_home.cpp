// SPDX-License-Identifier: Apache-2.0
#include "support/token_home.hpp"

#include "tokenshift/db/backend.hpp"

namespace tokenshift::test {

Ran TokenHome::on_it(const std::string& verb, const std::vector<std::string>& more,
                     const std::string& input) const {
  std::vector<std::string> line{"token", verb, "--home", practice.home()};
  line.insert(line.end(), more.begin(), more.end());
  return run_cli(line, false, input);
}

Ran TokenHome::issue(const std::vector<std::string>& more) const {
  std::vector<std::string> line{"--client", client};
  line.insert(line.end(), more.begin(), more.end());
  return on_it("issue", line);
}

std::string TokenHome::user(const std::string& name) const {
  const auto users = db::open("sqlite:" + practice.home() + "/repository/database/WSO2SHARED_DB.db",
                              db::Access::read);
  return user_id(*users, name);
}

}  // namespace tokenshift::test
