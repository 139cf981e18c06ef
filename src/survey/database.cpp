// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/database.hpp"

#include "ask.hpp"
#include "questions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tokenshift::survey {
namespace {

// While it lives, a statement may take so long and no longer.
class Patience {
 public:
  Patience(db::Connection& database, const DatabaseQuestions& questions)
      : database_(questions.patience.count() > 0 ? &database : nullptr),
        usual_(questions.usual_limit) {
    if (database_ != nullptr) database_->limit_statements(questions.patience);
  }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  ~Patience() {
    try {
      if (database_ != nullptr) database_->limit_statements(usual_);
    } catch (const Error&) {  // the connection is gone: the next question says so
    }
  }

 private:
  db::Connection* database_;
  std::chrono::milliseconds usual_;
};

template <typename T>
void say_not_counted(Known<T>& fact, const DatabaseQuestions& questions) {
  if (fact.value) return;
  fact.why_not = fmt::format("not counted: {}", fact.why_not);
  if (questions.patience.count() > 0) fact.why_not += "; --count-tokens insists";
}

void look_at_tokens(db::Connection& database, const DatabaseQuestions& questions,
                    DatabaseFacts& facts) {
  const Patience patience(database, questions);
  facts.live_opaque = ask([&] { return apps::live_opaque_tokens(database, questions.now); });
  facts.live_bound = ask([&] { return live_bound_tokens(database, questions.now); });
  facts.busiest = ask([&] { return busiest_minute(database); });
  say_not_counted(facts.live_opaque, questions);
  say_not_counted(facts.live_bound, questions);
  say_not_counted(facts.busiest, questions);
}

// What the same row of AM_KEY_MANAGER in each organization has in common is said once.
std::vector<std::string> other_key_managers(const apim::Catalog& catalog) {
  std::vector<std::string> names;
  for (const apim::KeyManager& manager : catalog.key_managers) {
    if (manager.is_resident()) continue;
    std::string name = fmt::format("{} ({})", manager.name, manager.type);
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

DatabaseFacts look_for_use(const apim::Databases& databases) {
  return {.name = databases.name(),
          .engine = std::string(databases.identity().dialect().name),
          .signs_of_use = ask([&] { return signs_of_use(databases); })};
}

DatabaseFacts look_at_database(const apim::Databases& databases, const apim::Catalog& catalog,
                               const DatabaseQuestions& questions) {
  DatabaseFacts facts = look_for_use(databases);
  db::Connection& identity = databases.identity();
  if (questions.clients) {
    facts.clients = ask([&] { return read_clients(databases, catalog, questions.custom); });
  }
  facts.settings = ask([&] { return read_client_settings(identity); });
  facts.without_service_provider = ask([&] { return clients_without_service_provider(identity); });
  facts.invalid_tokens_indexed = ask([&] { return invalid_tokens_are_indexed(identity); });
  facts.revocations =
      ask([&] { return read_revocations(databases, facts.settings, questions.now); });
  facts.other_key_managers = known(other_key_managers(catalog));
  facts.identity_server = known(std::ranges::any_of(catalog.key_managers, [](const auto& manager) {
    return manager.is_resident() && manager.type != "default";
  }));
  if (questions.tokens) look_at_tokens(identity, questions, facts);
  return facts;
}

}  // namespace tokenshift::survey
