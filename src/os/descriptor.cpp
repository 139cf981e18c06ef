// SPDX-License-Identifier: Apache-2.0
#include "descriptor.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tokenshift::os {
namespace {

std::string hint_for(int error_number, const std::filesystem::path& path) {
  const std::string directory = printable(directory_of(path).string());
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return "check the path";
    case EACCES:
    case EPERM:
      return fmt::format("run as the owner of the file, or check `ls -la {}` and `lsattr`",
                         directory);
    case EROFS:
      return "make the change on the host that owns this mount, or mount it writable";
    case ENOSPC:
    case EDQUOT:
      return fmt::format(
          "free space (see `df -h {0}`, `df -i {0}`), then run the same command again", directory);
    case EMFILE:
    case ENFILE:
      return "raise the limit of open files (`ulimit -n`)";
    case ELOOP:
      return "check the symbolic links on the way";
    case EIO:
      return "check the disk (`dmesg`), then run the same command again";
    default:
      return fmt::format("check `ls -la {}`", directory);
  }
}

constexpr std::size_t read_step = std::size_t{64} << 10U;

// The next bytes of a file, at most `size`; 0 at its end.
std::size_t read_some(const Descriptor& file, const std::filesystem::path& path, char* bytes,
                      std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(file.number(), bytes, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) throw system_error(path, "read", errno);
  }
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

int Descriptor::release() noexcept { return std::exchange(number_, -1); }

Error file_error(ErrorKind kind, const std::filesystem::path& path, std::string_view what,
                 std::string hint) {
  return {kind, fmt::format("{}: {}", printable(path.string()), what), std::move(hint)};
}

Error system_error(const std::filesystem::path& path, std::string_view done, int error_number) {
  std::string hint = hint_for(error_number, path);
  if (error_number == ENOENT) {
    return file_error(ErrorKind::environment, path, "no such file or directory", std::move(hint));
  }
  std::string reason = std::strerror(error_number);
  reason.replace(0, 1, to_lower(reason.substr(0, 1)));
  return file_error(ErrorKind::environment, path, fmt::format("cannot be {}: {}", done, reason),
                    std::move(hint));
}

Descriptor open_regular(const std::filesystem::path& path) {
  // O_NONBLOCK: a named pipe without a writer must not hang us.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) throw system_error(path, "read", errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw system_error(path, "read", errno);
  if (S_ISDIR(status.st_mode)) {
    throw file_error(ErrorKind::environment, path, "is a directory", "name the file itself");
  }
  if (!S_ISREG(status.st_mode)) {
    throw file_error(ErrorKind::environment, path, "is not a regular file",
                     "name a file on disk; write a pipe's content to one first");
  }
  return file;
}

std::string read_all(const Descriptor& file, const std::filesystem::path& path, std::size_t limit) {
  std::string bytes;
  std::size_t used = 0;
  struct stat status {};
  if (::fstat(file.number(), &status) == 0 && status.st_size > 0) {
    // One byte more, to see the end without a longer buffer.
    bytes.resize(std::min(static_cast<std::size_t>(status.st_size), limit) + 1);
  }
  for (;;) {
    // The size that the system tells is a guess: a file may grow, those of /proc have none.
    if (used == bytes.size()) bytes.resize(used + std::max(read_step, used));
    const std::size_t count = read_some(file, path, bytes.data() + used, bytes.size() - used);
    if (count == 0) break;
    used += count;
    if (used > limit) {
      throw file_error(
          ErrorKind::input, path,
          fmt::format("is larger than {} bytes", with_thousands(static_cast<std::int64_t>(limit))),
          "check that this is the right file");
    }
  }
  bytes.resize(used);
  return bytes;
}

bool holds(const Descriptor& file, const std::filesystem::path& path, std::string_view bytes) {
  std::vector<char> piece(read_step);
  for (;;) {
    const std::size_t count = read_some(file, path, piece.data(), piece.size());
    if (count == 0) return bytes.empty();
    if (!bytes.starts_with(std::string_view(piece.data(), count))) return false;
    bytes.remove_prefix(count);
  }
}

void write_durably(const Descriptor& file, const std::filesystem::path& path,
                   std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw system_error(path, "written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(file.number()) != 0) throw system_error(path, "written", errno);
}

void sync_directory(const std::filesystem::path& directory) {
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) throw system_error(directory, "synchronized", errno);
  // Some network and user-space file systems know no fsync of a directory and say EINVAL.
  if (::fsync(opened.number()) != 0 && errno != EINVAL) {
    throw system_error(directory, "synchronized", errno);
  }
}

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace tokenshift::os
