// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/files.hpp"

#include "descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace tokenshift::os {
namespace {

Error exists_already(const std::filesystem::path& path) {
  return file_error(ErrorKind::environment, path, "exists already",
                    "name another file, or move this one away");
}

// By which a file is found that has no name yet.
std::string link_of(const Descriptor& file) {
  return "/proc/self/fd/" + std::to_string(file.number());
}

// A file without a name: when the program is killed, nothing of it is left. Not every file system
// has them.
Descriptor open_nameless(const std::filesystem::path& path, unsigned mode) {
  Descriptor file(::open(directory_of(path).c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode));
  if (!file.is_open() || ::access(link_of(file).c_str(), F_OK) != 0) return Descriptor();
  return file;
}

Descriptor open_named(const std::filesystem::path& path, unsigned mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.is_open()) return file;
  if (errno == EEXIST) throw exists_already(path);
  throw system_error(path, "made", errno);
}

void name_it(const Descriptor& file, const std::filesystem::path& path) {
  if (::linkat(AT_FDCWD, link_of(file).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0) {
    return;
  }
  if (errno == EEXIST) throw exists_already(path);
  throw system_error(path, "made", errno);
}

void write_produced(const Descriptor& file, const std::filesystem::path& path,
                    const std::function<void(const Sink&)>& produce) {
  constexpr std::size_t portion = std::size_t{1} << 20U;
  std::string held;
  produce([&](std::string_view bytes) {
    held += bytes;
    if (held.size() < portion) return;
    write_durably(file, path, held);
    held.clear();
  });
  write_durably(file, path, held);
}

}  // namespace

void require_new(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
    throw exists_already(path);
  }
  const std::filesystem::path directory = directory_of(path);
  if (::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    throw system_error(path, "made", errno);
  }
}

void write_new_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  write_new_file(path, mode, [&](const Sink& sink) { sink(bytes); });
}

void write_new_file(const std::filesystem::path& path, unsigned mode,
                    const std::function<void(const Sink&)>& produce) {
  require_new(path);
  if (const Descriptor file = open_nameless(path, mode); file.is_open()) {
    write_produced(file, path, produce);
    name_it(file, path);
    sync_directory(directory_of(path));
    return;
  }
  const Descriptor file = open_named(path, mode);
  try {
    write_produced(file, path, produce);
    sync_directory(directory_of(path));
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
}

}  // namespace tokenshift::os
