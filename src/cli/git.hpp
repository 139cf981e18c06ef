// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// Which repository git is asked about.
enum class Repository {
  of_file,     ///< the one that a file or folder lies in, whatever the environment says
  of_present,  ///< that of the present directory and the environment: in a hook, the one it is for
};

/// A revision of the git repositories that files lie in. Runs the program git, which fetches
/// nothing. Its members throw Error{environment} when there is no git, no repository or no such
/// revision.
class Revision {
 public:
  /// As git names it: "origin/main", "HEAD~1". Throws Error{usage} when it is empty or begins with
  /// a dash.
  explicit Revision(std::string name, Repository repository = Repository::of_file);

  /// The bytes that a file had, symbolic links followed; nothing where it was not there.
  std::optional<std::string> text_of(const std::filesystem::path& file);

  /// All files that it had below a folder, each as the folder with the rest of its path.
  std::vector<std::string> files_below(const std::filesystem::path& folder);

 private:
  const std::string& commit_in(const std::filesystem::path& folder);

  std::string name_;
  Repository repository_;
  std::map<std::filesystem::path, std::string> commits_;  // by the folder from which git is asked
};

/// Where git looks for the hooks of the repository that a folder lies in: an absolute path.
std::filesystem::path hooks_folder(const std::filesystem::path& folder);

/// Whether the repository of the present directory has a commit yet.
bool has_commit();

/// What is staged in the repository of the present directory and differs from a revision, or all
/// that is staged when the revision is empty: the paths below the present directory that a path or
/// pattern of git names, removed ones too. Throws as Revision does.
std::vector<std::string> staged_files(const std::string& word, const std::string& revision);

/// The bytes of a staged file; nothing where it is not staged (any more).
std::optional<std::string> staged_text(const std::string& file);

}  // namespace tokenshift::cli
