// SPDX-License-Identifier: Apache-2.0
#include "staging.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp
#include <system_error>
#include <vector>

namespace tokenshift::lab {
namespace {

namespace fs = std::filesystem;

fs::path absolute_target(const fs::path& target) {
  fs::path path = fs::absolute(target).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // "practice/"
  return path;
}

void require_empty(const fs::path& target) {
  if (fs::is_directory(target) && fs::is_empty(target)) return;
  throw Error(ErrorKind::refused,
              fmt::format("{}: is not an empty directory", printable(target.string())),
              "name a directory that does not exist yet, or is empty");
}

// A directory of its own: two runs at once cannot meet in it.
fs::path make_temporary(const fs::path& parent, const fs::path& name) {
  std::string pattern = (parent / fmt::format(".{}.tokenshift-XXXXXX", name.string())).string();
  if (mkdtemp(pattern.data()) != nullptr) return pattern;
  throw fs::filesystem_error("mkdtemp", parent, std::error_code(errno, std::generic_category()));
}

}  // namespace

Staging::Staging(const fs::path& target)
    : target_(absolute_target(target)), target_exists_(fs::exists(fs::symlink_status(target_))) {
  if (target_exists_) require_empty(target_);
  // Inside an empty directory that is there already: it may be a mount point, where rename() fails.
  temporary_ = make_temporary(target_exists_ ? target_ : target_.parent_path(), target_.filename());
  // One level deeper, because mkdtemp() makes directories that nobody else may enter.
  home_ = temporary_ / "home";
  std::error_code failed;
  fs::create_directory(home_, failed);
  if (!failed) return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
  throw fs::filesystem_error("mkdir", home_, failed);
}

Staging::~Staging() {
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
}

fs::path Staging::publish() {
  if (!target_exists_) {
    fs::rename(home_, target_);
    return target_;
  }
  std::vector<fs::path> moved;
  try {
    for (const fs::directory_entry& entry : fs::directory_iterator(home_)) {
      const fs::path place = target_ / entry.path().filename();
      fs::rename(entry.path(), place);
      moved.push_back(place);
    }
  } catch (...) {
    std::error_code ignored;
    for (const fs::path& path : moved) fs::remove_all(path, ignored);
    throw;
  }
  return target_;
}

}  // namespace tokenshift::lab
