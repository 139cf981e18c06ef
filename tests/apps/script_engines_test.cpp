// SPDX-License-Identifier: Apache-2.0
// The scripts on real engines, run by the engines' own clients: the same rows as apply gives.
#include "tokenshift/apps/apply.hpp"
#include "tokenshift/apps/script.hpp"
#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/lab.hpp"

#include "support/contents.hpp"
#include "support/practice.hpp"
#include "support/servers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

namespace tokenshift::apps {
namespace {

using Rows = std::vector<std::string>;

// What apply makes of the same practice deployment, on SQLite.
struct Expected {
  Rows before;
  Rows after;
};

lab::Request practice_request(const std::string& url) {
  return {.destination = lab::Destination{.address = {.url = url}},
          .clients = lab::fewest_clients,
          .custom_issuer = true,
          .now = test::test_now()};
}

Expected expected(const CustomIssuers& custom) {
  const test::TempDir folder;
  const std::string url = "sqlite:" + (folder / "expected.db").string();
  lab::create(practice_request(url));
  const auto database = db::open(url, db::Access::write);
  Expected rows{test::logical_rows(*database), {}};
  const Plan plan = make_plan(*database, apim::read_catalog(*database), custom);
  apply(*database, plan, test::surroundings());
  rows.after = test::logical_rows(*database);
  return rows;
}

// A practice deployment on an engine, and the engine's own client.
class Deployment {
 public:
  explicit Deployment(const test::Engine& engine) : engine_(engine), url_(engine.fresh_url()) {
    lab::create(practice_request(url_));
  }

  std::string dialect() const {
    return std::string(engine_.name == "mariadb" ? "mysql" : engine_.name);
  }
  Rows rows() const { return test::logical_rows(*db::open(url_, db::Access::read)); }

  void sql(const std::string& statements) const {
    db::open(url_, db::Access::write)->execute(statements);
  }

  std::int64_t number(const std::string& query) const {
    const auto database = db::open(url_, db::Access::read);
    const auto row = database->prepare(query);
    return row->next() ? row->integer(0) : -1;
  }

  void run(const std::string& script) const {
    if (engine_.name == "postgresql") {
      test::postgresql().sql(database_name(), script);
    } else if (engine_.name == "mariadb") {
      test::mariadb().sql(database_name(), script);
    } else {
      run_on_h2(script);
    }
  }

 private:
  std::string database_name() const { return db::open(url_, db::Access::read)->name(); }

  void run_on_h2(const std::string& script) const {
    const test::TempDir folder;
    std::ofstream(folder / "script.sql") << script;
    const std::string command = fmt::format(
        "java -XX:TieredStopAtLevel=1 -cp /usr/share/java/h2.jar org.h2.tools.RunScript -url"
        " 'jdbc:{}' -user wso2carbon -password wso2carbon -script {} >{} 2>&1",
        url_, (folder / "script.sql").string(), (folder / "log").string());
    const int status = std::system(command.c_str());  // NOLINT(cert-env33-c)
    REQUIRE_MESSAGE(status == 0, test::slurp((folder / "log").string()));
  }

  const test::Engine& engine_;
  std::string url_;
};

void on_engines_with_scripts(const std::function<void(const test::Engine&)>& run) {
  test::on_each_engine([&](const test::Engine& engine) {
    if (engine.name != "sqlite") run(engine);
  });
}

// The last query of a script.
std::string verification_of(const std::string& script) {
  const std::size_t section = script.find("Verification");
  const std::size_t start = script.find("SELECT", section);
  return script.substr(start, script.find(";\n", start) - start);
}

std::int64_t count_of(const Deployment& deployment, const std::string& query) {
  return deployment.number("SELECT COUNT(*) FROM (" + query + ") V");
}

TEST_SUITE_BEGIN("engines");

TEST_CASE("a script gives the rows that apply gives, once and again, and its undo takes it back") {
  const Expected rows = expected({});
  on_engines_with_scripts([&](const test::Engine& engine) {
    const Deployment deployment(engine);
    const ScriptRequest request{
        .dialect = deployment.dialect(), .custom = {{}, {"AcmeJWT"}}, .notes = {}};
    const std::string script = conversion_script(request);
    const std::string verification = verification_of(script);
    CHECK(test::difference(rows.before, deployment.rows()) == "");
    CHECK(count_of(deployment, verification) > 20);

    for (int time = 0; time < 2; ++time) {
      deployment.run(script);
      CHECK(test::difference(rows.after, deployment.rows()) == "");
      CHECK(count_of(deployment, verification) == 0);
    }
    // Nobody accepts the custom issuer now: its client is in the way.
    const std::string strict =
        verification_of(conversion_script({.dialect = request.dialect, .notes = {}}));
    CHECK(count_of(deployment, strict) == 1);

    for (int time = 0; time < 2; ++time) {
      deployment.run(undo_script(request));
      CHECK(test::difference(rows.before, deployment.rows()) == "");
    }
  });
}

TEST_CASE("a script converts the clients of a custom issuer when it is named, with its spelling") {
  const CustomIssuers custom{.convert = {"AcmeJWT"}, .accept = {}};
  const Expected rows = expected(custom);
  on_engines_with_scripts([&](const test::Engine& engine) {
    const Deployment deployment(engine);
    const auto script = [&](const CustomIssuers& issuers) {
      return conversion_script({.dialect = deployment.dialect(), .custom = issuers, .notes = {}});
    };
    deployment.run(script({.convert = {"ACMEJWT", "acmejwt", "a\\'b"}, .accept = {}}));
    CHECK(deployment.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY"
                            " WHERE PROPERTY_VALUE = 'AcmeJWT'") == 1);
    deployment.run(script(custom));
    CHECK(test::difference(rows.after, deployment.rows()) == "");
    deployment.run(undo_script({.dialect = deployment.dialect(), .notes = {}}));
    CHECK(test::difference(rows.before, deployment.rows()) == "");
  });
}

TEST_CASE("the undo of a script leaves what somebody else changed since") {
  on_engines_with_scripts([&](const test::Engine& engine) {
    const Deployment deployment(engine);
    const ScriptRequest request{.dialect = deployment.dialect(), .notes = {}};
    deployment.run(conversion_script(request));
    const std::string row =
        std::to_string(deployment.number("SELECT MIN(ROW_ID) FROM TOKENSHIFT_BEFORE_TYPE"));
    deployment.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'Theirs' WHERE ID = " + row);
    // A second run takes it for a custom issuer's, and forgets the old value.
    deployment.run(conversion_script(request));
    deployment.run(undo_script(request));
    CHECK(deployment.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE ="
                            " 'Theirs' AND ID = " +
                            row) == 1);
    CHECK(deployment.number("SELECT COUNT(*) FROM TOKENSHIFT_BEFORE_TYPE") == 0);
  });
}

TEST_CASE("a client that comes after the script is converted when it is run again") {
  on_engines_with_scripts([&](const test::Engine& engine) {
    const Deployment deployment(engine);
    const ScriptRequest request{
        .dialect = deployment.dialect(), .custom = {{}, {"AcmeJWT"}}, .notes = {}};
    const std::string script = conversion_script(request);
    deployment.run(script);
    const std::string row =
        std::to_string(deployment.number("SELECT MAX(ROW_ID) FROM TOKENSHIFT_BEFORE_TYPE"));
    deployment.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'OAUTH' WHERE ID = " + row);
    CHECK(count_of(deployment, verification_of(script)) == 1);
    deployment.run(script);
    CHECK(count_of(deployment, verification_of(script)) == 0);
    deployment.run(undo_script(request));
    CHECK(deployment.number("SELECT COUNT(*) FROM IDN_OIDC_PROPERTY WHERE PROPERTY_VALUE ="
                            " 'OAUTH' AND ID = " +
                            row) == 1);
  });
}

TEST_SUITE_END();

}  // namespace
}  // namespace tokenshift::apps
