// SPDX-License-Identifier: Apache-2.0
// The hard cases of editing a deployment.toml (reference deployment-toml.md §5.2, by its numbers),
// as an operator meets them: the command, the bytes afterwards, the exit status.
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/os/lock.hpp"

#include "support/practice.hpp"
#include "support/says.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <unistd.h>

using namespace tokenshift;
using test::Ran;
using test::run_cli;
using test::says;
using test::slurp;
using test::TempDir;

namespace fs = std::filesystem;

namespace {

constexpr const char* issuer =
    "org.wso2.is.key.manager.tokenpersistence.issuer.ExtendedJWTTokenIssuer";

// A file that commands are run on.
class File {
 public:
  explicit File(const std::string& text) : path_(folder_.write("deployment.toml", text)) {}

  Ran run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--deployment-toml", path_.string()});
    return run_cli(words);
  }
  Ran set(const std::string& key, const std::string& value) const {
    return run({"config", "set", key, value});
  }
  Ran unset(const std::string& key) const { return run({"config", "unset", key}); }
  Ran enable(const std::string& version = "4.6.0") const {
    return run({"config", "enable", "--fresh", "--confirm", "fresh", "--apim-version", version});
  }
  std::string text() const { return slurp(path_); }
  const fs::path& path() const { return path_; }
  const TempDir& folder() const { return folder_; }
  std::size_t neighbours() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {})) - 1;
  }

 private:
  TempDir folder_;
  fs::path path_;
};

std::string after_set(const std::string& text, const std::string& key, const std::string& value) {
  const File file(text);
  const Ran ran = file.set(key, value);
  CAPTURE(ran.err);
  CHECK(ran.status == exit_ok);
  return file.text();
}

std::string after_unset(const std::string& text, const std::string& key) {
  const File file(text);
  const Ran ran = file.unset(key);
  CAPTURE(ran.err);
  CHECK(ran.status == exit_ok);
  return file.text();
}

std::string after_enable(const std::string& text) {
  const File file(text);
  const Ran ran = file.enable();
  CAPTURE(ran.err);
  CHECK(ran.status == exit_ok);
  return file.text();
}

int status_of_set(const std::string& text, const std::string& key, const std::string& value) {
  const File file(text);
  const int status = file.set(key, value).status;
  CHECK(file.text() == text);
  CHECK(file.neighbours() == 0);
  return status;
}

}  // namespace

TEST_CASE("hard case 1: a key is found in every spelling, and only the bytes of its value change") {
  for (const std::string spelling :
       {"[a.b]\nc=@\n", "[a]\nb.c=@\n", "a.b.c=@\n", "[a]\nb={c=@}\n", "a={b={c=@}}\n",
        "[\"a\".'b']\n\"c\" = @\n", "[ a . b ]\n c\t=\t@ # why\n", "a . \"b\" . c = @\n"}) {
    CAPTURE(spelling);
    const auto filled = [&spelling](const std::string& value) {
      std::string text = spelling;
      return text.replace(text.find('@'), 1, value);
    };
    CHECK(after_set(filled("1"), "a.b.c", "2") == filled("2"));
    CHECK(File(filled("1")).run({"config", "get", "a.b.c"}).out == "1\n");
  }
  CHECK(after_unset("[a]\nb = { c = 1, d = 2 }\n", "a.b.c") == "[a]\nb = { d = 2 }\n");
  CHECK(after_unset("[a]\nb = { c = 1, d = 2 }\n", "a.b.d") == "[a]\nb = { c = 1 }\n");
  CHECK(after_unset("a={b={c=1}}\n", "a.b.c") == "a={b={}}\n");
  CHECK(after_unset("[a]\nx = 1\nb.c = 1 # gone\n# stays\n", "a.b.c") == "[a]\nx = 1\n# stays\n");
}

TEST_CASE("hard case 2: a section that is commented out stays so, and a new one is written") {
  CHECK(after_set("[apim.x]\ny = 1\n\n#[apim.oauth_config]\n#enable_token_encryption = false\n",
                  "apim.oauth_config.enable_token_encryption", "true") ==
        "[apim.x]\ny = 1\n\n[apim.oauth_config]\nenable_token_encryption = true\n\n"
        "#[apim.oauth_config]\n#enable_token_encryption = false\n");
}

TEST_CASE("hard case 3: a table with nothing but comments gets its key right below the header") {
  CHECK(after_set("[oauth.token_cleanup]\n#enable = true\n\n[z]\n", "oauth.token_cleanup.enable",
                  "false") == "[oauth.token_cleanup]\nenable = false\n#enable = true\n\n[z]\n");
}

TEST_CASE("hard case 4: a table or key that is there twice is refused as it stands") {
  CHECK(status_of_set("[a]\nx = 1\n[b]\n[a]\ny = 1\n", "a.x", "2") == 3);
  CHECK(status_of_set("[a]\nx = 1\nx = 2\n", "a.x", "2") == 3);
}

TEST_CASE("hard case 5: the issuer of JWT is set in the entry that counts, whatever its form") {
  const std::string key = "oauth.extensions.token_types[name=JWT].issuer";
  const std::string other = "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"a.B\"\n";
  CHECK(after_set(other, key, "c.D") ==
        "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"c.D\"\n");
  const File twice(other + other);
  const Ran ran = twice.set(key, "c.D");
  CHECK(ran.status == exit_ok);
  CHECK(says(ran.err, "2 elements fit"));
  CHECK(twice.text() ==
        other + "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"c.D\"\n");
  CHECK(after_set("[[oauth.extensions.token_types]]\nname = \"jwt\"\nissuer = \"a.B\"\n", key,
                  "c.D") ==
        "[[oauth.extensions.token_types]]\nname = \"jwt\"\nissuer = \"a.B\"\n\n"
        "[[oauth.extensions.token_types]]\nname = \"JWT\"\nissuer = \"c.D\"\n");
  CHECK(after_set("[oauth.extensions]\ntoken_types = [{name=\"JWT\", issuer=\"a.B\"}]\n", key,
                  "c.D") == "[oauth.extensions]\ntoken_types = [{name=\"JWT\", issuer=\"c.D\"}]\n");
  CHECK(status_of_set("[oauth.extensions.token_types]\nname = \"JWT\"\nissuer = \"a.B\"\n", key,
                      "c.D") == 4);
  const std::string nested =
      "[oauth.extensions]\nx = 1\n[[oauth.extensions.token_types]]\nname = \"JWT\"\n"
      "[oauth.extensions.token_types.p]\ny = 1\n";
  CHECK(after_set(nested, key, "c.D") ==
        "[oauth.extensions]\nx = 1\n[[oauth.extensions.token_types]]\nname = \"JWT\"\n"
        "issuer = \"c.D\"\n[oauth.extensions.token_types.p]\ny = 1\n");
}

TEST_CASE("hard case 6: an element of an array keeps its sub-tables") {
  const std::string listener =
      "[[event_listener]]\nid = \"token_revocation\"\n[event_listener.properties]\nusername = "
      "\"u\"\n";
  CHECK(after_set(listener, "event_listener[id=token_revocation].properties.username", "v") ==
        "[[event_listener]]\nid = \"token_revocation\"\n[event_listener.properties]\nusername = "
        "\"v\"\n");
  CHECK(after_set(listener, "event_listener[id=other].enable", "true") ==
        listener + "\n[[event_listener]]\nid = \"other\"\nenable = true\n");
  CHECK(after_set(listener, "event_listener[id=token_revocation].order", "1") ==
        "[[event_listener]]\nid = \"token_revocation\"\norder = 1\n[event_listener.properties]\n"
        "username = \"u\"\n");
}

TEST_CASE("hard case 7: a table never comes after its own sub-table") {
  const std::string stock =
      "[server]\nserver_role = \"control-plane\"\n\n[oauth.grant_type.token_exchange]\nenable = "
      "true\n";
  const std::string enabled = after_enable(stock);
  CHECK(enabled.find("[oauth]\n") < enabled.find("[oauth.grant_type.token_exchange]"));
  CHECK(status_of_set("[a.b]\nx = 1\n[a]\ny = 1\n", "a.y", "2") == 3);
}

TEST_CASE("hard case 8: a last line without an end keeps having none") {
  CHECK(after_set("[a]\nx = 1", "a.y", "2") == "[a]\nx = 1\ny = 2");
  CHECK(after_set("[a]\nx = 1", "b.y", "2") == "[a]\nx = 1\n\n[b]\ny = 2");
  CHECK(after_unset("[a]\nx = 1\ny = 2", "a.y") == "[a]\nx = 1");
  CHECK(after_unset("x = 1", "x").empty());
}

TEST_CASE("hard case 9: CR LF stays, mixed line ends stay, CR alone is refused") {
  CHECK(after_set("[a]\r\nx = 1\r\n", "a.y", "2") == "[a]\r\nx = 1\r\ny = 2\r\n");
  CHECK(after_unset("[a]\r\nx = 1\r\ny = 2\r\n", "a.x") == "[a]\r\ny = 2\r\n");
  CHECK(after_unset("[a]\r\nx = 1\r\ny = 2", "a.y") == "[a]\r\nx = 1");
  CHECK(after_set("[a]\r\nx = 1\n# c\r\n", "a.x", "2") == "[a]\r\nx = 2\n# c\r\n");
  CHECK(status_of_set("[a]\rx = 1\r", "a.x", "2") == 3);
}

TEST_CASE("hard case 10: a byte order mark is refused with what to do") {
  const File file("\xEF\xBB\xBF[a]\nx = 1\n");
  const Ran ran = file.set("a.x", "2");
  CHECK(ran.status == 3);
  CHECK(says(ran.err, "without BOM"));
}

TEST_CASE("hard case 11: tabs as indentation stay, a tab inside a string is refused") {
  CHECK(after_set("[a]\n\tx\t=\t1\n", "a.y", "2") == "[a]\n\tx\t=\t1\n\ty\t=\t2\n");
  CHECK(status_of_set("[a]\nx = \"a\tb\"\n", "a.x", "2") == 3);
}

TEST_CASE("hard case 12: comments on the line stay as they are") {
  CHECK(after_set("[a]  # of a\nx = 1    # of x\n", "a.x", "\"longer\"") ==
        "[a]  # of a\nx = \"longer\"    # of x\n");
}

TEST_CASE("hard case 13: arrays over lines and texts that look like tables are left alone") {
  const std::string text =
      "[a]\nlist = [\n  \"#\", # c\n  \"[b]\"\n]\ntext = \"\"\"\n[a.b]\nx = 1\n\"\"\"\nraw = "
      "'''\nx = 2\n'''\n";
  CHECK(after_set(text, "a.b.x", "3") == text + "\n[a.b]\nx = 3\n");
  CHECK(after_unset(text, "a.list") ==
        "[a]\ntext = \"\"\"\n[a.b]\nx = 1\n\"\"\"\nraw = '''\nx = 2\n'''\n");
}

TEST_CASE("hard case 14: quoted and dotted keys are named as they are") {
  CHECK(after_set("[e.p]\n'header.X-WSO2-KEY-MANAGER' = \"default\"\n",
                  "e.p.'header.X-WSO2-KEY-MANAGER'",
                  "other") == "[e.p]\n'header.X-WSO2-KEY-MANAGER' = \"other\"\n");
  CHECK(after_set("[e]\np.x = 1\n", "e.p.y", "2") == "[e]\np.x = 1\np.y = 2\n");
}

TEST_CASE("hard case 15: a placeholder is not overwritten without --force") {
  for (const char* value : {"$env{X}", "$sys{x}", "$ref{a.b}", "$secret{x}"}) {
    const std::string text = fmt::format("[a]\nx = \"{}\"\n", value);
    CHECK(status_of_set(text, "a.x", "2") == 4);
    CHECK(File(text).unset("a.x").status == 4);
    const File forced(text);
    CHECK(forced.run({"config", "set", "a.x", "2", "--force"}).status == exit_ok);
    CHECK(forced.text() == "[a]\nx = 2\n");
  }
}

TEST_CASE("the next command after a dry run says again what was asked for") {
  const File file(
      "[server]\nserver_role = \"default\"\n[oauth.token_persistence]\nenable = \"$env{X}\"\n");
  const Ran enable = file.run({"config", "enable", "--apim-version", "4.6.0", "--fresh", "--force",
                               "--issues-tokens", "--dry-run"});
  CHECK(enable.status == exit_ok);
  CHECK(enable.err.find(" --issues-tokens --force --fresh\n") != std::string::npos);
  const Ran diff = file.run({"config", "diff", "--apim-version", "4.6.0", "--force"});
  CHECK(diff.err.find("tokenshift config enable") != std::string::npos);
  CHECK(diff.err.find(" --force\n") != std::string::npos);
}

TEST_CASE("hard case 16: a template is refused as one") {
  for (const char* text :
       {"[a]\nx = {{ .Values.x }}\n", "{% if x %}\n[a]\n", "<% if x %>\n[a]\n"}) {
    const File file(text);
    const Ran ran = file.set("a.x", "2");
    CAPTURE(ran.err);
    CHECK(ran.status != exit_ok);
    CHECK(says(ran.err, "template"));
    CHECK(file.text() == text);
  }
}

TEST_CASE("hard case 17: bytes that are no UTF-8 stay") {
  CHECK(after_set("[a]\nx = \"caf\xE9\" # \xE9\ny = 1\n", "a.y", "2") ==
        "[a]\nx = \"caf\xE9\" # \xE9\ny = 2\n");
}

TEST_CASE("hard case 18: empty files, comments alone, control characters and long lines") {
  CHECK(after_set("", "a.x", "1") == "[a]\nx = 1\n");
  CHECK(after_set("# c\n", "a.x", "1") == "# c\n\n[a]\nx = 1\n");
  CHECK(after_set("# \x01\n[a]\n", "a.x", "1") == "# \x01\n[a]\nx = 1\n");
  CHECK(status_of_set(std::string("[a]\nx = 1\0\n", 11), "a.x", "2") == 3);
  const std::string line = "[a]\nx = \"" + std::string(1'000'000, 'l') + "\"\n";
  CHECK(after_set(line, "a.y", "1") == line + "y = 1\n");
}

TEST_CASE("hard case 19: links, modes and files that must not change (see tests/os for the rest)") {
  const File file("[a]\nx = 1\n");
  const fs::path link = file.folder() / "link.toml";
  fs::create_symlink("deployment.toml", link);
  CHECK(::chmod(file.path().c_str(), 0640) == 0);
  CHECK(run_cli({"config", "set", "a.x", "2", "--deployment-toml", link.string()}).status ==
        exit_ok);
  CHECK(fs::is_symlink(link));
  CHECK(file.text() == "[a]\nx = 2\n");
  CHECK((fs::status(file.path()).permissions() & fs::perms::mask) == fs::perms{0640});
  CHECK(::chmod(file.path().c_str(), 0440) == 0);
  CHECK(file.set("a.x", "3").status == 6);
  CHECK(run_cli({"config", "set", "a.x", "3", "--deployment-toml", "/nowhere/x.toml"}).status == 6);
}

TEST_CASE("hard case 20: twice is once, and a dry run writes nothing") {
  const File file("[a]\nx = 1\n");
  CHECK(file.run({"config", "set", "a.x", "2", "--dry-run"}).status == exit_ok);
  CHECK(file.text() == "[a]\nx = 1\n");
  CHECK(file.neighbours() == 0);
  CHECK(file.set("a.x", "2").status == exit_ok);
  CHECK(file.neighbours() == 1);
  const Ran again = file.set("a.x", "2");
  CHECK(again.status == exit_ok);
  CHECK(says(again.err, "already so"));
  CHECK(file.neighbours() == 1);
  CHECK(file.unset("a.x").status == exit_ok);
  CHECK(says(file.unset("a.x").err, "not set"));
  CHECK(file.neighbours() == 2);
}

TEST_CASE("hard case 21: without a version nothing is guessed about an absent key") {
  const File file("[server]\nserver_role = \"control-plane\"\n");
  const Ran shown = file.run({"config", "show"});
  CHECK(says(shown.err, "optimization undecidable"));
  const Ran enabled = file.run({"config", "enable", "--fresh", "--confirm", "fresh"});
  CHECK(enabled.status == 4);
  CHECK(says(enabled.err, "--apim-version"));
}

TEST_CASE("config set does not switch the optimization by the way") {
  const std::string key = "oauth.token_persistence.enable";
  const std::string node = "[server]\nserver_role = \"control-plane\"\n";
  const File off(node);
  const Ran on = off.run({"config", "set", key, "false", "--apim-version", "4.6.0"});
  CHECK(on.status == 4);
  CHECK(says(on.err, "tokenshift config enable"));
  CHECK(off.text() == node);

  // Nothing says what kind of server this file belongs to.
  CHECK(status_of_set("[server]\nx = 1\n", key, "false") == 4);

  const File enabled(node);
  CHECK(enabled.enable().status == exit_ok);
  const std::string before = enabled.text();
  for (const std::vector<std::string>& back :
       {std::vector<std::string>{"set", key, "true"},
        {"unset", key},
        {"set", "oauth.extensions.token_types[name=JWT].issuer", "a.B"}}) {
    std::vector<std::string> words = {"config"};
    words.insert(words.end(), back.begin(), back.end());
    words.insert(words.end(), {"--apim-version", "4.6.0"});
    CHECK(enabled.run(words).status == 4);
    CHECK(enabled.text() == before);
  }
  const Ran ticket = enabled.run(
      {"config", "unset", key, "--apim-version", "4.6.0", "--accept-irreversible", "OPS-1"});
  CHECK(ticket.status == exit_ok);
  CHECK(says(ticket.err, "OPS-1"));
  CHECK(says(before, issuer));
}
