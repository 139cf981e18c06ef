// SPDX-License-Identifier: Apache-2.0
#include "support/victim.hpp"

#include "tokenshift/lab/lab.hpp"

#include "support/contents.hpp"
#include "support/practice.hpp"
#include "support/program.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace tokenshift::test {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

Victim::Victim(db::Address address, std::int64_t clients)
    : address_(std::move(address)), reached_by_(address_.url) {
  if (address_.password) folder_.write("password", *address_.password + "\n");
  lab::create({.destination = lab::Destination{.address = address_},
               .clients = clients,
               .now = test_now()});
  before_ = rows();
  const auto start = Clock::now();
  REQUIRE_MESSAGE(finish(apply()) == 0, slurp(log()));
  took_ = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
  after_ = rows();
  REQUIRE(before_ != after_);
  journaled_ = number("SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL");
  REQUIRE_MESSAGE(finish(undo()) == 0, slurp(log()));
  REQUIRE(difference(before_, rows()) == "");
}

std::vector<std::string> Victim::on_it(std::vector<std::string> words) const {
  for (const std::string& word :
       {std::string("--db"), reached_by_, std::string("--apim-version"), std::string("4.6.0")}) {
    words.push_back(word);
  }
  if (address_.password) {
    words.emplace_back("--password-file");
    words.push_back(folder_ / "password");
  }
  return words;
}

std::vector<std::string> Victim::apply(const std::vector<std::string>& more) const {
  auto words = on_it({"apps", "apply", "--batch-size", "50"});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> Victim::undo(const std::vector<std::string>& more) const {
  const std::int64_t run = number("SELECT MAX(RUN_ID) FROM TOKENSHIFT_RUN");
  auto words = on_it({"apps", "undo", std::to_string(run), "--batch-size", "50"});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

int Victim::finish(const std::vector<std::string>& words) const {
  for (const auto until = Clock::now() + 10s;;) {
    const int status = run_program(words, log());
    if (status != 5 || Clock::now() > until) return status;
    std::this_thread::sleep_for(20ms);
  }
}

Victim::Rows Victim::rows() const {
  const auto database = db::open(address_, db::Access::read);
  return logical_rows(*database);
}

std::int64_t Victim::number(const std::string& query) const {
  const auto database = db::open(address_, db::Access::read);
  const auto row = database->prepare(query);
  REQUIRE(row->next());
  return row->integer(0);
}

void Victim::sql(const std::string& statement) const {
  db::open(address_, db::Access::write)->execute(statement);
}

}  // namespace tokenshift::test
