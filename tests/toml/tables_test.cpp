// SPDX-License-Identifier: Apache-2.0
#include "toml/support.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {

TEST_CASE("a table after its own sub-table is refused with both places and the reason") {
  const auto error = refusal_of("[oauth.token_persistence]\nenable = false\n\n[oauth]\nx = 1\n");
  REQUIRE(error.has_value());
  CHECK(error->kind() == ErrorKind::input);
  CHECK(std::string_view(error->what()) ==
        "f:4:1: [oauth] in line 4 comes after [oauth.token_persistence] in line 1, a part of it; "
        "that is legal "
        "TOML, but the server stops with a StackOverflowError");
  CHECK(error->hint() == "move [oauth] with its keys above line 1");
}

TEST_CASE("the order rule holds in every spelling, within the current element of an array") {
  struct Row {
    std::string_view text;
    std::string_view place;
  };
  for (const Row& row : std::vector<Row>{{"[a]\n[a.b]", "accepted"},
                                         {"[a.b]\n[a]", "2:1"},
                                         {"[a.b.c]\n[a.b]", "2:1"},
                                         {"[a.b.c]\n[a.d]\n[a]", "3:1"},
                                         {"[[a.b]]\n[a]", "2:1"},
                                         {"[a.b]\n\n[a]\n# nothing", "3:1"},
                                         {"a.b = 1\n[a]", "2:1"},
                                         {"a.b = 1\n[a.c]", "accepted"},
                                         {"[a]\nb.c = 1\n[a.b]", "3:1"},
                                         {"[a]\nb.c = 1\n[a.b.d]", "accepted"},
                                         {"a = { b.c = 1 }\n[a.b]", "2:1"},
                                         {"a = {}\n[a]", "2:1"},
                                         {"[[e]]\n[e.p.q]\n[e.p]", "3:1"},
                                         {"[[e]]\n[e.p.q]\n[[e]]\n[e.p]", "accepted"},
                                         {"[[e]]\np.a = 1\n[e.p]", "3:1"},
                                         {"[[e]]\n[e.p]\n[x]\n[e.q]", "accepted"}}) {
    CAPTURE(row.text);
    CHECK(place_of_refusal(row.text) == row.place);
  }
}

TEST_CASE("what is defined twice is refused at the second place, whatever the spelling") {
  struct Row {
    std::string_view text;
    std::string_view place;
  };
  for (const Row& row : std::vector<Row>{{"[a]\nx = 1\nx = 2", "3:1"},
                                         {"[a]\nx = 1\n  \"x\" = 2", "3:3"},
                                         {"[a]\n[b]\n[a]", "3:1"},
                                         {"[a.b]\n[ a . \"b\" ]", "2:1"},
                                         {"a.b = 1\na.b = 2", "2:1"},
                                         {"a = 1\n[a]", "2:1"},
                                         {"a = 1\n[a.b]", "2:1"},
                                         {"a = 1\na.b = 2", "2:1"},
                                         {"[a]\nb = { c = 1 }\n[a.b]", "3:1"},
                                         {"[a]\nb = { c = 1 }\n[a.b.d]", "accepted"},
                                         {"a = { b = 1, b = 2 }", "1:14"},
                                         {"[a]\n[[a]]", "2:1"},
                                         {"[[a]]\n[a]", "2:1"},
                                         {"[[a]]\n[[a]]", "accepted"},
                                         {"a = [{ b = 1 }]\n[[a]]", "2:1"},
                                         {"a = []\n[[a]]", "2:1"},
                                         {"a = [{ b = 1, b = 2 }]", "1:15"},
                                         {"[[e]]\n[e.p]\n[e.p]", "3:1"},
                                         {"[[e]]\nx = 1\n[[e]]\nx = 2", "accepted"},
                                         {"e = 1\n[[e]]", "2:1"},
                                         {"[[a.b]]\n[c]\na.b = 1\n[a.b.d]", "accepted"},
                                         {"[x]\na = 1\n[[a.b]]\n[a.c]\nb.d = 1", "accepted"}}) {
    CAPTURE(row.text);
    CHECK(place_of_refusal(row.text) == row.place);
  }
}

TEST_CASE(
    "keys added to an empty inline table are refused, for the server adds them to all of them") {
  CHECK(place_of_refusal("a = {}\nb = {}\n[a.c]\nx = 1") == "3:1");
}

}  // namespace tokenshift::test
