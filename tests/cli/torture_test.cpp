// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments of apply and undo, on every engine: the same command continues, and
// ends where an uninterrupted one does, row for row.
//
// TOKENSHIFT_KILLS says how many times to kill on each engine (20; 5 on H2), TOKENSHIFT_SEED
// repeats a run. tests/torture.sh ENGINE COUNT is the way to do it thousands of times.
#include "support/contents.hpp"
#include "support/program.hpp"
#include "support/servers.hpp"
#include "support/victim.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

using namespace tokenshift;
using namespace std::chrono_literals;
using test::Victim;

namespace {

long number_of(const char* variable, long otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atol(text);
}

// Starts the command, kills it at a random moment, and gives it again; whether the kill hit it.
bool kill_and_finish(const Victim& victim, const std::vector<std::string>& words,
                     std::mt19937_64& random) {
  test::Program program(words, victim.log());
  std::this_thread::sleep_for(random() % static_cast<std::uint64_t>(victim.took().count()) * 1us);
  program.kill(SIGKILL);
  const int status = program.wait();
  const bool killed = status == -SIGKILL;
  if (!killed) CHECK(status == 0);
  // One that came to its end has nothing left to undo.
  if (killed || words[1] == "apply") CHECK(victim.finish(words) == 0);
  return killed;
}

}  // namespace

TEST_SUITE("engines: torture") {
  TEST_CASE("killed at random moments, apply and undo end where uninterrupted ones do") {
    const auto seed = static_cast<std::uint64_t>(
        number_of("TOKENSHIFT_SEED", static_cast<long>(std::random_device{}())));
    REQUIRE_MESSAGE(!test::engines().empty(), "TOKENSHIFT_TEST_ENGINES names no engine");
    test::on_each_engine([&](const test::Engine& engine) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      // H2 starts a Java machine for each statement it reads or writes.
      const bool slow = engine.name == "h2";
      const long wanted = number_of("TOKENSHIFT_KILLS", slow ? 5 : 20);
      const Victim victim({.url = engine.fresh_url()}, slow ? 200 : 1500);
      long killed = 0;
      long tried = 0;
      while (killed < wanted) {
        REQUIRE_MESSAGE(++tried < 20 + wanted * 4, "the kills miss: ", killed, " of ", tried);
        killed += kill_and_finish(victim, victim.apply(), random) ? 1 : 0;
        CHECK(victim.number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL WHERE RUN_ID ="
                            " (SELECT MAX(RUN_ID) FROM TOKENSHIFT_RUN)") == victim.journaled());
        REQUIRE_MESSAGE(test::difference(victim.after(), victim.rows()) == "",
                        test::slurp(victim.log()));
        killed += kill_and_finish(victim, victim.undo(), random) ? 1 : 0;
        REQUIRE_MESSAGE(test::difference(victim.before(), victim.rows()) == "",
                        test::slurp(victim.log()));
      }
      MESSAGE(engine.name, ": ", killed, " kills in ", tried, " rounds, seed ", seed);
    });
  }
}
