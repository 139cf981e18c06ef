// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include "tokenshift/apps/journal.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/checks/rule.hpp"

#include "../presets.hpp"
#include "../session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <span>

namespace tokenshift::cli {
namespace {

using Words = std::vector<std::string>;

// The value of "--name VALUE" or "--name=VALUE" where it stands in the line.
std::string value_in(const Words& words, const std::string& name) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] == name && at + 1 < words.size()) return words[at + 1];
    if (words[at].starts_with(name + "=")) return words[at].substr(name.size() + 1);
  }
  return {};
}

// The names of the options in the line.
Words names_in(const Words& words) {
  Words names;
  for (const std::string& word : words) {
    if (word.starts_with("--")) names.push_back(word.substr(2, word.find('=') - 2));
  }
  return names;
}

// What the command would take from environment and settings files.
void preset(Program& program, const std::vector<Option>& options, const Words& words) {
  const Settings settings = read_settings(program.world());
  const Chosen chosen = choose(settings, names_in(words));
  const std::array<std::span<const Option>, 1> lists{options};
  remember_project(program, apply_presets({}, lists, chosen));
}

Session session_of(Program& program, const Words& words) {
  apim::DeploymentRequest request;
  const std::vector<Option> options = database_options(request);
  for (const Option& option : options) {
    if (auto* const* text = std::get_if<std::string*>(&option.target)) {
      **text = value_in(words, "--" + bare_name(option));
    }
  }
  if (std::ranges::find(words, "--no-settings") == words.end()) preset(program, options, words);
  request.lock_timeout = 1;
  request.statement_timeout = 1;
  auto deployment = load_shared(program, request);
  // H2 wants a Java machine, and a server that runs holds its file.
  if (deployment->db_url.find("h2:") != std::string::npos) {
    throw Error(ErrorKind::refused, "not while somebody types", "");
  }
  return open_session(std::move(deployment), db::Access::read);
}

void line(Program& program, std::string_view value, std::string_view about) {
  program.out() << printable(value) << '\t' << printable(about) << '\n';
}

void rules(Program& program, const Words&) {
  for (const checks::Rule& rule : checks::rules()) line(program, rule.id, rule.title);
}

void runs(Program& program, const Words& words) {
  const Session session = session_of(program, words);
  for (const apps::Run& run : apps::runs(session.databases())) {
    line(program, std::to_string(run.id),
         fmt::format("{}, {}, {}", run.started_at, run.state, counted(run.changes, "row")));
  }
}

void tenants(Program& program, const Words& words) {
  const Session session = session_of(program, words);
  for (const auto& [id, domain] : session.catalog.tenants) {
    line(program, domain, fmt::format("tenant {}", id));
  }
}

struct Question {
  std::string_view name;
  void (*answer)(Program&, const Words&);
};

constexpr std::array<Question, 3> questions{
    {{"rules", rules}, {"runs", runs}, {"tenants", tenants}}};

}  // namespace

void answer_completion(Program& program, const Words& question_and_words) {
  if (question_and_words.empty()) return;
  const auto* const question =
      std::ranges::find(questions, question_and_words.front(), &Question::name);
  if (question == questions.end()) return;
  try {
    question->answer(program, {question_and_words.begin() + 1, question_and_words.end()});
  } catch (const Error&) {  // no answer, see the header
  }
}

}  // namespace tokenshift::cli
