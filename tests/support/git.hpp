// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/temp_dir.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace tokenshift::test {

/// Runs git in a folder, as somebody without settings of his own, and gives the exit status.
inline int git(const std::filesystem::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(),
               {"git", "-C", folder.string(), "-c", "user.name=a", "-c", "user.email=a@example.com",
                "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"});
  std::string line;
  for (const std::string& word : words) line += "'" + word + "' ";
  return std::system((line + ">/dev/null 2>&1").c_str());
}

/// Adds and commits all that is in the folder. True when that worked.
inline bool commit_all(const std::filesystem::path& folder) {
  return git(folder, {"add", "-A"}) == 0 && git(folder, {"commit", "-q", "-m", "a"}) == 0;
}

/// The present directory, for as long as this lives.
class WorkingIn {
 public:
  explicit WorkingIn(const std::filesystem::path& folder) : back_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  WorkingIn(const WorkingIn&) = delete;
  WorkingIn& operator=(const WorkingIn&) = delete;
  ~WorkingIn() { std::filesystem::current_path(back_); }

 private:
  std::filesystem::path back_;
};

}  // namespace tokenshift::test
