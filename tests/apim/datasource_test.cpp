// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/datasource.hpp"

#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace tokenshift;
using test::error_of;
using test::TempDir;

namespace {

apim::Deployment load(const TempDir& folder, const std::string& text,
                      std::map<std::string, std::string> variables = {}) {
  apim::DeploymentRequest request{.deployment_toml =
                                      folder.write("deployment.toml", text).string()};
  request.resolve_env = true;
  request.environment = [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  return apim::load(request);
}

}  // namespace

TEST_CASE("a database is found by its JDBC URL, with user and password of the file") {
  const TempDir folder;
  const auto deployment = load(folder,
                               "[database.apim_db]\ntype = \"mysql\"\n"
                               "url = \"jdbc:mysql://db:3306/apim?useSSL=false\"\n"
                               "username = \"wso2\"\npassword = \"canary\"\n");
  CHECK(deployment.db_url == "mysql://wso2@db:3306/apim");
  CHECK(deployment.db_password == "canary");
  CHECK_FALSE(deployment.ask_db_password);
}

TEST_CASE(
    "a database is found by type, host, port and name, with the port of the engine as default") {
  const TempDir folder;
  CHECK(load(folder,
             "[database.apim_db]\ntype = \"mysql\"\nhostname = \"apim.mysql\"\n"
             "port = \"3306\"\nname = \"apimgt_db\"\nusername = \"apimuser\"\n")
            .db_url == "mysql://apimuser@apim.mysql:3306/apimgt_db");
  CHECK(load(folder, "[database.apim_db]\ntype = \"postgre\"\nhostname = \"h\"\nname = \"d\"\n")
            .db_url == "postgresql://h:5432/d");
  const auto mssql =
      load(folder, "[database.apim_db]\ntype = \"mssql\"\nhostname = \"h\"\nname = \"d\"\n");
  REQUIRE(mssql.db_problem);
  CHECK(mssql.db_problem->hint().find("--dialect mssql") != std::string::npos);
}

TEST_CASE("references and variables are resolved, in the password too") {
  const TempDir folder;
  const auto deployment =
      load(folder,
           "[database.shared_settings]\nuser = \"wso2\"\n[database.apim_db]\n"
           "url = \"$env{DB_URL}\"\nusername = \"$ref{database.shared_settings.user}\"\n"
           "password = \"$env{DB_PASSWORD}\"\n",
           {{"DB_URL", "jdbc:postgresql://db/apim"}, {"DB_PASSWORD", "canary"}});
  CHECK(deployment.db_url == "postgresql://wso2@db/apim");
  CHECK(deployment.db_password == "canary");
}

TEST_CASE("a password that only the server can read is asked for, or has to be given") {
  const TempDir folder;
  const std::string path = folder
                               .write("deployment.toml",
                                      "[database.apim_db]\nurl = \"jdbc:mysql://db/apim\"\n"
                                      "username = \"wso2\"\npassword = \"$secret{apim_db}\"\n")
                               .string();
  apim::DeploymentRequest request{.deployment_toml = path};
  const auto unasked = apim::load(request);
  REQUIRE(unasked.ask_db_password);
  CHECK(error_of([&] { unasked.ask_db_password(); }).kind() == ErrorKind::usage);
  request.ask_password = [](const std::string& what) { return "typed for " + what; };
  CHECK(apim::load(request).ask_db_password() == "typed for mysql://wso2@db/apim");
  request.db_password = "given";
  const auto given = apim::load(request);
  CHECK(given.db_password == "given");
  CHECK_FALSE(given.ask_db_password);
}

TEST_CASE("a password on the command line is refused, and not repeated") {
  for (const char* url : {"postgresql://u:canary@h/d", "mysql://u@h/d?password=canary",
                          "jdbc:mysql://h/d?user=u&password=canary", "h2:./x;PASSWORD=canary"}) {
    CAPTURE(url);
    const Error error = error_of([&] { apim::from_command_line(url); });
    CHECK(error.kind() == ErrorKind::usage);
    CHECK((error.what() + error.hint()).find("canary") == std::string::npos);
    CHECK(error.hint().find("--password-file") != std::string::npos);
  }
  CHECK(apim::from_command_line("jdbc:postgresql://h/d") == "postgresql://h/d");
  CHECK(apim::from_command_line("sqlite:x.db") == "sqlite:x.db");
}

TEST_CASE("the clients' own database is what [identity] data_source names") {
  const TempDir folder;
  const std::string apim_db = "[database.apim_db]\nurl = \"jdbc:mysql://db/apim\"\n";
  const std::string own =
      "[identity]\ndata_source = \"jdbc/CLIENTS\"\n[[datasource]]\nid = \"OTHER\"\n"
      "url = \"jdbc:mysql://db/other\"\n[[datasource]]\nid = \"CLIENTS\"\n"
      "url = \"jdbc:postgresql://db/clients\"\nusername = \"reader\"\npassword = \"canary\"\n";
  const auto separate = load(folder, apim_db + own).identity_db;
  CHECK(separate.url == "postgresql://reader@db/clients");
  CHECK(separate.password == "canary");
  CHECK(load(folder, apim_db +
                         "[identity]\ndata_source = \"jdbc/SHARED_DB\"\n[database.shared_db]\n"
                         "url = \"jdbc:mysql://db/shared\"\n")
            .identity_db.url == "mysql://db/shared");
  // As delivered, by name, or by another name for the same database; and what only Identity Server
  // reads.
  for (const char* const same :
       {"", "[identity]\ndata_source = \"jdbc/WSO2AM_DB\"\n",
        "[identity]\ndata_source = \"jdbc/X\"\n[[datasource]]\nid = \"X\"\n"
        "url = \"jdbc:mysql://db/apim\"\n",
        "[database.identity_db]\nurl = \"jdbc:mysql://db/identity\"\n"}) {
    const auto deployment = load(folder, apim_db + same);
    CHECK(deployment.identity_db.url == "");
    CHECK_FALSE(deployment.identity_db.problem);
  }
  const auto unknown = load(folder, apim_db + "[identity]\ndata_source = \"jdbc/NOWHERE\"\n");
  REQUIRE(unknown.identity_db.problem);
  CHECK(unknown.identity_db.problem->kind() == ErrorKind::input);
}

TEST_CASE("--db beside a file that keeps the clients elsewhere wants --identity-db, too") {
  const TempDir folder;
  const std::string path =
      folder
          .write("deployment.toml",
                 "[identity]\ndata_source = \"jdbc/CLIENTS\"\n[[datasource]]\nid = \"CLIENTS\"\n"
                 "url = \"jdbc:postgresql://db/clients\"\n")
          .string();
  apim::DeploymentRequest request{.deployment_toml = path, .db = "sqlite:copy.db"};
  const auto half = apim::load(request).identity_db;
  REQUIRE(half.problem);
  CHECK(half.problem->kind() == ErrorKind::usage);
  request.identity_db = "sqlite:copy.db";
  CHECK(apim::load(request).identity_db.url == "");
  request.identity_db = "sqlite:clients.db";
  CHECK(apim::load(request).identity_db.url == "sqlite:clients.db");
  request.identity_db = "postgresql://u:canary@h/d";
  const Error error = error_of([&] { apim::load(request); });
  CHECK(error.kind() == ErrorKind::usage);
  CHECK((error.what() + error.hint()).find("canary") == std::string::npos);
  CHECK(error.hint().find("--identity-password-file") != std::string::npos);
}
