// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/random.hpp"

#include "tokenshift/base/error.hpp"

#include <sys/random.h>

#include <cerrno>

namespace tokenshift::os {

void random_bytes(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      throw Error(ErrorKind::environment, "the kernel gives no random bytes",
                  "check that getrandom(2) is allowed here");
    }
  }
}

}  // namespace tokenshift::os
