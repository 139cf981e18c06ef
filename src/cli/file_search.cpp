// SPDX-License-Identifier: Apache-2.0
#include "file_search.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fnmatch.h>
#include <glob.h>
#include <set>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view pattern_marks = "*?[";

std::vector<std::string> below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code problem;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         problem);
  for (; !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (name == ".git") entry.disable_recursion_pending();
    if (is_meant(name) && !entry->is_directory(ignored)) files.push_back(entry->path().string());
  }
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

// The folders before the first one with a mark: all matches lie below it.
std::string folder_of(const std::string& pattern) {
  const std::size_t end = pattern.rfind('/', pattern.find_first_of(pattern_marks));
  return end == std::string::npos ? "" : pattern.substr(0, std::max<std::size_t>(end, 1));
}

// What would be named besides, were it still there.
std::vector<std::string> former_files(const std::string& word, bool pattern,
                                      const FormerFiles& former) {
  std::vector<std::string> files = former(pattern ? folder_of(word) : word);
  std::erase_if(files, [&](const std::string& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) return true;
    return pattern ? fnmatch(word.c_str(), file.c_str(), FNM_PATHNAME | FNM_PERIOD) != 0
                   : !is_meant(file);
  });
  return files;
}

std::vector<std::string> named_by(const std::string& word, const FormerFiles& former) {
  const WordKind kind = kind_of_word(word);
  if (kind == WordKind::file) return {word};
  const bool pattern = kind == WordKind::pattern;
  std::vector<std::string> files = pattern ? matching(word) : below(word);
  if (former) {
    const std::vector<std::string> gone = former_files(word, pattern, former);
    files.insert(files.end(), gone.begin(), gone.end());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

WordKind kind_of_word(const std::string& word) {
  std::error_code ignored;
  if (fs::is_directory(word, ignored)) return WordKind::directory;
  const bool marked = word.find_first_of(pattern_marks) != std::string::npos;
  return marked && !fs::exists(word, ignored) ? WordKind::pattern : WordKind::file;
}

bool is_meant(std::string_view file) {
  return fs::path(file).filename().string() == "deployment.toml";
}

std::vector<std::string> named_files(const std::vector<std::string>& words,
                                     const FormerFiles& former) {
  std::vector<std::string> files;
  std::set<std::string> seen;
  for (const std::string& word : words) {
    const std::vector<std::string> more = named_by(word, former);
    if (more.empty()) {
      throw Error(ErrorKind::environment,
                  fmt::format("{}: no deployment.toml is there", printable(word)),
                  "name the files; in a directory only deployment.toml is looked for");
    }
    for (const std::string& file : more) {
      if (seen.insert(file).second) files.push_back(file);
    }
  }
  return files;
}

}  // namespace tokenshift::cli
