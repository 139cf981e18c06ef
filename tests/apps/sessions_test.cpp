// SPDX-License-Identifier: Apache-2.0
// Several sessions write one plan: on the servers, which have them.
#include "tokenshift/apps/apply.hpp"
#include "tokenshift/apps/plan.hpp"

#include "support/contents.hpp"
#include "support/practice.hpp"
#include "support/servers.hpp"
#include "support/victim.hpp"

#include <doctest/doctest.h>

#include <condition_variable>
#include <set>
#include <thread>

using namespace tokenshift;
using namespace std::chrono_literals;
using test::Engine;
using test::Victim;

namespace {

// Holds up each session in its first chunk until so many are there.
class Meeting {
 public:
  explicit Meeting(std::size_t wanted) : wanted_(wanted) {}

  void attend() {
    std::unique_lock lock(mutex_);
    present_.insert(std::this_thread::get_id());
    changed_.notify_all();
    changed_.wait_for(lock, 10s, [&] { return present_.size() >= wanted_; });
  }
  std::size_t present() const { return present_.size(); }

 private:
  std::size_t wanted_;
  std::set<std::thread::id> present_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

apps::Outcome apply_with(int sessions, Meeting& meeting, db::Connection& database) {
  apps::Surroundings world = test::surroundings();
  world.throttle = {.batch_size = 50, .sessions = sessions};
  world.tick = [&] {
    meeting.attend();
    return std::chrono::steady_clock::now();
  };
  const auto plan = apps::make_plan(database, apim::read_catalog(database), {});
  return apps::apply(database, plan, world);
}

}  // namespace

TEST_SUITE("engines: sessions") {
  TEST_CASE("three sessions at once end with the rows of one, and undo takes them back") {
    test::on_each_engine([](const Engine& engine) {
      if (!engine.server) return;
      const std::string url = engine.fresh_url();
      const Victim victim({.url = url}, 3000);
      Meeting meeting(3);
      const auto database = db::open(url, db::Access::write);
      const auto outcome = apply_with(3, meeting, *database);
      CHECK(meeting.present() == 3);
      CHECK(outcome.done == victim.journaled());
      CHECK(outcome.drifted == 0);
      CHECK(test::difference(victim.after(), victim.rows()) == "");
      CHECK(victim.finish(victim.undo()) == 0);
      CHECK(test::difference(victim.before(), victim.rows()) == "");
    });
  }

  TEST_CASE("a file has one writer, however many sessions are wanted") {
    test::on_each_engine([](const Engine& engine) {
      if (engine.server) return;
      const std::string url = engine.fresh_url();
      const Victim victim({.url = url}, 200);
      Meeting meeting(1);
      const auto database = db::open(url, db::Access::write);
      CHECK(apply_with(3, meeting, *database).done == victim.journaled());
      CHECK(meeting.present() == 1);
    });
  }

  TEST_CASE("where a user may have one session alone, that one does all") {
    test::on_each_engine([](const Engine& engine) {
      if (!engine.server) return;
      const bool postgresql = engine.name == "postgresql";
      const auto server = test::new_server(engine.name);
      const Victim victim(
          {.url = server->tcp_url(server->fresh_database()), .password = "test-password"});
      server->sql(postgresql ? "postgres" : "mysql",
                  postgresql ? "ALTER ROLE tester CONNECTION LIMIT 1"
                             : "ALTER USER 'tester'@'127.0.0.1' WITH MAX_USER_CONNECTIONS 1");
      CHECK(victim.finish(victim.apply({"--sessions", "4"})) == 0);
      CHECK(test::difference(victim.after(), victim.rows()) == "");
    });
  }
}
