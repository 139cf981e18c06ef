// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/report/unified_diff.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <rapidcheck.h>
#include <string>

namespace tokenshift::report {
namespace {

// What patch(1) makes of `before` with our diff; the path holds a space on purpose.
std::string patched(const std::string& before, const std::string& after) {
  const test::TempDir folder;
  const auto file = folder.write("some dir/f", before);
  folder.write("diff", unified_diff(before, after, "some dir/f"));
  const std::string command =
      "cd '" + folder.path().string() + "' && patch -s -p1 -F0 --no-backup-if-mismatch <diff";
  REQUIRE(std::system(command.c_str()) == 0);
  return std::filesystem::exists(file) ? test::slurp(file) : "";
}

std::string numbered(int from, int to) {
  std::string lines;
  for (int i = from; i <= to; ++i) lines += std::to_string(i) + "\n";
  return lines;
}

TEST_CASE("equal texts have no diff") {
  CHECK(unified_diff("a\n", "a\n", "f").empty());
  CHECK(unified_diff("", "", "f").empty());
}

TEST_CASE("a change is shown with three lines around it") {
  std::string after = numbered(1, 10);
  after.replace(after.find("5\n"), 2, "five\n");
  CHECK(unified_diff(numbered(1, 10), after, "conf/f") ==
        "--- a/conf/f\n+++ b/conf/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("changes share a hunk as long as their surroundings touch") {
  const auto changed = [](int line) {
    return numbered(1, 2) + "x\n" + numbered(4, line - 1) + "y\n" + numbered(line + 1, 20);
  };
  const auto hunks = [](const std::string& diff) {
    int count = 0;
    for (std::size_t at = diff.find("@@ -"); at != std::string::npos;
         at = diff.find("@@ -", at + 1)) {
      ++count;
    }
    return count;
  };
  CHECK(hunks(unified_diff(numbered(1, 20), changed(10), "f")) == 1);
  CHECK(hunks(unified_diff(numbered(1, 20), changed(11), "f")) == 2);
}

TEST_CASE("a missing final line end is said") {
  CHECK(unified_diff("a", "a\n", "f") ==
        "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("an empty side is line 0") {
  CHECK(unified_diff("", "a\n", "f") == "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
  CHECK(unified_diff("a\n", "", "f") == "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
}

TEST_CASE("an absolute path lies below a/ and b/, and a name cannot break the header") {
  CHECK(unified_diff("", "a\n", "/srv/f").starts_with("--- a/srv/f\n+++ b/srv/f\n"));
  CHECK(unified_diff("", "a\n", "x\ny").starts_with("--- a/x\\x0ay\n"));
}

TEST_CASE("patch applies the diff of hard pairs") {
  struct Pair {
    std::string before, after;
  };
  const std::array pairs{
      Pair{"", "a\nb\n"},
      Pair{"a\nb\n", ""},
      Pair{"", "no end"},
      Pair{"a\nb", "a\nb\n"},
      Pair{"a\nb\n", "a\nb"},
      Pair{"a\nb", "a\nc"},
      Pair{"a\r\nb\r\n", "a\r\nc\r\n"},
      Pair{"a\r\nb", "a\nb\r\n"},
      Pair{"\n\n\n", "\n"},
      Pair{"--- a/f\n+++ b/f\n@@ -1 +1 @@\n", "--- a/f\n@@ -1 +1 @@\n-x\n"},
      Pair{numbered(1, 100), numbered(40, 140)},
      Pair{std::string("nul\0\n\xff\n", 7), std::string("nul\0\n\xfe\n", 7)},
  };
  for (const Pair& pair : pairs) CHECK(patched(pair.before, pair.after) == pair.after);
}

TEST_CASE("patch applies the diff of any pair") {
  const auto text =
      rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                       "a\n", "b\n", "c\r\n", "\n", "[x]\n", "a = 1\n")),
                   [](const std::vector<std::string>& lines) {
                     std::string joined;
                     for (const std::string& line : lines) joined += line;
                     return joined;
                   });
  CHECK(rc::check("patch gives the second text", [&] {
    const std::string before = *text;
    std::string after = *text;
    if (*rc::gen::arbitrary<bool>()) after += "without an end";
    RC_ASSERT(patched(before, after) == after);
  }));
}

}  // namespace
}  // namespace tokenshift::report
