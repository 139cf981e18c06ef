// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/lock.hpp"

#include "tokenshift/base/text.hpp"

#include "descriptor.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace tokenshift::os {
namespace {

// Its first line, shortened: whoever may write the file decides what is in it.
std::string holder(const Descriptor& file) {
  std::array<char, 200> bytes{};
  const ssize_t count = ::pread(file.number(), bytes.data(), bytes.size(), 0);
  const std::string_view text(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  const std::string_view line = trimmed(text.substr(0, text.find('\n')));
  return line.empty() ? "another process" : printable(line);
}

Descriptor open_lock(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file.is_open()) return file;
  const int reason = errno;
  if (reason == EACCES && ::access(path.c_str(), F_OK) == 0) {
    throw file_error(ErrorKind::environment, path, "the lock file belongs to another user",
                     "run as that user, or remove the file when no tokenshift is running");
  }
  throw system_error(path, "made", reason);
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path, const std::string& owner) {
  Descriptor file = open_lock(path);
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw system_error(path, "locked", errno);
    throw file_error(ErrorKind::locked, path, fmt::format("is locked by {}", holder(file)),
                     "wait until that run has ended, then run the same command again");
  }
  if (::ftruncate(file.number(), 0) != 0) throw system_error(path, "written", errno);
  write_durably(file, path, owner + "\n");
  descriptor_ = file.release();
}

FileLock::~FileLock() {
  // Whoever finds the name of a holder in the file shall find the present one. If it cannot be
  // removed, the next holder overwrites it.
  [[maybe_unused]] const int emptied = ::ftruncate(descriptor_, 0);
  ::close(descriptor_);
}

}  // namespace tokenshift::os
