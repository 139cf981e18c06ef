// SPDX-License-Identifier: Apache-2.0
// Clients in a database of their own (docs/decisions/separate-identity-database.md): two databases
// come out as one would, whatever is killed in between.
#include "tokenshift/apps/apply.hpp"
#include "tokenshift/lab/lab.hpp"
#include "tokenshift/lab/schema.hpp"

#include "support/contents.hpp"
#include "support/practice.hpp"
#include "support/program.hpp"
#include "support/says.hpp"
#include "support/servers.hpp"
#include "support/victim.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

using namespace tokenshift;
using test::Engine;
using test::run_cli;
using test::says;
using test::Victim;

namespace {

constexpr std::int64_t clients = 400;

bool is_apim(std::string_view table) { return table.starts_with("AM_"); }

// A practice deployment in two databases, each with the tables of its side.
class Pair {
 public:
  Pair(std::string apim, std::string identity)
      : apim_(std::move(apim)), identity_(std::move(identity)) {
    for (const bool keeps_apim : {true, false}) {
      const std::string& url = keeps_apim ? apim_ : identity_;
      lab::create({.destination = lab::Destination{.address = {.url = url}},
                   .clients = clients,
                   .now = test::test_now()});
      const auto database = db::open(url, db::Access::write);
      for (const std::string& statement :
           lab::drop_tables(lab::Source::apim, database->dialect().name)) {
        const std::string name = statement.substr(statement.rfind(' ') + 1);
        if (statement.starts_with("DROP TABLE") && is_apim(name) != keeps_apim) {
          database->execute(statement);
        }
      }
    }
  }

  std::vector<std::string> on_it(std::vector<std::string> words) const {
    for (const std::string& word :
         {std::string("--db"), apim_, std::string("--identity-db"), identity_,
          std::string("--apim-version"), std::string("4.6.0")}) {
      words.push_back(word);
    }
    return words;
  }

  std::vector<std::string> rows() const;

  // What a query gives on both: "apim, identity".
  std::string both(const std::string& query) const;

  const std::string& apim() const { return apim_; }
  const std::string& identity() const { return identity_; }

 private:
  std::string apim_;
  std::string identity_;
};

// Both open at once, as a command has them.
struct Open {
  explicit Open(const Pair& pair, db::Access access = db::Access::write)
      : apim(db::open(pair.apim(), access)), identity(db::open(pair.identity(), access)) {}

  apim::Databases databases() const { return {*apim, *identity}; }
  apps::Plan plan() const { return apps::make_plan(databases(), apim::read_catalog(*apim), {}); }

  std::vector<std::string> rows() const {
    auto all = test::logical_rows(*apim, "4.6.0", is_apim);
    const auto others = test::logical_rows(*identity, "4.6.0",
                                           [](std::string_view table) { return !is_apim(table); });
    all.insert(all.end(), others.begin(), others.end());
    std::ranges::sort(all);
    return all;
  }

  std::string both(const std::string& query) const {
    std::string text;
    for (db::Connection* const database : {apim.get(), identity.get()}) {
      const auto row = database->prepare(query);
      text += (text.empty() ? "" : ", ") + (row->next() ? std::string(row->text(0)) : "nothing");
    }
    return text;
  }

  std::unique_ptr<db::Connection> apim;
  std::unique_ptr<db::Connection> identity;
};

std::vector<std::string> Pair::rows() const { return Open(*this, db::Access::read).rows(); }

std::string Pair::both(const std::string& query) const {
  return Open(*this, db::Access::read).both(query);
}

constexpr const char* state = "SELECT STATE FROM TOKENSHIFT_RUN";

// Two databases of an engine; `mixed`: and one of a server with one in a file.
void on_pairs(const std::function<void(const Pair&)>& run, bool mixed = false) {
  test::on_each_engine([&](const Engine& engine) {
    run(Pair(engine.fresh_url(), engine.fresh_url()));
    if (!mixed || engine.name != "mariadb") return;
    const test::TempDir folder;
    run(Pair(engine.fresh_url(), "sqlite:" + (folder / "identity.db").string()));
  });
}

const Victim& reference() {
  static const test::TempDir folder;
  static const Victim victim({.url = "sqlite:" + (folder / "reference.db").string()}, clients);
  return victim;
}

// Killed between the two databases: beginning and end are made up for.
void killed_in_between(const Open& open) {
  auto at_once = test::surroundings();
  at_once.stop_requested = [] { return true; };
  CHECK(apps::apply(open.databases(), open.plan(), at_once).interrupted);
  // Killed before the second database had heard of the run.
  open.identity->execute("DELETE FROM TOKENSHIFT_RUN");
  auto outcome = apps::apply(open.databases(), open.plan(), test::surroundings());
  CHECK(outcome.continued);
  CHECK(open.both("SELECT RUN_ID FROM TOKENSHIFT_RUN WHERE STATE = 'applied'") == "1, 1");
  CHECK(test::difference(reference().after(), open.rows()) == "");
  // Killed when only one of them was closed, whichever.
  for (const auto* const left : {&open.identity, &open.apim}) {
    (*left)->execute("UPDATE TOKENSHIFT_RUN SET STATE = 'running'");
    CHECK(apps::runs(open.databases()).front().state == apps::state_running);
    outcome = apps::apply(open.databases(), open.plan(), test::surroundings());
    CHECK(outcome.continued);
    CHECK(outcome.done == 0);
    CHECK(open.both(state) == "applied, applied");
  }
  CHECK(apps::undo(open.databases(), 1, "", test::surroundings()).drifted == 0);
  (*open.identity).execute("UPDATE TOKENSHIFT_RUN SET STATE = 'undoing'");
  CHECK(apps::runs(open.databases()).front().state == apps::state_undoing);
  CHECK(apps::undo(open.databases(), 1, "", test::surroundings()).continued);
  CHECK(open.both(state) == "undone, undone");
  CHECK(test::difference(reference().before(), open.rows()) == "");
}

}  // namespace

TEST_SUITE("engines: separate identity database") {
  TEST_CASE("two databases end with the rows that one would, and go back") {
    on_pairs(
        [](const Pair& pair) {
          CHECK(test::difference(reference().before(), pair.rows()) == "");
          CHECK(run_cli(pair.on_it({"apps", "verify"})).status == 1);
          CHECK(run_cli(pair.on_it({"apps", "list"})).status == 0);
          // A lock on either of the two is enough.
          for (const std::string& url : {pair.apim(), pair.identity()}) {
            if (url.starts_with("h2:")) continue;  // lets nobody else open the file at all
            const auto holder = db::open(url, db::Access::write);
            holder->lock("somebody@host pid 1 since 2026-01-01T00:00:00Z");
            CHECK(run_cli(pair.on_it({"apps", "apply"})).status == 5);
          }
          const auto applied = run_cli(pair.on_it({"apps", "apply"}));
          REQUIRE_MESSAGE(applied.status == 0, applied.err);
          CHECK(test::difference(reference().after(), pair.rows()) == "");
          CHECK(pair.both(state) == "applied, applied");
          CHECK(pair.both("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE TARGET = 'application'")
                    .ends_with(", 0"));
          CHECK(pair.both("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE TARGET <> 'application'")
                    .starts_with("0, "));
          CHECK(run_cli(pair.on_it({"apps", "verify"})).status == 0);
          CHECK(run_cli(pair.on_it({"status"})).status == 0);
          CHECK(run_cli(pair.on_it({"apps", "apply"})).out.starts_with("nothing to change"));
          REQUIRE(run_cli(pair.on_it({"apps", "undo", "1"})).status == 0);
          CHECK(test::difference(reference().before(), pair.rows()) == "");
          CHECK(pair.both(state) == "undone, undone");
          const auto history = run_cli(pair.on_it({"apps", "history", "-o", "csv"}));
          CHECK(std::ranges::count(history.out, '\n') == 2);  // the heading and one run
          CHECK(history.out.find("undone") != std::string::npos);
        },
        true);
  }

  TEST_CASE("stopped behind any chunk, both ways, the same command goes on with the same run") {
    on_pairs([](const Pair& pair) {
      const Open open(pair);
      const auto world = [](int stop_after) {
        auto surroundings = test::surroundings(stop_after);
        surroundings.throttle.batch_size = 60;
        return surroundings;
      };
      std::int64_t run = 0;
      for (int stops = 1;; ++stops) {
        const auto outcome = apps::apply(open.databases(), open.plan(), world(1));
        run = outcome.run;
        if (!outcome.interrupted) break;
        REQUIRE(stops < 100);
        CHECK(open.both(state) == "running, running");
      }
      CHECK(run == 1);
      CHECK(test::difference(reference().after(), open.rows()) == "");
      while (apps::undo(open.databases(), run, "", world(1)).interrupted) {
        CHECK(open.both(state) == "undoing, undoing");
      }
      CHECK(test::difference(reference().before(), open.rows()) == "");
      CHECK(open.both("SELECT COUNT(*) FROM TOKENSHIFT_RUN") == "1, 1");
      for (db::Connection* const database : open.databases().all()) {
        database->execute("DELETE FROM TOKENSHIFT_JOURNAL; DELETE FROM TOKENSHIFT_RUN");
      }
      killed_in_between(open);
    });
  }

  TEST_CASE("kill -9 at random moments loses nothing and does nothing twice") {
    on_pairs([](const Pair& pair) {
      const test::TempDir folder;
      const auto log = folder / "log";
      const auto apply = pair.on_it({"apps", "apply", "--batch-size", "40"});
      const auto finish = [&](const std::vector<std::string>& words) {
        int status = 5;
        for (int i = 0; i < 500 && status == 5; ++i) {
          status = test::run_program(words, log);
          if (status == 5) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return status;
      };
      const auto start = std::chrono::steady_clock::now();
      REQUIRE_MESSAGE(finish(apply) == 0, test::slurp(log));
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
          std::chrono::steady_clock::now() - start);
      std::mt19937 random(std::random_device{}());
      int killed = 0;
      for (int round = 1; round <= 5; ++round) {
        CAPTURE(round);
        const std::string run = std::to_string(round);
        const auto undo = pair.on_it({"apps", "undo", run, "--batch-size", "40"});
        for (const auto& [words, rows] :
             {std::pair{&undo, &reference().before()}, std::pair{&apply, &reference().after()}}) {
          {
            test::Program program(*words, log);
            std::this_thread::sleep_for(std::chrono::microseconds(
                static_cast<std::int64_t>(random() % static_cast<unsigned long>(took.count()))));
            program.kill(SIGKILL);
            killed += program.wait() == -SIGKILL ? 1 : 0;
          }
          REQUIRE_MESSAGE(finish(*words) == 0, test::slurp(log));
          CHECK(test::difference(*rows, pair.rows()) == "");
        }
        const std::string one = pair.both("SELECT MAX(RUN_ID) FROM TOKENSHIFT_RUN");
        CHECK(one == fmt::format("{0}, {0}", round + 1));
      }
      CHECK(killed > 0);
    });
  }
}

namespace {

// All tables in the first, the clients that count in the second.
struct Shared {
  Shared() {
    for (const std::string& url : {apim, identity}) {
      lab::create({.destination = lab::Destination{.address = {.url = url}},
                   .clients = lab::fewest_clients,
                   .now = test::test_now()});
    }
  }
  std::vector<std::string> on_it(std::vector<std::string> words, bool both) const {
    for (const std::string& word :
         {std::string("--db"), apim, std::string("--apim-version"), std::string("4.6.0")}) {
      words.push_back(word);
    }
    if (both) words.insert(words.end(), {"--identity-db", identity});
    return words;
  }
  test::Ran cli(std::vector<std::string> words, bool both) const {
    return run_cli(on_it(std::move(words), both));
  }

  test::TempDir folder;
  std::string apim = "sqlite:" + (folder / "apim.db").string();
  std::string identity = "sqlite:" + (folder / "identity.db").string();
};

}  // namespace

TEST_CASE("a run that wrote to two databases is not undone or continued in one of them") {
  const Shared pair;
  REQUIRE(pair.cli({"apps", "apply"}, true).status == 0);
  const auto undo = pair.cli({"apps", "undo", "1"}, false);
  CHECK(undo.status == 4);
  CHECK(says(undo.err, "writes to identity besides"));
  db::open(pair.identity, db::Access::write)->execute("UPDATE TOKENSHIFT_RUN SET STATE='running'");
  db::open(pair.apim, db::Access::write)->execute("UPDATE TOKENSHIFT_RUN SET STATE='running'");
  CHECK(pair.cli({"apps", "apply"}, false).status == 4);
  CHECK(pair.cli({"apps", "apply"}, true).status == 0);
  CHECK(pair.cli({"apps", "undo", "1"}, true).status == 0);
}

TEST_CASE("a run that wrote to one database is not undone or continued in two") {
  const Shared pair;
  REQUIRE(pair.cli({"apps", "apply"}, false).status == 0);
  const auto undo = pair.cli({"apps", "undo", "1"}, true);
  CHECK(undo.status == 4);
  CHECK(says(undo.err, "wrote to apim alone"));
  REQUIRE(pair.cli({"apps", "apply"}, true).status == 0);
  const auto history = pair.cli({"apps", "history", "-o", "csv"}, true);
  CHECK(says(history.out, "apim and identity"));
  CHECK(std::ranges::count(history.out, '\n') == 3);  // the number of the second is new in both
  CHECK(pair.cli({"apps", "undo", "2"}, true).status == 0);
  CHECK(pair.cli({"apps", "undo", "1"}, false).status == 0);
}

TEST_CASE("clients that lie beside the tables of the portals are told of") {
  const Shared pair;
  const auto plan = pair.cli({"apps", "plan"}, true);
  CHECK(plan.status == 0);
  CHECK(says(plan.err, "apim holds 40 clients of its own"));
}

TEST_CASE(
    "Identity Server as key manager is refused, unless its database is named and it is forced") {
  const Shared pair;
  db::open(pair.apim, db::Access::write)
      ->execute("UPDATE AM_KEY_MANAGER SET TYPE = 'WSO2-IS' WHERE NAME = 'Resident Key Manager'");
  for (const bool both : {false, true}) {
    const auto refused = pair.cli({"apps", "apply"}, both);
    CHECK(refused.status == 4);
    CHECK(says(refused.err, "of the type WSO2-IS"));
    CHECK(says(refused.err, "--identity-db URL --force-is-km"));
  }
  CHECK(pair.cli({"apps", "plan"}, false).status == 0);
  CHECK(says(pair.cli({"apps", "plan"}, false).err, "of the type WSO2-IS"));
  CHECK(pair.cli({"apps", "apply", "--force-is-km"}, false).status == 2);
  const auto forced = pair.cli({"apps", "apply", "--force-is-km"}, true);
  CHECK(forced.status == 0);
  CHECK(says(forced.err, "the portals' clients lie there"));
  // The portals' own clients, which stay in the database of API-M: the same URL twice.
  CHECK(pair.cli({"apps", "apply", "--force-is-km", "--identity-db", pair.apim}, false).status ==
        0);
}

TEST_CASE("a plan is for the databases that it was made from") {
  const Shared pair;
  const std::string file = (pair.folder / "plan.jsonl").string();
  REQUIRE(pair.cli({"apps", "plan", "--out", file}, true).status == 0);
  const auto refused = pair.cli({"apps", "apply", file}, false);
  CHECK(refused.status == 4);
  CHECK(says(refused.err, "identity database identity"));
  CHECK(pair.cli({"apps", "apply", file}, true).status == 0);
}

TEST_CASE("a database without the tables of its side is told by the option that names it") {
  const Shared pair;
  db::open(pair.identity, db::Access::write)->execute("DROP TABLE SP_METADATA");
  const auto plan = pair.cli({"apps", "plan"}, true);
  CHECK(plan.status == 3);
  CHECK(says(plan.err, "SP_METADATA"));
  CHECK(says(plan.err, "--identity-db is to name"));
}
