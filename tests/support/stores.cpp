// SPDX-License-Identifier: Apache-2.0
#include "support/stores.hpp"

#include "tokenshift/db/backend.hpp"
#include "tokenshift/lab/schema.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

void Store::sql(const std::string& statements) const { open()->execute(statements); }

std::int64_t Store::number(const std::string& query) const {
  const auto database = open();
  const auto row = database->prepare(query);
  REQUIRE(row->next());
  return row->integer(0);
}

void on_each_store(const std::function<void(const Store&)>& run, const std::string& apim_version) {
  const TempDir folder;
  const std::string url = "sqlite:" + (folder / "WSO2AM_DB.db").string();
  {
    const auto database = db::open(url, db::Access::create);
    for (const auto& statements : {lab::create_tables(apim_version, lab::Source::apim, "sqlite"),
                                   lab::create_keys(apim_version, lab::Source::apim, "sqlite")}) {
      for (const std::string& statement : statements) database->execute(statement);
    }
  }
  CAPTURE(url);
  run({.engine = "sqlite", .open = [url] { return db::open(url, db::Access::write); }});
}

std::function<std::string()> counting_ids() {
  return [count = 0]() mutable { return "id-" + std::to_string(++count); };
}

}  // namespace tokenshift::test
