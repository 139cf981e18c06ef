// SPDX-License-Identifier: Apache-2.0
#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::test {
namespace {

const std::string clean = "[server]\nhostname = \"localhost\"\n";
const std::string warned = "[oauth.token_persistence]\nEnable = true\n";
const std::string broken = "[server]\r\n\thostname = localhost\r\noffset = 0\r\n";

Ran lint(std::vector<std::string> words) {
  words.insert(words.begin(), {"config", "lint"});
  return run_cli(words);
}

}  // namespace

TEST_CASE("config lint prints place, message, source, caret and hint") {
  const TempDir folder;
  const std::string file = folder.write("d.toml", broken).string();
  const Ran ran = lint({file});
  CHECK(ran.status == 3);
  CHECK(ran.out == file +
                       ":2:13: error: 'l' where a value should be [syntax]\n"
                       "\thostname = localhost\n"
                       "\t           ^\n"
                       "hint: write true or false in lower case, any other word in quotes\n" +
                       file +
                       ":2:13: note: what follows line 2 was not read [rest-not-read]\n"
                       "hint: run again when the error is repaired\n");
  CHECK(ran.err == "1 file: 1 error, 0 warnings, 1 note\n");
  CHECK(lint({file, "--quiet"}).err.empty());
  CHECK(lint({file, "--quiet"}).out == ran.out);
}

TEST_CASE("config lint's exit code is the worst that happened, and every file is looked at") {
  const TempDir folder;
  const std::string good = folder.write("good.toml", clean).string();
  const std::string warn = folder.write("warn.toml", warned).string();
  const std::string bad = folder.write("bad.toml", broken).string();
  const std::string note = folder.write("note.toml", "a = 1\nb = {}\n").string();
  const std::string none = (folder / "none.toml").string();
  CHECK(lint({good}).status == 0);
  CHECK(lint({good}).out.empty());
  CHECK(lint({good}).err == "1 file: 0 errors, 0 warnings\n");
  CHECK(lint({note}).status == 0);
  CHECK(lint({good, warn}).status == 1);
  CHECK(lint({bad, warn, good}).status == 3);
  for (const std::string& missing : {none, folder.path().string(), std::string("/dev/null")}) {
    CAPTURE(missing);
    const Ran ran = lint({missing, warn, bad});
    CHECK(ran.status == 6);
    CHECK(says(ran.err, "tokenshift: " + missing + ": "));
    CHECK(says(ran.err, "hint: "));
    CHECK(says(ran.err, "2 files: 1 error, 1 warning, 1 note; 1 file could not be read\n"));
    CHECK(says(ran.out, "letter-case"));
    CHECK(says(ran.out, "syntax"));
  }
  const std::filesystem::path back = std::filesystem::current_path();
  folder.write("-odd.toml", warned);
  std::filesystem::current_path(folder.path());
  CHECK(lint({"--", "-odd.toml"}).status == 1);
  std::filesystem::current_path(back);
  CHECK(lint({}).status == 2);
  CHECK(lint({"-", "-"}).status == 2);
  CHECK(lint({good, "-o", "xml"}).status == 2);
}

TEST_CASE("config lint reads standard input") {
  const Ran ran = run_cli({"config", "lint", "-"}, false, warned);
  CHECK(ran.status == 1);
  CHECK(ran.out.starts_with("<stdin>:2:1: warning: "));
  CHECK(run_cli({"config", "lint", "-"}, false, "").status == 1);
  CHECK(run_cli({"config", "lint", "-"}, false, clean).status == 0);
}

TEST_CASE("config lint's formats carry the same findings") {
  const TempDir folder;
  const std::string file = folder.write("d.toml", warned + "other = \"\xC3\xA9\" x\n").string();
  const auto json = nlohmann::json::parse(lint({file, "-o", "json"}).out);
  CHECK(json["schema_version"] == 1);
  REQUIRE(json["findings"].size() == 2);
  const auto& error = json["findings"][1];
  CHECK(error["file"] == file);
  CHECK(error["line"] == 3);
  CHECK(error["column"] == 13);
  CHECK(error["offset"] == warned.size() + 13);
  CHECK(error["severity"] == "error");
  CHECK(error["id"] == "syntax");
  CHECK_FALSE(error["message"].get<std::string>().empty());
  CHECK_FALSE(error["hint"].get<std::string>().empty());
  CHECK(std::ranges::count(lint({file, "-o", "jsonl"}).out, '\n') == 2);
  CHECK(lint({file, "-o", "csv"})
            .out.starts_with("file,line,column,offset,severity,id,message,hint\n"));
  CHECK(says(lint({file, "-o", "table"}).out, "SEVERITY"));
  CHECK(
      nlohmann::json::parse(lint({folder.write("g", clean).string(), "-o", "json"}).out)["findings"]
          .empty());
}

TEST_CASE("config lint names what to edit instead of a file that is made from it") {
  const TempDir folder;
  const std::string file =
      folder.write("values.yaml", "wso2:\n  apim:\n    configurations:\n      a: 1\n").string();
  const Ran ran = lint({file});
  CHECK(ran.status == 3);
  CHECK(says(ran.out, "[embedded]"));
  CHECK(says(ran.out, "oauth_config.tokenPersistenceOptimization"));
  CHECK(run_cli({"config", "show", "--deployment-toml", file}).status == 4);
}

TEST_CASE("config lint shows no secret, and steers no terminal") {
  const TempDir folder;
  const std::string file =
      folder.write("d\x1b.toml", "[db]\npassword = \"CANARY\" \x1b[2J\n").string();
  for (const char* format : {"text", "table", "json", "jsonl", "csv"}) {
    const Ran ran = lint({file, "-o", format});
    CHECK(ran.status == 3);
    CHECK_FALSE(says(ran.out + ran.err, "CANARY"));
    if (std::string_view(format) == "csv") continue;  // data, as it is
    CHECK_FALSE(says(ran.out + ran.err, "\x1b"));
  }
  CHECK(says(lint({file, "--color", "always"}).out, "\x1b[31merror:"));
}

}  // namespace tokenshift::test
