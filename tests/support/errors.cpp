// SPDX-License-Identifier: Apache-2.0
#include "support/errors.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace tokenshift::test {

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    const std::string_view message = error.what();
    CHECK_MESSAGE(message.find('\n') == std::string_view::npos, message);
    CHECK_MESSAGE(!message.ends_with('.'), message);
    CHECK_MESSAGE(!error.hint().empty(), message);
    CHECK_MESSAGE(error.hint().find('\n') == std::string::npos, error.hint());
    return error;
  }
  FAIL("no error was thrown");
  return {ErrorKind::internal, "", ""};
}

}  // namespace tokenshift::test
