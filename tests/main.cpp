// SPDX-License-Identifier: Apache-2.0
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdlib>

int main(int argc, char** argv) {
  // The program itself, where a test starts it, must not read the settings of whoever runs the
  // test.
  ::setenv("TOKENSHIFT_NO_SETTINGS", "1", 1);
  return doctest::Context(argc, argv).run();
}
