// SPDX-License-Identifier: Apache-2.0
#include "git.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/os/child.hpp"

#include <fmt/format.h>

#include <chrono>
#include <vector>

namespace tokenshift::cli {
namespace {

constexpr std::chrono::seconds patience{60};

struct Answer {
  int status = 0;
  std::string output;
};

// A child has one pipe for both streams; what git warns of must not get among the bytes of a file.
constexpr const char* without_stderr = R"(exec git "$@" 2>/dev/null)";

Answer git(const std::filesystem::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(), {"/bin/sh", "-c", without_stderr, "git", "-C",
                               folder.empty() ? "." : folder.string()});
  os::Child child(words, {});
  child.close_input();
  Answer answer;
  os::Child::Read read = os::Child::Read::some;
  while (read == os::Child::Read::some) read = child.read(answer.output, patience);
  const auto status = child.wait(patience);
  if (read == os::Child::Read::timed_out || !status) {
    throw Error(ErrorKind::environment, "git does not answer", "check the repository");
  }
  answer.status = *status;
  return answer;
}

}  // namespace

std::optional<std::string> file_in_revision(const std::filesystem::path& file,
                                            const std::string& revision) {
  if (revision.empty() || revision.starts_with("-")) {
    throw Error(ErrorKind::usage,
                fmt::format("--base git:{} names no revision", printable(revision)),
                "write --base git:origin/main, git:HEAD~1 or a commit id");
  }
  const std::filesystem::path folder = file.parent_path();
  const Answer known = git(folder, {"rev-parse", "--verify", "--quiet", revision + "^{commit}"});
  if (known.status == 127) {
    throw Error(ErrorKind::environment, "there is no program git",
                "install it, or use --base FILE");
  }
  if (known.status != 0) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: git knows no revision {} here", printable(file.string()),
                            printable(revision)),
                "fetch it first; a shallow clone of a pipeline may lack it");
  }
  const std::string object =
      fmt::format("{}:./{}", trimmed(known.output), file.filename().string());
  if (git(folder, {"cat-file", "-e", object}).status != 0) return std::nullopt;
  Answer blob = git(folder, {"cat-file", "blob", object});
  if (blob.status != 0) {
    throw Error(
        ErrorKind::environment,
        fmt::format("git cannot show {} of {}", printable(file.string()), printable(revision)),
        "check the repository with git fsck");
  }
  return std::move(blob.output);
}

}  // namespace tokenshift::cli
