// SPDX-License-Identifier: Apache-2.0
#include "../../src/cli/snippet.hpp"

#include <doctest/doctest.h>

#include <string>

using tokenshift::cli::Snippet;
using tokenshift::cli::snippet_at;

namespace {

// Line and caret as they stand below each other, for the place of the first "@", which is left out.
std::string shown(std::string text) {
  const std::size_t at = text.find('@');
  text.erase(at, 1);
  const Snippet snippet = snippet_at(text, at);
  return snippet.line + "\n" + snippet.caret;
}

}  // namespace

TEST_CASE("the caret stands below the place, whatever stands before it") {
  CHECK(shown("a = 1\nb = @off\nc = 1\n") == "b = off\n    ^");
  CHECK(shown("b = @off\r\n") == "b = off\n    ^");
  CHECK(shown("b =@\n") == "b =\n   ^");
  CHECK(shown("@") == "\n^");
  CHECK(shown("\tb\t= @off\n") == "\tb\t= off\n\t \t  ^");
  CHECK(shown("\xC3\xA9 = @off\n") == "\xC3\xA9 = off\n    ^");
  CHECK(shown("\xE6\x97\xA5 = @off\n") == "\xE6\x97\xA5 = off\n     ^");
  CHECK(shown("e\xCC\x81 = @off\n") == "e\xCC\x81 = off\n    ^");
  CHECK(shown("\xF0\x9F\x98\x80 = @off\n") == "\xF0\x9F\x98\x80 = off\n     ^");
}

TEST_CASE("what would steer a terminal is made visible") {
  CHECK(shown("a = \"\x1b[2J\" @x\n") == "a = \"\\x1b[2J\" x\n              ^");
  CHECK(shown("a = \"\xE2\x80\xAE\" @x\n") == "a = \"\\u202e\" x\n             ^");
  CHECK(shown("a = \"\xE9\" @x\n") == "a = \"\\xe9\" x\n           ^");
}

TEST_CASE("a long line is cut around the place") {
  const std::string left(500, 'a');
  const std::string right(500, 'b');
  const Snippet snippet = snippet_at(left + "!" + right, 500);
  CHECK(snippet.line == "…" + std::string(60, 'a') + "!" + std::string(39, 'b') + "…");
  CHECK(snippet.caret == std::string(61, ' ') + "^");
  CHECK(snippet_at(std::string(1000000, 'a'), 500000).line.empty());
  CHECK(snippet_at(std::string(1000000, 'a'), 10).line == std::string(100, 'a') + "…");
}

TEST_CASE("a switch is no secret, whatever its name") {
  CHECK(shown("persist_token = @false # c\n") == "persist_token = false # c\n                ^");
  CHECK(shown("a = { x_token = true, b = @1 }\n").find("****") != std::string::npos);
}

TEST_CASE("values that may be secrets are not shown") {
  for (const char* text : {
           "password = \"CANARY\" @x\n",
           "'keystore.password'=@\"CANARY\"\n",
           "encryption.key = @\"CANARY\"\n",
           "a = { user = 1, password = \"CANARY\", b = 2, @b = 3 }\n",
           "# old_password = CANARY @\n",
           "url = \"jdbc:mysql://root:CANARY#1/host\" @x\n",
           "url = \"jdbc:mysql://h/db?user=x&password=CANARY\" @x\n",
           "password: CANARY @x\n",
           "[secrets]\nalias = @\"[CANARY]\"\n",
           "[secrets]\na = 1\nalias = \"CANARY\" @x\n",
           "client_secret = '''\nCANARY @x\n",
           "private_key = \"\"\"\nMIIa\nMIIb==\nCANARY@==\n",
           "password = [\n  \"CANARY\" @x\n",
           "Password = @CANARY\n",
       }) {
    CAPTURE(text);
    std::string line = text;
    if (const auto hash = line.find("#1/"); hash != std::string::npos) line.replace(hash, 2, "@1");
    const std::size_t at = line.rfind('@');
    line.erase(at, 1);
    const Snippet snippet = snippet_at(line, at);
    CHECK(snippet.line.find("CANARY") == std::string::npos);
    CHECK(snippet.line.find("****") != std::string::npos);
    CHECK(snippet.caret.ends_with("^"));
  }
  CHECK(shown("key_manager = \"x\" @y\n") == "key_manager = \"x\" y\n                  ^");
  CHECK(shown("password = 1\nb = @off\n") == "b = off\n    ^");
  CHECK(shown("[secrets]\na = 1\n[b]\nb = @off\n") == "b = off\n    ^");
  CHECK(shown("password = \"abc\" @x\n") == "password = ****\n           ^");
}
