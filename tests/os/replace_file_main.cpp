// SPDX-License-Identifier: Apache-2.0
// replace_file FILE EXPECTED REPLACEMENT: for the crash test, which stops it at each system call.
#include "tokenshift/base/error.hpp"
#include "tokenshift/os/files.hpp"

#include <cstdio>

int main(int count, char** words) {
  if (count != 4) return 2;
  try {
    using tokenshift::os::read_file;
    tokenshift::os::replace_file(words[1], read_file(words[2]), read_file(words[3]), "stamp");
  } catch (const tokenshift::Error& error) {
    std::fprintf(stderr, "%s\n%s\n", error.what(), error.hint().c_str());
    return static_cast<int>(error.kind());
  }
  return 0;
}
