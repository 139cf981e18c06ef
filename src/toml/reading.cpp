// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/document.hpp"

#include "model.hpp"
#include "parser.hpp"
#include "problem.hpp"
#include "utf8.hpp"

namespace tokenshift::toml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::vector<Finding> findings_of(const Model& model, const std::vector<Problem>& problems) {
  std::vector<Finding> findings;
  findings.reserve(problems.size());
  Locator locator(model);
  for (const Problem& problem : problems) {
    findings.push_back({.severity = Severity::error,
                        .id = std::string(problem.id),
                        .message = problem.what,
                        .hint = problem.hint,
                        .location = locator.at(problem.offset)});
  }
  return findings;
}

}  // namespace

Reading read(std::string text, std::string name) {
  auto model = make_model(std::move(text), std::move(name));
  std::vector<Problem> problems;
  bool complete = true;
  std::size_t start = 0;
  if (model->text.starts_with(byte_order_mark)) {
    problems.push_back(unexpected(model->text, 0, Expected::statement));
    problems.back().id = "byte-order-mark";
    start = byte_order_mark.size();
  }
  try {
    Parser(*model, start, problems).run();
  } catch (const Raised& last) {
    problems.push_back(last.problem());
    complete = false;
  }
  std::vector<Finding> findings = findings_of(*model, problems);
  return {.document = Document(std::move(model)),
          .problems = std::move(findings),
          .complete = complete};
}

InvalidUtf8 invalid_utf8(std::string_view text) {
  InvalidUtf8 invalid;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid && invalid.count++ == 0) invalid.first = at;
    at += character.length;
  }
  return invalid;
}

}  // namespace tokenshift::toml
