// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/files.hpp"

#include "descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace tokenshift::os {

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  return read_all(open_regular(path), path, limit);
}

void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file.is_open()) throw system_error(path, "written", errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) throw system_error(path, "written", errno);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace tokenshift::os
