// SPDX-License-Identifier: Apache-2.0
#include "git.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/child.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60};

struct Answer {
  int status = 0;
  std::string output;
};

// A child has one pipe for both streams; what git warns of must not get among the bytes of a file.
constexpr const char* data_alone = R"(exec git "$@" 2>/dev/null)";
constexpr const char* with_complaints = R"(exec git "$@")";

// What a hook finds in the environment is about the directory that it is started in.
constexpr const char* environment_forgotten =
    "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX; ";

// Where git is started, and which repository it is asked about.
struct Where {
  fs::path folder;
  Repository repository = Repository::of_file;
};
const Where here{".", Repository::of_present};

Answer git(const Where& where, std::vector<std::string> words, const std::string& input = {},
           const char* streams = data_alone) {
  const std::string folder = where.folder.empty() ? "." : where.folder.string();
  const bool of_file = where.repository == Repository::of_file;
  const std::string script = (of_file ? environment_forgotten : "") + std::string(streams);
  words.insert(words.begin(), {"/bin/sh", "-c", script, "git", "-C", folder});
  os::Child child(words, {});
  child.write(input);
  child.close_input();
  Answer answer;
  os::Child::Read read = os::Child::Read::some;
  while (read == os::Child::Read::some) read = child.read(answer.output, patience);
  const auto status = child.wait(patience);
  if (read == os::Child::Read::timed_out || !status) {
    throw Error(ErrorKind::environment, "git does not answer", "check the repository");
  }
  answer.status = *status;
  if (answer.status == 127) {
    throw Error(ErrorKind::environment, "there is no program git",
                "install it, or compare with --base FILE or --seal FILE");
  }
  return answer;
}

// The first line of what git says when it is asked the same again.
std::string complaint_of(const Where& where, const std::vector<std::string>& words) {
  const std::string said = git(where, words, {}, with_complaints).output;
  return printable(trimmed(std::string_view(said).substr(0, said.find('\n'))));
}

[[noreturn]] void fail(const Where& where, const std::vector<std::string>& words,
                       const std::string& what) {
  throw Error(ErrorKind::environment, fmt::format("{}: {}", what, complaint_of(where, words)),
              "fetch the revision first; a shallow clone of a pipeline may lack it");
}

// A path from the folder that exists: git has to be started there.
struct Place {
  fs::path folder;
  fs::path rest;
};

Place place_of(const fs::path& file) {
  Place place{file.parent_path(), file.filename()};
  std::error_code ignored;
  while (!place.folder.empty() && !fs::is_directory(place.folder, ignored)) {
    place.rest = place.folder.filename() / place.rest;
    place.folder = place.folder.parent_path();
  }
  return place;
}

// One object as `cat-file --batch` gives it: a line with its type and size, then its bytes.
std::optional<std::string> object(const Where& where, const std::string& name) {
  if (name.find('\n') != std::string::npos) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: git is not asked for a name with a line end", printable(name)),
                "rename the file");
  }
  std::string output =
      git(where, {"cat-file", "--batch=%(objecttype) %(objectsize)", "--follow-symlinks"},
          name + "\n")
          .output;
  const std::size_t line = output.find('\n');
  if (line == std::string::npos || output.substr(0, line).ends_with(" missing")) {
    return std::nullopt;
  }
  std::size_t size = 0;
  const std::string_view header = std::string_view(output).substr(0, line);
  const bool is_file = header.starts_with("blob ");
  if (is_file) std::from_chars(header.data() + 5, header.data() + header.size(), size);
  if (!is_file || output.size() < line + 1 + size) {
    throw Error(ErrorKind::environment,
                fmt::format("git has no file {}: {}", printable(name), printable(header)),
                "a symbolic link has to lead to a file of the same repository");
  }
  return output.substr(line + 1, size);
}

std::vector<std::string> names_of(std::string_view output, const fs::path& folder) {
  std::vector<std::string> names;
  for (const std::string& name : split(output, '\0')) {
    if (!name.empty()) names.push_back((folder / name).string());
  }
  return names;
}

}  // namespace

Revision::Revision(std::string name, Repository repository)
    : name_(std::move(name)), repository_(repository) {
  if (name_.empty() || name_.starts_with("-")) {
    throw Error(ErrorKind::usage, fmt::format("--base git:{} names no revision", printable(name_)),
                "write --base git:origin/main, git:HEAD~1 or a commit id");
  }
}

const std::string& Revision::commit_in(const fs::path& folder) {
  const auto known = commits_.find(folder);
  if (known != commits_.end()) return known->second;
  const std::vector<std::string> words{"rev-parse", "--verify", name_ + "^{commit}"};
  const Where where{folder, repository_};
  const Answer answer = git(where, words);
  if (answer.status != 0) {
    fail(where, words,
         fmt::format("{}: git knows no revision {} here",
                     printable(folder.empty() ? "." : folder.string()), printable(name_)));
  }
  return commits_.emplace(folder, trimmed(answer.output)).first->second;
}

std::optional<std::string> Revision::text_of(const fs::path& file) {
  // A staged name is one from the present directory.
  const Place place =
      repository_ == Repository::of_present ? Place{here.folder, file} : place_of(file);
  return object({place.folder, repository_},
                fmt::format("{}:./{}", commit_in(place.folder), place.rest.string()));
}

std::vector<std::string> Revision::files_below(const fs::path& folder) {
  const std::vector<std::string> words{"ls-tree", "-r", "-z", "--name-only", commit_in(folder)};
  const Answer answer = git({folder, repository_}, words);
  if (answer.status != 0)
    fail({folder, repository_}, words, "git does not list the files of a revision");
  return names_of(answer.output, folder);
}

fs::path hooks_folder(const fs::path& folder) {
  const std::vector<std::string> words{"rev-parse", "--git-path", "hooks"};
  const Answer answer = git({folder}, words);
  if (answer.status != 0) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: {}", printable(folder.string()), complaint_of({folder}, words)),
                "name a folder of the repository with --repository DIR");
  }
  return fs::absolute(folder / trimmed(answer.output)).lexically_normal();
}

bool has_commit() { return git(here, {"rev-parse", "--verify", "HEAD^{commit}"}).status == 0; }

std::vector<std::string> staged_files(const std::string& word, const std::string& revision) {
  std::vector<std::string> words{"ls-files", "-z", "--", word};
  if (!revision.empty()) {
    words = {"diff",       "--cached",      "--name-only", "-z", "--no-renames",
             "--relative", "--no-ext-diff", revision,      "--", word};
  }
  const Answer answer = git(here, words);
  if (answer.status != 0) fail(here, words, "git does not tell what is staged");
  return names_of(answer.output, {});
}

std::optional<std::string> staged_text(const std::string& file) {
  return object(here, ":./" + file);
}

}  // namespace tokenshift::cli
