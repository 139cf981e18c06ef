// SPDX-License-Identifier: Apache-2.0
#include "checks/cases.hpp"
#include "support/practice.hpp"
#include "support/says.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tokenshift::test {
namespace {

const std::string off = with(enabled_46, "enable = false", "enable = true");

Ran check(std::vector<std::string> words) {
  words.insert(words.begin(), {"guard", "check"});
  return run_cli(words);
}

}  // namespace

TEST_CASE("guard check prints place, message, source, caret and hint, and names the next command") {
  const TempDir folder;
  const std::string before = folder.write("before.toml", enabled_46).string();
  const std::string file = folder.write("d.toml", off).string();
  const Ran ran = check({file, "--base", before, "--apim-version", "4.6.0"});
  CHECK(ran.status == 1);
  CHECK(says(ran.out, file + ":16:10: error: the optimization was on and would be off: "));
  CHECK(says(ran.out, "[TS301]\nenable = true\n         ^\nhint: restore "));
  CHECK(says(ran.err, "1 file: 1 error, 1 warning\nnext: tokenshift guard explain TS301\n"));
  CHECK(check({before, "--base", before, "--apim-version", "4.6.0"}).status == 0);
  CHECK(check({before, "--base", before, "--apim-version", "4.6.0"}).out.empty());
}

TEST_CASE("guard check lets what is irreversible pass under a ticket that is in every report") {
  const TempDir folder;
  const std::string before = folder.write("before.toml", enabled_46).string();
  const std::string file = folder.write("d.toml", off).string();
  for (const char* format : {"text", "json", "sarif", "junit", "github"}) {
    CAPTURE(format);
    const Ran ran = check({file, "--base", before, "--apim-version", "4.6.0",
                           "--accept-irreversible", "CHG-4711", "-o", format});
    CHECK(ran.status == 0);
    CHECK(says(ran.out, "CHG-4711"));
    CHECK(says(ran.err, "1 accepted under CHG-4711"));
  }
  const auto json = nlohmann::json::parse(
      check({file, "--base", before, "--apim-version", "4.6.0", "-o", "json"}).out);
  CHECK(json["schema_version"] == 1);
  CHECK(json["errors"] == 1);
  CHECK(json["findings"][0]["id"] == "TS301");
  CHECK(json["findings"][0]["irreversible"] == true);
}

TEST_CASE("guard check fails on the severity that is asked for, and counts what is ignored") {
  const TempDir folder;
  const std::string renewal = "[oauth.token_renewal]\nrenew_refresh_token = false\n";
  const std::string file = folder.write("d.toml", enabled_46 + renewal).string();
  CHECK(check({file, "--apim-version", "4.6.0"}).status == 0);
  CHECK(check({file, "--apim-version", "4.6.0", "--fail-on", "warning"}).status == 1);
  CHECK(check({file, "--fail-on", "info"}).status == 1);
  const std::string comment = "# tokenshift: ignore TS214 until=2026-06-30 reason=\"known\"\n";
  const std::string ignoring = folder.write("i.toml", enabled_46 + renewal + comment).string();
  const Ran ran = check({ignoring, "--apim-version", "4.6.0", "--fail-on", "info"});
  CHECK(ran.status == 0);
  CHECK(ran.out.empty());
  CHECK(ran.err == "1 file: 0 errors, 0 warnings; 1 ignored\n");
  const std::string broken = folder.write("b.toml", "a = off\n").string();
  CHECK(check({broken}).status == 3);
}

TEST_CASE("guard check takes files, patterns and directories, and refuses what names nothing") {
  const TempDir folder;
  folder.write("a/deployment.toml", enabled_46);
  folder.write("b/deployment.toml", enabled_46);
  folder.write("b/other.toml", "a = off\n");
  const std::string root = folder.path().string();
  const std::string version = "--apim-version=4.6.0";
  CHECK(says(check({root, version}).err, "2 files: "));
  CHECK(says(check({root + "/*/deployment.toml", version}).err, "2 files: "));
  CHECK(says(check({root, root + "/a/deployment.toml", version}).err, "2 files: "));
  CHECK(check({root + "/*/none.toml"}).status == 6);
  CHECK(check({root + "/none.toml"}).status == 6);
  CHECK(check({}).status == 2);
  CHECK(check({root, "--base", root + "/b/other.toml"}).status == 2);
}

TEST_CASE("guard check writes reports into files beside what it prints") {
  const TempDir folder;
  const std::string before = folder.write("before.toml", enabled_46).string();
  const std::string file = folder.write("d.toml", off).string();
  const std::string sarif = (folder / "guard.sarif").string();
  const std::string junit = folder.write("guard.xml", "longer than the report, or not").string();
  const std::vector<std::string> words{
      file,       "--base",         before,     "--apim-version", "4.6.0",
      "--report", "sarif=" + sarif, "--report", "junit=" + junit};
  const Ran ran = check(words);
  CHECK(ran.status == 1);
  CHECK(says(ran.out, "[TS301]\n"));
  CHECK(nlohmann::json::parse(slurp(sarif))["version"] == "2.1.0");
  CHECK(slurp(junit).starts_with("<?xml"));
  CHECK(slurp(junit).ends_with("</testsuites>\n"));
  CHECK(check({"--report", "sarif=" + sarif, before, "--apim-version", "4.6.0"}).status == 0);
  for (const char* wrong : {"sarif", "sarif=", "html=a", "=a", ""}) {
    CHECK(check({file, "--report", wrong}).status == 2);
  }
  CHECK(check({file, "--report", "json=a", "--report", "sarif=a"}).status == 2);
  CHECK(check({file, "--report", "json=" + (folder / "no/such").string()}).status == 6);
}

TEST_CASE("guard check reads standard input") {
  const Ran ran = run_cli({"guard", "check", "-", "--apim-version", "4.6.0"}, false, "a = off\n");
  CHECK(ran.status == 3);
  CHECK(says(ran.out, "<stdin>:1:5: error: "));
}

TEST_CASE("guard seal writes what guard check compares with") {
  const TempDir folder;
  const std::string file = folder.write("d.toml", enabled_46).string();
  const std::string seal = (folder / "seal.json").string();
  const Ran sealed = run_cli(
      {"guard", "seal", "--deployment-toml", file, "--apim-version", "4.6.0", "--out", seal});
  CHECK(sealed.status == 0);
  CHECK(says(sealed.err, "next: tokenshift guard check --seal "));
  CHECK(says(slurp(seal), "\"deployment\": \"apim.example.com\""));
  CHECK(check({file, "--seal", seal}).status == 0);
  folder.write("d.toml", with(enabled_46, "[oauth.token_persistence]\nenable = false\n", ""));
  const Ran ran = check({file, "--seal", seal});
  CHECK(ran.status == 1);
  CHECK(says(ran.out, "[TS304]"));
  CHECK(run_cli({"guard", "seal", "--deployment-toml", file, "--apim-version", "4.6.0"}).status ==
        4);
  folder.write("seal.json", with(slurp(seal), "4.6.0", "4.7.0"));
  CHECK(check({file, "--seal", seal}).status == 3);
}

TEST_CASE("guard rules and guard explain tell the rules of the table") {
  for (const checks::Rule& rule : checks::rules()) {
    CAPTURE(rule.id);
    CHECK(says(run_cli({"guard", "rules"}).out, std::string(rule.id)));
    const Ran ran = run_cli({"guard", "explain", std::string(rule.id)});
    CHECK(ran.status == 0);
    CHECK(says(ran.out, std::string(rule.why)));
  }
  CHECK(nlohmann::json::parse(run_cli({"guard", "explain", "ts301", "-o", "json"}).out)["id"] ==
        "TS301");
  CHECK(run_cli({"guard", "explain", "TS31"}).status == 2);
}

TEST_CASE("guard check shows no secret, and steers no terminal") {
  const TempDir folder;
  const std::string file =
      folder.write("d\x1b.toml", "[db]\npassword = \"CANARY\" \x1b[2J\n").string();
  for (const char* format : {"text", "json", "sarif", "junit", "github", "gitlab"}) {
    CAPTURE(format);
    const Ran ran = check({file, "-o", format});
    CHECK(ran.status == 3);
    CHECK_FALSE(says(ran.out + ran.err, "CANARY"));
    CHECK_FALSE(says(ran.out + ran.err, "\x1b"));
  }
}

}  // namespace tokenshift::test
