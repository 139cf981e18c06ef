// SPDX-License-Identifier: Apache-2.0
#include "file_search.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <glob.h>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code problem;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         problem);
  for (; !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (name == ".git") entry.disable_recursion_pending();
    if (name == "deployment.toml" && !entry->is_directory(ignored)) {
      files.push_back(entry->path().string());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> matching(const std::string& pattern) {
  std::vector<std::string> files;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return files;
}

std::vector<std::string> named_by(const std::string& word) {
  std::error_code ignored;
  if (fs::is_directory(word, ignored)) return below(word);
  const bool pattern = word.find_first_of("*?[") != std::string::npos;
  if (pattern && !fs::exists(word, ignored)) return matching(word);
  return {word};
}

}  // namespace

std::vector<std::string> named_files(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    const std::vector<std::string> more = named_by(word);
    if (more.empty()) {
      throw Error(ErrorKind::environment,
                  fmt::format("{}: no deployment.toml is there", printable(word)),
                  "name the files; in a directory only deployment.toml is looked for");
    }
    for (const std::string& file : more) {
      if (std::ranges::find(files, file) == files.end()) files.push_back(file);
    }
  }
  return files;
}

}  // namespace tokenshift::cli
