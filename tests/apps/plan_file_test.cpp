// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/plan_file.hpp"

#include "tokenshift/apps/apply.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/digest.hpp"

#include "support/errors.hpp"
#include "support/practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

using namespace tokenshift;
using namespace tokenshift::apps;
using test::error_of;

namespace {

Plan plan_of(const test::Practice& practice, const CustomIssuers& custom = {}) {
  const auto database = practice.open();
  return make_plan(*database, apim::read_catalog(*database), custom);
}

std::string written(const Plan& plan) {
  std::string text;
  write_plan([&](std::string_view bytes) { text += bytes; }, plan);
  return text;
}

// A plan in a file, to be read once.
class File {
 public:
  explicit File(const std::string& text) : path_((folder_ / "plan.jsonl").string()) {
    std::ofstream(path_) << text;
  }
  const std::string& path() const { return path_; }

 private:
  test::TempDir folder_;
  std::string path_;
};

Comparison compared(const std::string& text, const Plan& now, std::size_t limit = 10) {
  const File file(text);
  PlanReader reader(file.path());
  return compare(reader, now, limit);
}

// Reads all of it; the error.
Error error_in(const std::string& text) {
  const File file(text);
  const Error error = error_of([&] {
    PlanReader reader(file.path());
    PlannedChange change;
    while (reader.next(change)) {
    }
  });
  CHECK(std::string(error.what()).find("plan.jsonl:") != std::string::npos);
  CHECK_FALSE(error.hint().empty());
  return error;
}

// The text with one piece replaced, under a digest that fits again.
std::string forged(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  const std::size_t last = text.rfind("{\"sha256\"");
  const std::string content = text.substr(0, last);
  return content + "{\"sha256\":\"" + crypto::sha256_hex(content) + "\"}\n";
}

}  // namespace

TEST_CASE("the same plan gives the same bytes, and reads as what was written") {
  const test::Practice practice;
  const CustomIssuers custom{.convert = {"Acme \"x\"", "Zoë"}, .accept = {"Other"}};
  const Plan plan = plan_of(practice, custom);
  const std::string text = written(plan);
  CHECK(written(plan_of(practice, custom)) == text);

  const File file(text);
  PlanReader reader(file.path());
  CHECK(reader.header().database == plan.database);
  CHECK(reader.header().identity == plan.identity);
  CHECK(reader.header().identity.engine == "sqlite");
  CHECK(reader.header().custom == custom);
  CHECK(reader.header().fingerprint == plan.fingerprint);
  PlannedChange planned;
  for (const Change& change : plan.changes) {
    REQUIRE(reader.next(planned));
    CHECK(planned.change.row == change.row);
    CHECK(planned.change.owner == change.owner);
    CHECK(planned.change.target == change.target);
    CHECK(planned.old_value == plan.values[change.old_value]);
  }
  CHECK_FALSE(reader.next(planned));
  CHECK(compared(text, plan).different == 0);
  CHECK(other_target(reader.header(), plan).empty());
}

TEST_CASE("the digest is over every byte before it") {
  const test::Practice practice;
  const std::string text = written(plan_of(practice));
  const std::size_t last = text.rfind("{\"sha256\"");
  CHECK(text.substr(last) == "{\"sha256\":\"" + crypto::sha256_hex(text.substr(0, last)) + "\"}\n");
}

TEST_CASE("a plan that was cut off, altered or is none is malformed input, wherever it happened") {
  const test::Practice practice;
  const std::string text = written(plan_of(practice));
  CHECK(error_in("").kind() == ErrorKind::input);
  CHECK(error_in("hello\n").kind() == ErrorKind::input);
  CHECK(error_in("{}\n").kind() == ErrorKind::input);
  CHECK(error_in("{\"tokenshift_plan\":1}\n").kind() == ErrorKind::input);
  for (std::size_t length = 1; length < text.size(); length += 97) {
    CHECK(error_in(text.substr(0, length)).kind() == ErrorKind::input);
  }
  for (const char* piece : {"Default", "WSO2AM_DB", "\"row\":", "sha256", "type-row"}) {
    std::string altered = text;
    ++altered[altered.find(piece)];
    CAPTURE(piece);
    CHECK(error_in(altered).kind() == ErrorKind::input);
  }
  CHECK(error_in(text + text).kind() == ErrorKind::input);
  CHECK(error_in(forged(text, "type-row", "type-raw")).kind() == ErrorKind::input);
  CHECK(error_in(forged(text, "\"changes\":", "\"changes\":1")).kind() == ErrorKind::input);
  const std::size_t second = text.find('\n') + 1;
  const std::string line = text.substr(second, text.find('\n', second) + 1 - second);
  CHECK(error_in(forged(text, line, line + line)).kind() == ErrorKind::input);
}

TEST_CASE("a plan that cannot be read is the environment's fault") {
  const test::TempDir folder;
  CHECK(error_of([&] { PlanReader reader(folder / "none.jsonl"); }).kind() ==
        ErrorKind::environment);
  CHECK(error_of([&] { PlanReader reader(folder.path()); }).kind() == ErrorKind::environment);
}

TEST_CASE("differences name the row: gone, new, changed, of somebody else") {
  const test::Practice practice;
  const Plan plan = plan_of(practice);
  const std::string text = written(plan);
  const auto row = [&](std::size_t i) { return std::to_string(plan.changes[i].row); };
  practice.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'JWT' WHERE ID = " + row(0));
  practice.sql("UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = 'oauth' WHERE ID = " + row(1));
  practice.sql(
      "UPDATE AM_APPLICATION SET TOKEN_TYPE = 'OAUTH' WHERE APPLICATION_ID ="
      " (SELECT MIN(APPLICATION_ID) FROM AM_APPLICATION WHERE TOKEN_TYPE = 'JWT')");
  practice.sql("UPDATE AM_APPLICATION SET NAME = 'Renamed' WHERE NAME = 'NoKeys'");
  const Comparison comparison = compared(text, plan_of(practice));
  CHECK(comparison.different == 4);
  CHECK_FALSE(comparison.now_is_rest);
  REQUIRE(comparison.differences.size() == 4);
  CHECK(comparison.differences[0].row == plan.changes[0].row);
  CHECK(comparison.differences[0].what.find("no longer") != std::string::npos);
  CHECK(comparison.differences[1].what.find("another value") != std::string::npos);
  const auto said = [&](const char* what) {
    return std::ranges::any_of(comparison.differences, [&](const Difference& difference) {
      return difference.target == Target::application &&
             difference.what.find(what) != std::string::npos;
    });
  };
  CHECK(said("has to change now"));
  CHECK(said("somebody else"));
  CHECK(compared(text, plan_of(practice), 1).differences.size() == 1);
}

TEST_CASE("what is left after a run was cut off is the rest of its plan") {
  const test::Practice practice(3000);
  const std::string text = written(plan_of(practice));
  apply(*practice.open(), plan_of(practice), test::surroundings(1));
  const Comparison comparison = compared(text, plan_of(practice));
  CHECK(comparison.different > 0);
  CHECK(comparison.now_is_rest);
}

TEST_CASE("a plan is for one deployment, engine and schema") {
  const test::Practice practice;
  const Plan plan = plan_of(practice);
  const File file(written(plan));
  const PlanReader reader(file.path());
  const PlanHeader& header = reader.header();
  Plan now = plan;
  now.database = "OTHER_DB";
  CHECK(other_target(header, now).find("OTHER_DB") != std::string::npos);
  now = plan_of(practice);
  now.identity.engine = "postgresql";
  CHECK(other_target(header, now).find("postgresql") != std::string::npos);

  practice.sql("ALTER TABLE AM_APPLICATION ADD COLUMN EXTRA INTEGER");
  CHECK(other_target(header, plan_of(practice)).find("columns") != std::string::npos);
  practice.sql("UPDATE AM_KEY_MANAGER SET UUID = 'another' WHERE TYPE = 'Okta'");
  CHECK(other_target(header, plan_of(practice)).find("deployment") != std::string::npos);
}
