// SPDX-License-Identifier: Apache-2.0
// The replacement of a file in one step: rename(2) over it, once everything else is on the disk.
//
//   target      old bytes ───────────────────────────────▸ rename ▸ new bytes
//   backup      old bytes, fsync ▸ fsync(directory) ──────────────▸ stays
//   temporary   new bytes, fsync ─────────────────────────┘
#include "tokenshift/os/files.hpp"

#include "attributes.hpp"
#include "descriptor.hpp"
#include "target.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tokenshift::os {
namespace {

namespace fs = std::filesystem;

struct stat status_of(const Descriptor& file, const fs::path& path) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw system_error(path, "read", errno);
  return status;
}

// A file that goes when its holder does, unless kept.
class Draft {
 public:
  // Tries `path_of(0)`, `path_of(1)`, … until one is free. Errors name the target: this file is
  // gone then.
  template <class PathOf>
  Draft(fs::path target, PathOf path_of) : target_(std::move(target)) {
    for (int attempt = 0;; ++attempt) {
      path_ = path_of(attempt);
      // For us alone until the attributes are set: it may hold passwords.
      file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
      if (file_.is_open()) return;
      if (errno != EEXIST || attempt == 999) throw system_error(target_, "replaced", errno);
    }
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (!kept_) ::unlink(path_.c_str());
  }

  void fill(const Descriptor& model, std::string_view bytes) const {
    copy_attributes(model, file_, target_);
    write_durably(file_, target_, bytes);
  }
  const fs::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  fs::path target_;
  fs::path path_;
  Descriptor file_;
  bool kept_ = false;
};

Error changed(const fs::path& path) {
  return file_error(ErrorKind::refused, path, "was changed by another process since it was read",
                    "run the same command again to start from its present content");
}

// Whether the path still leads to the same file, and it to the same bytes.
void require_unchanged(const fs::path& path, const fs::path& target, const struct stat& before,
                       std::string_view expected) {
  if (resolve_links(path) != target) throw changed(path);
  const Descriptor file = open_regular(target);
  const struct stat now = status_of(file, target);
  if (now.st_ino != before.st_ino || now.st_dev != before.st_dev) throw changed(path);
  if (!holds(file, target, expected)) throw changed(path);
}

void rename_over(const fs::path& from, const fs::path& target) {
  if (std::rename(from.c_str(), target.c_str()) != 0) throw system_error(target, "replaced", errno);
}

}  // namespace

Replaced replace_file(const fs::path& path, std::string_view expected, std::string_view replacement,
                      std::string_view stamp) {
  const fs::path target = resolve_links(path);
  const fs::path directory = target.parent_path();
  const std::string name = target.filename().string();
  const Descriptor old = open_regular(target);
  const struct stat before = status_of(old, target);
  require_replaceable_target(target, before);
  if (!holds(old, target, expected)) throw changed(path);

  Draft backup(target, [&](int attempt) {
    const std::string number = attempt == 0 ? "" : fmt::format("-{}", attempt + 1);
    return directory / fmt::format("{}.tokenshift-backup-{}{}", name, stamp, number);
  });
  backup.fill(old, expected);
  Draft draft(target, [&](int attempt) {
    return directory / fmt::format(".{}.tokenshift-{}-{}", name, ::getpid(), attempt);
  });
  draft.fill(old, replacement);
  sync_directory(directory);

  require_unchanged(path, target, before, expected);
  rename_over(draft.path(), target);
  draft.keep();
  try {
    sync_directory(directory);
  } catch (const Error&) {
    // Nobody can say which of the two a crash would leave: go back to what was known to be there.
    // The backup has the attributes of the old file, too.
    rename_over(backup.path(), target);
    backup.keep();
    throw;
  }
  backup.keep();
  return {target, backup.path()};
}

}  // namespace tokenshift::os
