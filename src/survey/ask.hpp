// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/error.hpp"
#include "tokenshift/survey/facts.hpp"

#include <type_traits>

namespace tokenshift::survey {

/// The answer, or why there is none: a file, a right or time is missing.
template <typename Question>
auto ask(const Question& question) -> Known<std::invoke_result_t<Question>> {
  try {
    return {question(), {}};
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) throw;
    return {std::nullopt, error.what()};
  }
}

}  // namespace tokenshift::survey
