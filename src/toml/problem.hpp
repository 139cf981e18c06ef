// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/error.hpp"

#include "model.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tokenshift::toml {

/// Why the server would not start with the file, and where.
struct Problem {
  std::size_t offset = 0;
  std::string what;
  std::string hint;
  std::string_view id = "syntax";  ///< stable, kebab-case
};

/// What raise() throws: an Error that keeps the problem, for whoever collects several.
class Raised : public Error {
 public:
  Raised(const std::string& message, Problem problem)
      : Error(ErrorKind::input, message, problem.hint), problem_(std::move(problem)) {}

  const Problem& problem() const noexcept { return problem_; }

 private:
  Problem problem_;
};

/// Throws it as Error{input}, `name:line:column: what`.
[[noreturn]] void raise(const Model& model, const Problem& problem);

/// Throws Error{refused}, `name:line:column: what`: the file is fine, but no edit would be safe.
[[noreturn]] void refuse(const Model& model, std::size_t offset, const std::string& what,
                         const std::string& hint);

/// What should have stood where something else was found.
enum class Expected : std::uint8_t {
  statement,
  line_end,
  key,
  dot_or_equals,
  header_end,
  value,
  array_end,
  brace_end,
  string_end,
  date_part,
};

/// What is wrong with the bytes at `offset`, in the words that help most.
Problem unexpected(std::string_view text, std::size_t offset, Expected expected);

}  // namespace tokenshift::toml
