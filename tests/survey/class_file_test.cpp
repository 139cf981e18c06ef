// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/class_file.hpp"

#include "tokenshift/base/error.hpp"

#include "support/errors.hpp"
#include "support/jar.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

using survey::read_class;

TEST_CASE("a class file tells its name and its superclass") {
  const auto read = read_class(class_bytes("com.acme.Issuer", "com.acme.Base"), "x");
  CHECK(read.name == "com.acme.Issuer");
  CHECK(read.superclass == "com.acme.Base");
}

TEST_CASE("a class file that is cut off anywhere before its superclass is none") {
  const std::string bytes = class_bytes("com.acme.Issuer", "com.acme.Base");
  const std::size_t needed = bytes.size() - 8;  // interfaces, fields, methods, attributes
  for (std::size_t length = 0; length < needed; ++length) {
    CAPTURE(length);
    CHECK(error_of([&] { read_class(bytes.substr(0, length), "x"); }).kind() == ErrorKind::input);
  }
  CHECK(read_class(bytes.substr(0, needed), "x").superclass == "com.acme.Base");
}

TEST_CASE("a class file with constants of an unknown kind is refused") {
  std::string bytes = class_bytes("com.acme.Issuer", "com.acme.Base");
  bytes[10] = 99;
  CHECK(error_of([&] { read_class(bytes, "x"); }).kind() == ErrorKind::input);
}

}  // namespace tokenshift::test
